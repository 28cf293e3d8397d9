"""An agent's answer, whole: what every mail program sends to a notification, and what the customer gets of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.store.tickets import load_ticket
from tests.answering import FILE, FILE_NAME, FOLDER, PICTURE, Sent, Stage, copy_of, visible, written

SHAPES = sorted(path.stem for path in FOLDER.glob("*.eml"))
# A plain mail has no formatting to keep; in every other shape it reaches the customer.
PLAIN = {"mutt-between"}
COMMANDS = {"none": "", "close": "#close", "full-width": "＃close", "nbsp": "#close\u00a0"}


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(copy_of(asked[0], tmp_path / "desk"), seed=2)
    yield stage
    stage.close()


NEW_WORDS = [
    "Dear Bob,",
    "ink cartridge",
    "You need:",
    "one for black",
    "one for cyan",
    "See",
    "our manual",
    "Price",
    "12 EUR",
    "Größe",
    "中号",
    "It clicks when it is in.",
]


def frame_of(letter: Sent) -> list[str]:
    """Words of the notification that are for staff alone."""
    token = str(letter.mail["Reply-To"]).partition("+")[2].partition("@")[0]
    inner = str(letter.mail["Message-ID"]).strip("<>")
    return ["Write your answer", "##-", "Your answer goes", "Commands, one a line", "#take", "Before that", "owes us", "be careful", token, inner]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_reaches_the_customer_whole(shape: str, command: str, stage: Stage, notification: Sent) -> None:
    """New words, formatting, picture and file arrive; nothing of the notification, no command and no agent's address does (case 47)."""
    outcome, letters = stage.answer(written(shape, notification, command))
    assert outcome == "ticketed", [one.text for one in letters]
    [reply] = [one for one in letters if one.row.kind == "reply"]
    assert reply.row.state == "queued", reply.row.reason
    for form in (" ".join(reply.text.replace("*", "").split()), visible(reply.html)):
        assert [word for word in NEW_WORDS if word not in form] == [], form
        assert "That was the last question." in form or "between" not in shape
    assert ticket_is_closed(stage) is bool(command)
    check_files(reply)
    check_nothing_internal(reply, notification)
    check_quote(reply)
    if shape not in PLAIN:
        check_formatting(reply, shape)


def ticket_is_closed(stage: Stage) -> bool:
    with stage.desk.database.read() as session:
        ticket = load_ticket(session, 1)
    return ticket is not None and ticket.status == "closed"


def check_files(reply: Sent) -> None:
    """The agent's picture and file, byte for byte; the customer's own picture is not sent back."""
    assert sorted(reply.files.values()) == sorted([PICTURE, FILE])
    assert reply.files[FILE_NAME] == FILE


def check_nothing_internal(reply: Sent, notification: Sent) -> None:
    everything = reply.all_text
    assert [word for word in [*frame_of(notification), "#close", "＃close", "anna@example.com", "ben@example.com"] if word in everything] == []
    assert "Second floor" not in visible(reply.html) or "Second floor" in reply.text


def check_quote(reply: Sent) -> None:
    """Our own rendering of what Bob wrote last, once."""
    assert reply.text.count("Now it prints nothing.") == 1
    assert "\n> Now it prints nothing." in reply.text
    assert visible(reply.html).count("Now it prints nothing.") == 1


def check_formatting(reply: Sent, shape: str) -> None:
    if shape == "k9":
        assert '<a href="https://example.com/manual">' in reply.html
        return
    assert re.search(r"<b>ink cartridge</b>", reply.html)
    assert reply.html.count("<li") == 2
    assert re.search(r'<a href="https://example.com/manual[^>]*>our manual</a>', reply.html)
    assert re.search(r"<img [^>]*src=\"cid:", reply.html)
    assert "<table" in reply.html or "Price 12 EUR, Größe" in visible(reply.html)

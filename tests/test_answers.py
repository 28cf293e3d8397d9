"""An agent's answer, whole: what every mail program sends to a notification, and what the customer gets of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answering import CUSTOMERS_PICTURE, FILE, FILE_NAME, FOLDER, PICTURE, Sent, Stage, copy_of, written
from tests.talk import make_desk

SHAPES = sorted(path.stem for path in FOLDER.glob("*.eml"))
# A plain mail has no formatting to keep; in every other shape it reaches the customer.
PLAIN = {"mutt-between"}
COMMANDS = {"none": "", "close": "#close", "full-width": "＃close", "nbsp": "#close\u00a0"}
NOTE = "He owes us for the last three printers, so be careful."

QUESTION = (
    """From: Bob Miller <bob@customer.example>
To: support@example.com
Cc: carol@customer.example
Subject: The printer is broken
Message-ID: <{number}@customer.example>
References: <1@customer.example>
Date: Mon, 02 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html; charset=utf-8

<p>{words} Look: <img src="cid:blue@bob" alt="blue.png"></p><p>Is it <b>lost</b>?</p>
--x
Content-Type: image/png; name=blue.png
Content-ID: <blue@bob>
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename=blue.png

"""
    + base64.encodebytes(CUSTOMERS_PICTURE).decode()
    + "--x--\n"
)


def question(number: int, words: str) -> bytes:
    return QUESTION.format(number=number, words=words).replace("\n", "\r\n").encode()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sent]:
    """A desk on which Bob asked, Anna made a note, and Bob asked again; and Anna's notification of that."""
    folder = tmp_path_factory.mktemp("asked")
    make_desk(Path(__file__).parent / "conversations" / "desk.yaml", folder).database.close()
    stage = Stage(folder)
    _, letters = stage.give(question(1, "It prints only blue."), "bob@customer.example")
    note = f"From: anna@example.com\nTo: {for_anna(letters).mail['Reply-To']}\nSubject: Re\nMessage-ID: <n@example.com>\n\n#note\n\n{NOTE}\n"
    stage.answer(note.replace("\n", "\r\n").encode())
    _, letters = stage.give(question(2, "Now it prints nothing."), "bob@customer.example", "support@example.com")
    stage.close()
    return folder, for_anna(letters)


def for_anna(letters: list[Sent]) -> Sent:
    return next(one for one in letters if one.row.kind == "notification" and one.row.person == "anna@example.com")


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(copy_of(asked[0], tmp_path / "desk"), seed=2)
    yield stage
    stage.close()


@pytest.fixture
def notification(asked: tuple[Path, Sent]) -> Sent:
    return asked[1]


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
    """New words, formatting, picture and file arrive; nothing of the notification, no command and no agent's address does."""
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


def visible(markup: str) -> str:
    bare = re.sub(r"(?s)<head>.*?</head>", "", markup)
    return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"</(?:div|p|li|td|tr)>|<br>", " ", bare)).replace("&nbsp;", " ").split())


def ticket_is_closed(stage: Stage) -> bool:
    from maildesk.store.tickets import load_ticket

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

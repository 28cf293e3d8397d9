"""A customer's answer, whole: what every mail program sends to a letter of ours, and what staff read of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

import pytest

from maildesk.store.tickets import load_ticket, messages_of
from maildesk.ticket import MessageKind
from tests.answering import FILE, FILE_NAME, FOLDER, PICTURE, Sent, Stage, copy_of, for_anna, plain, written

SHAPES = sorted(path.stem for path in FOLDER.glob("*.eml"))
ANSWER = "The cartridge is on its way to you.\n\nPut it in as the sheet says.\n"


@pytest.fixture
def stage(asked: tuple[Path, Sent], tmp_path: Path) -> Iterator[Stage]:
    """A desk on which Bob asked twice; what its letters are made of is known."""
    stage = Stage(copy_of(asked[0], tmp_path / "desk"), seed=2)
    yield stage
    stage.close()


def bobs(data: bytes) -> bytes:
    """The same mail in Bob's name."""
    return re.sub(
        rb"(?m)^From: .*$", b"From: Bob Miller <bob@customer.example>\r", data.replace(b"anna@example.com", b"bob@customer.example"), count=1
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_its_new_words_are_read_and_what_it_quotes_is_not(shape: str, stage: Stage, notification: Sent) -> None:
    """To the address of our letter: it lands there with its files, opens what was closed, and staff see what is new of it first, commands as words."""
    _, letters = stage.answer(plain(notification, f"#close\n\n{ANSWER}"))
    [reply] = [one for one in letters if one.row.kind == "reply"]
    outcome, letters = stage.give(bobs(written(shape, reply, "#note")), "bob@customer.example", parseaddr(str(reply.mail["Reply-To"]))[1])
    assert outcome == "ticketed"
    with stage.desk.database.read() as session:
        ticket, entry = load_ticket(session, 1), messages_of(session, 1)[-1]
    assert ticket is not None
    assert (ticket.status, entry.kind, entry.author, entry.flags) == ("open", MessageKind.INBOUND, "bob@customer.example", ())
    new = " ".join(entry.reply.replace("*", "").split())
    wanted = ["#note", "Dear Bob,", "ink cartridge", "one for black", "our manual", "12 EUR", "Größe", "It clicks when it is in."]
    assert [words for words in wanted if words not in new] == []
    assert [words for words in ("on its way to you", "as the sheet says", "Now it prints nothing", "Example Support") if words in new] == []
    told = for_anna(letters)
    assert sorted(told.files.values()) >= sorted([PICTURE, FILE])
    assert told.files[FILE_NAME] == FILE

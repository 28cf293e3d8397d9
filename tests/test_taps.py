"""From the notification on a phone to answered and closed: the taps are counted by what the letter offers, and what is sent is what its links open."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from maildesk.outbound.outbox import listed
from maildesk.store.tickets import load_ticket
from tests.opened import opened
from tests.talk import Block, Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent / "conversations"
MOST = 3
OPENING = ">>> bob@customer.example\nSubject: Printer\n\nIt is broken.\n"
WORDS = "It is on its way."


@dataclass
class Phone:
    """Anna's: one finger, and a mail program that opens what a link says. `part` is which of a letter's two texts it shows."""

    talk: Talk
    part: str
    taps: int = 0

    def __post_init__(self) -> None:
        data = next(data for row, data in reversed(self.talk.letters) if (row.kind, row.person) == ("notification", "anna@example.com"))
        self.letter = opened(data)
        self.text = self.letter.get_body((self.part,)).get_content()

    def link(self, words: str) -> str:
        """The address behind these words: in markup the anchor around them, in plain text what stands beside them in angle brackets."""
        pattern = rf'<a [^>]*href="(mailto:[^"]+)"[^>]*>\s*{words}' if self.part == "html" else rf"{words}[^<\n]*<(mailto:[^>\s]+)>"
        found = re.search(pattern, self.text)
        assert found is not None, self.text
        return html.unescape(found[1]) if self.part == "html" else found[1]

    def tap_link(self, words: str) -> tuple[str, str, str]:
        """Opens a draft: to whom, its subject and its text."""
        self.taps += 1
        opened = urlsplit(self.link(words))
        said = parse_qs(opened.query)
        return unquote(opened.path), said.get("subject", [""])[0], said.get("body", [""])[0]

    def tap_reply(self) -> tuple[str, str, str]:
        """Every program's own button."""
        self.taps += 1
        return parseaddr(str(self.letter["Reply-To"] or self.letter["From"]))[1], f"Re: {self.letter['Subject']}", ""

    def tap_send(self, draft: tuple[str, str, str], written: str) -> None:
        """The words stand on top of what the draft had; phones put a line of their own below."""
        self.taps += 1
        to, subject, body = draft
        head = [f"Subject: {subject}", f"In-Reply-To: {self.letter['Message-ID']}"]
        self.talk.step(Block(0, ">>>", f"anna@example.com to {to}", [*head, "", *written.split("\n"), *body.split("\r\n"), "", "Sent from my phone"]))

    def has_answered_and_closed(self) -> bool:
        with self.talk.desk.database.read() as session:
            ticket = load_ticket(session, 1)
            left = [row.person for row in listed(session, None, 10) if row.kind == "reply"]
        return ticket is not None and ticket.status == "closed" and left == ["bob@customer.example"]


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Iterator[Talk]:
    desk = make_desk(CONVERSATIONS / "desk.yaml", tmp_path)
    talk = Talk(desk, CONVERSATIONS, tmp_path)
    talk.step(read_blocks(OPENING)[0])
    talk.fresh = []
    yield talk
    desk.database.close()


@pytest.mark.parametrize("part", ["html", "plain"])
def test_the_link_to_answer_and_close(talk: Talk, part: str) -> None:
    """Two: the link, and send. The letter's two texts offer the same."""
    phone = Phone(talk, part)
    phone.tap_send(phone.tap_link("Answer and close"), WORDS)

    assert phone.has_answered_and_closed()
    assert phone.taps == 2 < MOST


def test_the_word_that_stands_beside_it(talk: Talk) -> None:
    """Two as well, where a link would open the wrong account: reply, the word that the letter names beside the link, and send."""
    phone = Phone(talk, "plain")
    named = re.search(r"Answer and close \((#\w+)\)", phone.text)
    assert named is not None
    phone.tap_send(phone.tap_reply(), f"{named[1]}\n{WORDS}")

    assert phone.has_answered_and_closed()
    assert phone.taps == 2 < MOST

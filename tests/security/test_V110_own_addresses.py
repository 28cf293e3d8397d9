"""V110: mail from an address of our own is held, and no automatic mail ever goes there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from maildesk.changes import AddMessage, SendTemplate
from maildesk.mail import ParsedMail
from maildesk.ticket import MessageKind, Status, Ticket
from tests.letters import NOW, SUPPORT, TICKET, asked, written
from tests.talk import play

OWN = ("support@example.com", "Support@Example.com", "support+anything@example.com", "kefu@example.com")


@pytest.mark.parametrize("address", OWN)
def test_ourselves_as_a_sender_is_held_without_a_word(tmp_path: Path, address: str) -> None:
    """The mailbox itself, in any case, with whatever stands behind a plus, and another mailbox of the desk (case 64)."""
    desk = Path(__file__).parent.parent / "conversations" / "desk.yaml"
    (tmp_path / "desk.yaml").write_text(desk.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "talk.txt").write_text(f">>> {address}\nSubject: Hello\n\nWe ask ourselves.\n<<< nothing\n--- held builtin:from-ourselves\n")
    (tmp_path / "desk").mkdir()
    play(tmp_path / "talk.txt", tmp_path / "desk")


@pytest.mark.parametrize("effect", [SendTemplate("acknowledgement"), AddMessage(MessageKind.REPLY, "A rule's words")])
@pytest.mark.parametrize("address", ["support@example.com", "support+x@example.com"])
def test_a_requester_of_our_own_gets_no_robots_letter(effect: SendTemplate | AddMessage, address: str) -> None:
    """However the ticket came to have it; junk gets none either (case 63)."""
    ticket = Ticket(4711, SUPPORT.address, "Printer", address, NOW, NOW)
    assert written(asked(ticket=ticket, mail=ParsedMail(sender=address), effects=(effect,), answer_ok=True)) == []
    assert written(asked(ticket=replace(TICKET, status=Status.JUNK), effects=(effect,), answer_ok=True)) == []

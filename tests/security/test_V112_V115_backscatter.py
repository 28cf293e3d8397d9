"""No mail of ours goes where nobody asked for it (V112, V115)."""

from __future__ import annotations

from maildesk.changes import AddMessage, SendTemplate
from maildesk.letter import LetterKind
from maildesk.mail import ParsedMail
from maildesk.ticket import MessageKind
from tests.letters import BOB, asked, written

RECEIPTS = (
    ("Disposition-Notification-To", "victim@x.example"),
    ("Return-Receipt-To", "victim@x.example"),
    ("X-Confirm-Reading-To", "victim@x.example"),
)


def test_what_may_not_be_answered_is_not_answered() -> None:
    """Null senders, robots, old mail and mail that was not to us arrive with answer_ok False: no automatic letter of any kind."""
    effects = (SendTemplate("acknowledgement"), AddMessage(MessageKind.REPLY, "A rule's own words"))
    assert written(asked(effects=effects, answer_ok=False)) == []


def test_a_receipt_that_is_asked_for_is_never_given() -> None:
    """The acknowledgement goes to the sender alone and asks nobody for anything."""
    mail = ParsedMail(sender=BOB.address, headers=RECEIPTS)
    [letter] = written(asked(mail=mail, effects=(SendTemplate("acknowledgement"),), answer_ok=True))
    assert letter.letter.kind is LetterKind.ACKNOWLEDGEMENT
    assert letter.recipients == (BOB.address,)
    assert b"victim" not in letter.data
    assert not any(name.lower().encode() in letter.data.lower() for name, _ in RECEIPTS)


def test_an_automatic_letter_goes_to_whom_it_answers() -> None:
    """A third party's mail on Bob's ticket acknowledges nothing to Bob."""
    stranger = ParsedMail(sender="eve@stranger.example")
    assert written(asked(mail=stranger, effects=(SendTemplate("acknowledgement"),), answer_ok=True)) == []


def test_a_rules_own_words_are_automatic_mail() -> None:
    """A reply that no person decided carries the marks of a robot and a null return path."""
    [letter] = written(asked(effects=(AddMessage(MessageKind.REPLY, "We are closed."),), answer_ok=True))
    assert letter.letter.automatic
    assert letter.mail_from == ""
    assert b"Auto-Submitted: auto" in letter.data

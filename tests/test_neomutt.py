"""People on both sides of a running desk work with neomutt itself: what it writes comes to what they meant."""

from __future__ import annotations

import itertools
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from maildesk.intake import spool
from maildesk.mail import MailState
from maildesk.outbound import outbox
from maildesk.store.engine import Database
from maildesk.store.tickets import load_ticket, messages_of, participants_of
from maildesk.ticket import ON_THE_TICKET, Message, MessageKind, Ticket
from tests import neomutt
from tests.answering import Sent
from tests.letters import read
from tests.neomutt import Neomutt
from tests.service import service

_PATIENCE = 60.0  # seconds for one mail's way
_REPLY = "<reply><send-message><quit>"
_GROUP = "<group-reply><send-message><quit>"
_FORWARD = "<forward-message>{to}<enter><send-message><quit>"
_BOUNCE = "<bounce-message>{to}<enter><quit>"
_WRITE = "<mail>support@example.com<enter>{subject}<enter><send-message><quit>"
_WAYS = {
    "flowed": "set text_flowed=yes",
    "signed": 'set signature="echo Anna Smith; echo anna@example.com|"',
    "signed on top": 'set signature="echo Anna Smith; echo anna@example.com|" sig_on_top=yes',
    "quoted otherwise, in Latin-1": 'set indent_string="| " attribution="* %n schrieb am %d:" date_format="%d.%m.%Y, %H:%M" send_charset=iso-8859-1',
    "headers of the letter quoted": "set header=yes weed=no",
}
_TOLD = ("Write your answer above", "Commands, one a line", "Your answer goes to", "##-", "anna@example.com", "Anna Smith")


@dataclass
class Desk:
    """A desk that a daemon serves, seen through its database; `known` are the letters that were looked at."""

    database: Database
    anna: Neomutt
    bob: Neomutt
    known: set[int] = field(default_factory=set)
    mails: int = 0

    def came(self) -> tuple[str, list[Sent]]:
        """Waits until one more mail was dealt with: how it ended, and the letters that came of it."""
        self.mails += 1
        until = time.monotonic() + _PATIENCE
        while True:
            with self.database.read() as session:
                rows = spool.listed(session, None, 1000)
                there = [row for row in outbox.listed(session, None, 1000) if row.letter not in self.known]
                fresh = [Sent(row, read(outbox.shown(session, row.letter)[1])) for row in there]
            if len(rows) == self.mails and all(row.state is not MailState.WAITING for row in rows):
                break
            assert time.monotonic() < until, rows
            time.sleep(0.02)
        self.known |= {one.row.letter for one in fresh}
        last = max(rows, key=lambda row: row.id)
        return f"{last.state} {last.rule}".strip(), sorted(fresh, key=lambda one: one.row.letter)

    def ticket(self, number: int | None) -> tuple[Ticket, tuple[Message, ...], set[str]]:
        """A ticket, its entries, and who gets its letters."""
        with self.database.read() as session:
            ticket = load_ticket(session, number or 0)
            assert ticket is not None
            people = participants_of(session, [ticket.number])[ticket.number]
            return ticket, messages_of(session, ticket.number), {one.address for one in people if one.standing in ON_THE_TICKET}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One daemon for all of this file."""
    neomutt.needed()
    folder = tmp_path_factory.mktemp("neomutt")
    with service(folder / "desk") as found:
        found.start()
        anna = Neomutt(folder / "anna", "Anna Smith", "anna@example.com", found.port)
        bob = Neomutt(folder / "bob", "Bob Brown", "bob@customer.example", found.port)
        database = found.database
        yield Desk(database, anna, bob)
        database.close()


_NUMBERS = itertools.count(1)


@pytest.fixture
def notification(served: Desk) -> Sent:
    """What Anna gets of a new question of Bob's."""
    question = (
        f"From: Bob Brown <{served.bob.address}>\r\nTo: support@example.com\r\nSubject: Printer {next(_NUMBERS)}\r\n\r\nIt prints only blue.\r\n"
    )
    with smtplib.SMTP("127.0.0.1", served.bob.port) as desk:
        desk.sendmail(served.bob.address, "support@example.com", question)
    return only(served.came()[1], "notification", "anna@example.com")


def only(letters: list[Sent], kind: str, person: str) -> Sent:
    """The one letter of that kind, which goes to that person and nobody else."""
    [letter] = [one for one in letters if one.row.kind == kind]
    assert (letter.row.person, [one.address for one in letter.row.recipients]) == (person, [person])
    return letter


@pytest.mark.parametrize("more", _WAYS.values(), ids=_WAYS.keys())
def test_an_answer_with_a_command(served: Desk, notification: Sent, more: str) -> None:
    """Bob gets Anna's words, his own below them, and nothing of the notification; the ticket is closed."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "#close; #high\n\nPlease change the ink, Größe M.\n", more)
    outcome, letters = served.came()
    assert outcome == "ticketed", [one.text for one in letters]
    reply = only(letters, "reply", "bob@customer.example")
    assert reply.text.startswith("Please change the ink, Größe M.\n")
    assert [words for words in (*_TOLD, "#close", "#high") if words in reply.all_text] == []
    assert reply.text.count("It prints only blue.") == 1
    ticket, entries, people = served.ticket(notification.row.ticket)
    assert (ticket.status, ticket.priority, people) == ("closed", "high", {"bob@customer.example"})
    assert entries[-1].reply == "Please change the ink, Größe M."


def test_a_note(served: Desk, notification: Sent) -> None:
    """It stays inside."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "#note\n\nHe called yesterday, too.\n")
    outcome, letters = served.came()
    assert (outcome, letters) == ("ticketed", [])
    _, entries, _ = served.ticket(notification.row.ticket)
    assert (entries[-1].kind, entries[-1].reply) == (MessageKind.NOTE, "He called yesterday, too.")


def test_commands_alone(served: Desk, notification: Sent) -> None:
    """What is quoted below them is no answer to Bob."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "#take\n#tag ink\n")
    assert served.came() == ("answered builtin:commands", [])
    ticket, _, _ = served.ticket(notification.row.ticket)
    assert (ticket.assignee, ticket.tags) == ("anna@example.com", ("ink",))


def test_a_misspelt_command(served: Desk, notification: Sent) -> None:
    """It goes to nobody but Anna, who answers with it put right."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "#clsoe\n\nPlease change the ink.\n")
    outcome, letters = served.came()
    assert outcome == "answered builtin:correction"
    correction = only(letters, "correction", "anna@example.com")
    served.anna.play(correction.mail.as_bytes(), _REPLY, "#close\n\nPlease change the ink.\n")
    outcome, letters = served.came()
    assert outcome == "ticketed"
    assert only(letters, "reply", "bob@customer.example").text.startswith("Please change the ink.\n")


def test_an_answer_to_all_with_a_file(served: Desk, notification: Sent) -> None:
    """The notification's only recipient is Anna: Bob gets one letter with the file, and nobody else any."""
    manual = served.anna.home.parent / "manual.pdf"
    manual.write_bytes(b"%PDF-1.7\n\x00\xff")
    keys = f"<group-reply><attach-file>{manual}<enter><send-message><quit>"
    served.anna.play(notification.mail.as_bytes(), keys, "See the manual.\n")
    outcome, letters = served.came()
    assert outcome == "ticketed"
    reply = only(letters, "reply", "bob@customer.example")
    assert reply.files == {"manual.pdf": b"%PDF-1.7\n\x00\xff"}
    assert [words for words in _TOLD if words in reply.all_text] == []


def test_the_customer_writes(served: Desk) -> None:
    """Letters of any language, in the lines they were written in."""
    served.bob.play(b"", _WRITE.format(subject="Größe"), "Which size is it,\nM or L?\n")
    outcome, letters = served.came()
    told = only(letters, "notification", "anna@example.com")
    ticket, entries, _ = served.ticket(told.row.ticket)
    assert (outcome, ticket.subject, entries[-1].reply) == ("ticketed", "Größe", "Which size is it,\nM or L?")


def test_the_customer_answers(served: Desk, notification: Sent) -> None:
    """To all and with everything quoted: it lands on the ticket, its new words alone are read, and Anna gets them."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "Please change the ink.\n")
    reply = only(served.came()[1], "reply", "bob@customer.example")
    sent = served.bob.play(reply.mail.as_bytes(), _GROUP, "#close\nThat helped, thank you.\n")
    assert all(one.startswith("support") for one in sent.recipients)
    outcome, letters = served.came()
    assert outcome == "ticketed"
    only(letters, "notification", "anna@example.com")
    ticket, entries, _ = served.ticket(notification.row.ticket)
    assert (ticket.status, entries[-1].kind, entries[-1].reply) == ("open", MessageKind.INBOUND, "#close\nThat helped, thank you.")


def test_the_customer_passes_our_letter_on(served: Desk, notification: Sent) -> None:
    """Whoever answers it then is seen by staff, and gets nothing of what follows."""
    served.anna.play(notification.mail.as_bytes(), _REPLY, "Please change the ink.\n")
    reply = only(served.came()[1], "reply", "bob@customer.example")
    passed = served.bob.play(reply.mail.as_bytes(), "<bounce-message>carol@customer.example<enter><quit>")
    assert passed.recipients == ("carol@customer.example",)
    carol = Neomutt(served.bob.home.parent / "carol", "Carol", "carol@customer.example", served.bob.port)
    carol.play(passed.data, _REPLY, "I am his boss. What did he ask?\n")
    outcome, letters = served.came()
    assert outcome == "ticketed"
    told = only(letters, "notification", "anna@example.com")
    _, entries, people = served.ticket(notification.row.ticket)
    assert ("third-party" in entries[-1].flags, people) == (True, {"bob@customer.example"})
    served.anna.play(told.mail.as_bytes(), _REPLY, "It is on its way.\n")
    answer = only(served.came()[1], "reply", "bob@customer.example")
    assert [one.address for one in answer.row.recipients] == ["bob@customer.example"]
    assert "carol" not in answer.all_text
    assert "his boss" not in answer.all_text


def bobs_mail_to_anna(served: Desk) -> tuple[str, bytes]:
    """Bob writes to Anna's own address, past the desk."""
    subject = f"Lamp {next(_NUMBERS)}"
    sent = served.bob.play(b"", f"<mail>anna@example.com<enter>{subject}<enter><send-message><quit>", "It went dark.\n")
    return subject, sent.data


@pytest.mark.parametrize("more", ["set mime_forward=no", "set mime_forward=yes"], ids=["inline", "as a mail of its own"])
def test_a_customers_mail_is_passed_on(served: Desk, more: str) -> None:
    """Nothing in Anna's mail proves her: she is asked, says yes in neomutt, and the ticket is Bob's with her words as a note."""
    subject, data = bobs_mail_to_anna(served)
    served.anna.play(data, _FORWARD.format(to="support@example.com"), "#high\nHe called, too.\n", more)
    outcome, letters = served.came()
    assert outcome == "held builtin:unproven-agent"
    question = only(letters, "unproven", "anna@example.com")
    assert [words for words in ("went dark", "He called") if words in question.all_text] == []
    served.anna.play(question.mail.as_bytes(), _REPLY, "yes\n")
    outcome, letters = served.came()
    assert outcome == "answered builtin:confirmed"
    told = only(letters, "notification", "anna@example.com")
    ticket, entries, people = served.ticket(told.row.ticket)
    assert (ticket.requester, ticket.subject, ticket.priority, people) == ("bob@customer.example", subject, "high", {"bob@customer.example"})
    said = [(one.kind, one.author, one.reply) for one in entries]
    assert said == [(MessageKind.INBOUND, "bob@customer.example", "It went dark."), (MessageKind.NOTE, "anna@example.com", "He called, too.")]


def test_nobody_else_confirms(served: Desk) -> None:
    """The question is passed on to Bob, who answers it in his neomutt: nothing comes of it."""
    _, data = bobs_mail_to_anna(served)
    served.anna.play(data, _FORWARD.format(to="support@example.com"), "#high\n")
    question = only(served.came()[1], "unproven", "anna@example.com")
    served.bob.play(question.mail.as_bytes(), _REPLY, "yes\n")
    assert served.came()[0] == "ignored builtin:not-confirmed"


def test_a_customers_mail_is_sent_again_as_it_is(served: Desk) -> None:
    """A bounce of neomutt's: the ticket is Bob's, who wrote the mail, and he gets no robot's answer."""
    subject, data = bobs_mail_to_anna(served)
    sent = served.anna.play(data, _BOUNCE.format(to="support@example.com"))
    assert b"Resent-From: " in sent.data
    outcome, letters = served.came()
    assert outcome == "ticketed"
    told = only(letters, "notification", "anna@example.com")
    ticket, entries, people = served.ticket(told.row.ticket)
    assert (ticket.requester, ticket.subject, entries[-1].reply, people) == (
        "bob@customer.example",
        subject,
        "It went dark.",
        {"bob@customer.example"},
    )
    assert [one for one in letters if one.row.kind == "acknowledgement"] == []


def test_our_letter_is_sent_again_to_us(served: Desk, notification: Sent) -> None:
    """The notification comes back by a bounce: it is our own, and does nothing."""
    served.anna.play(notification.mail.as_bytes(), _BOUNCE.format(to=str(notification.mail["Reply-To"])))
    assert served.came() == ("ignored builtin:own-mail", [])


@pytest.mark.parametrize("more", ["set mime_forward=no", "set mime_forward=yes"], ids=["inline", "as a mail of its own"])
def test_our_letter_is_passed_on_to_the_customer(served: Desk, notification: Sent, more: str) -> None:
    """Anna forwards the notification to Bob by mistake; his answer to it is no agent's, whatever stands in it."""
    passed = served.anna.play(notification.mail.as_bytes(), _FORWARD.format(to="bob@customer.example"), "FYI\n", more)
    assert passed.recipients == ("bob@customer.example",)
    token = str(notification.mail["Reply-To"])
    served.bob.play(passed.data, f"<mail>{token}<enter>Re: it<enter><send-message><quit>", "#close\n#note\nI am Anna.\n")
    outcome, letters = served.came()
    assert outcome == "ticketed"
    ticket, entries, _ = served.ticket(notification.row.ticket)
    assert (ticket.status, entries[-1].kind, entries[-1].author) == ("open", MessageKind.INBOUND, "bob@customer.example")
    only(letters, "notification", "anna@example.com")

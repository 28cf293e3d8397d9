"""What agents pass on becomes the customer's ticket, whatever program and language wrote the block; what is unclear reaches nobody but the agent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from maildesk.decision.beside import named_in
from maildesk.decision.verdict import Verdict
from maildesk.desk import Desk
from maildesk.mail import Envelope, MailState, RawMail
from maildesk.pipeline import consider, read
from maildesk.recording.authorletters import drafts_to_author
from maildesk.threading.decision import PassedOn
from maildesk.ticket import MessageKind, Standing
from tests.talk import Stages
from tests.test_quotes import OLD, rows

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANNA = "anna@example.com"
ABOVE = "#high\n#cc carla@customer.example\n\nPlease see below."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    stages = Stages(tmp_path_factory.mktemp("desk"))
    yield stages.desk(Path(__file__).parent / "cases" / "desk.yaml")
    stages.close()


def judged(desk: Desk, text: str, subject: str = "Fwd: Printer", submitted_as: str | None = ANNA) -> Verdict:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = ANNA, "support@example.com", subject, "<1@example.com>"
    mail["Date"] = "Mon, 2 Mar 2026 09:00:00 +0000"
    mail.set_content(text)
    raw = RawMail(mail.as_bytes(), Envelope(ANNA, ("support@example.com",), "submission", submitted_as=submitted_as), NOW)
    with desk.database.read() as session:
        return consider(desk, read(desk, raw, NOW), session)


@pytest.mark.parametrize("name", ["forwards.txt", "blocks.txt"])
def test_a_forward_in_any_language_is_the_customers(desk: Desk, name: str) -> None:
    """The original's author is the requester (case 75) and its words come first; the agent's are a note, and both commands count."""
    for title, lines in rows(name):
        below = "\n".join(f"> {line}" for line in OLD.split("\n")) if lines.startswith(">") else OLD
        found = judged(desk, f"{ABOVE}\n\n{lines}\n\n{below}\n")
        assert isinstance(found.decision, PassedOn), title
        if found.consequence.told:  # some programs write down a name alone
            assert found.consequence.outcome.state is MailState.HELD, title
            assert "@weber.example" not in lines, title
            continue
        assert found.ticket is not None, title
        assert found.ticket.requester == "ruth@weber.example", title
        assert (found.ticket.subject, str(found.ticket.priority)) == ("Printer", "high"), title
        assert found.consequence.message is not None, title
        assert found.consequence.message.reply == OLD, title
        notes = [step.entry.reply for step in found.consequence.steps if step.entry]
        assert notes == ["Please see below."], title


@pytest.mark.parametrize(
    "author", ["", "Bob", "support@example.com", "anna@example.com", "cleo@example.com", "bob@customer.example, eve@customer.example"]
)
def test_an_unclear_author_is_asked_for_and_nobody_is_written_to(desk: Desk, author: str) -> None:
    """One letter, to the agent; no ticket, no step, no rule's change."""
    block = f"---------- Forwarded message ---------\nFrom: {author}\nDate: Mon, Feb 2, 2026\nSubject: Printer\nTo: anna@example.com"
    found = judged(desk, f"#high\n\n{block}\n\n{OLD}")
    assert (found.consequence.outcome.state, found.consequence.outcome.rule) == (MailState.HELD, "builtin:whose-mail")
    assert (found.ticket, found.steps) == (None, ())
    with desk.database.read() as session:
        assert [draft.person for draft in drafts_to_author(session, desk, found)] == [ANNA]
    told = judged(desk, f"#customer bob@customer.example\n#high\n\n{block}\n\n{OLD}")
    assert told.ticket is not None
    assert told.ticket.requester == "bob@customer.example"


def test_who_was_in_copy_is_named_and_gets_nothing(desk: Desk) -> None:
    """People of the original's To and Cc (case 78) may answer it; a participant becomes only whom the agent names."""
    block = (
        "---------- Forwarded message ---------\nFrom: Ruth <ruth@weber.example>\nDate: Mon, Feb 2, 2026\nSubject: Printer\n"
        "To: Anna <anna@example.com>, Dave <dave@customer.example>\nCc: support@example.com, carol@customer.example"
    )
    found = judged(desk, f"{block}\n\n{OLD}")
    assert [(one.address, one.standing) for one in named_in(found)] == [
        ("dave@customer.example", Standing.NAMED),
        ("carol@customer.example", Standing.NAMED),
    ]


def test_an_unproven_forward_changes_nothing(desk: Desk) -> None:
    """The very same bytes without the password are held, as any mail in an agent's name is."""
    text = f"#high\n\n---------- Forwarded message ---------\nFrom: Ruth <ruth@weber.example>\nDate: Mon, Feb 2, 2026\nSubject: Printer\n\n{OLD}"
    assert judged(desk, text).ticket is not None
    found = judged(desk, text, submitted_as=None)
    assert (found.consequence.outcome.state, found.consequence.outcome.rule) == (MailState.HELD, "builtin:unproven-agent")
    assert (found.ticket, found.steps) == (None, ())


def test_an_answer_with_a_forward_in_its_quote_is_none(desk: Desk) -> None:
    """What an agent writes to the desk as a customer of it stays the agent's."""
    found = judged(
        desk, f"And this?\n\n> ---------- Forwarded message ---------\n> From: Ruth <ruth@weber.example>\n> Date: Mon\n>\n> {OLD}", "Re: Ink"
    )
    assert not isinstance(found.decision, PassedOn)
    assert found.consequence.message is not None
    assert found.consequence.message.kind is MessageKind.INBOUND


INVITATION = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Visit\nDTSTART:20260310T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize("attached", [True, False])
def test_what_a_passed_on_invitation_says_is_on_the_ticket(desk: Desk, attached: bool) -> None:
    """Below the customer's words, where the mail is attached and where the agent's program wrote it into the text and sent the calendar along."""
    customers, mail = EmailMessage(), EmailMessage()
    customers["From"], customers["To"], customers["Subject"] = "ruth@weber.example", "anna@example.com", "Visit"
    customers.set_content("Will you come?")
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = ANNA, "support@example.com", "Fwd: Visit", "<1@example.com>"
    head = "---------- Forwarded message ---------\nFrom: ruth@weber.example\nDate: Mon, Feb 2, 2026\nSubject: Visit\nTo: anna@example.com\n\n"
    mail.set_content("" if attached else head + "Will you come?")
    (customers if attached else mail).add_attachment(INVITATION, subtype="calendar")
    if attached:
        mail.add_attachment(customers)
    raw = RawMail(mail.as_bytes(), Envelope(ANNA, ("support@example.com",), "submission", submitted_as=ANNA), NOW)
    with desk.database.read() as session:
        found = consider(desk, read(desk, raw, NOW), session)
    assert found.consequence.message is not None
    assert found.consequence.message.author == "ruth@weber.example"
    words, _, calendar = found.consequence.message.reply.partition("\n\n")
    assert (words, "Visit" in calendar, "2026-03-10" in calendar) == ("Will you come?", True, True)

"""The daily list of junk: one letter a day and mailbox to each who would have heard of the mail, with an address to tap beside each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from maildesk.absence import Absent
from maildesk.config.roles import who_run
from maildesk.config.schema import Agent, DeskConfig, Mailbox
from maildesk.desk import Desk
from maildesk.language import N_, words
from maildesk.outbound.atoms import clean_line
from maildesk.outbound.compose import compose
from maildesk.outbound.happening import Composed, Row
from maildesk.outbound.outbox import post
from maildesk.outbound.staff import junk_draft
from maildesk.outbound.standins import there_of
from maildesk.outbound.tapping import prepared_row
from maildesk.outbound.wording import printed
from maildesk.recording.staffletters import agents_of
from maildesk.store import daily, junk
from maildesk.store.absences import absent
from maildesk.store.engine import Session
from maildesk.store.tickets import messages_of
from maildesk.ticket import MessageKind, Ticket, named
from maildesk.tokens import TokenKind

_MOST_LINES = 100  # of one letter; the command line shows the rest
_LONGEST, _LONGEST_READ = 120, 1000  # letters of a subject or of a sender that are shown, and that are looked at
_LAST = 5  # entries of a ticket, among which the newest mail is looked for
_NOT_JUNK = N_("not junk")
# What mail programs make links of by themselves: an address with its scheme, or a host's name that no @ stands before.
_ADDRESS_OF_A_PAGE = re.compile(r"\S{0,99}(?:://|www\.)\S*|(?<![\w@.-])(?:[\w-]{1,63}\.){1,9}[^\W\d_]{2,24}(?![\w@.-])(?:[/:?]\S*)?", re.IGNORECASE)


def list_junk(desk: Desk, now: datetime) -> int:
    """Writes the lists that are due, in the transaction that makes this their day, so that a kill neither loses nor doubles one; gives their number."""
    days = {box.address: f"{now.astimezone(box.zone):%Y-%m-%d}" for box in desk.config.mailboxes if _hour_has_come(desk.config, box, now)}
    with desk.database.read() as session:
        due = [address for address, day in days.items() if daily.last_day(session, address) < day]
    if not due:
        return 0
    with desk.database.write() as session:
        letters = [one for address in due if daily.take_day(session, address, days[address]) for one in _lists(session, desk, address, now)]
        post(session, letters)
    return len(letters)


def _hour_has_come(config: DeskConfig, mailbox: Mailbox, now: datetime) -> bool:
    return now.astimezone(mailbox.zone).time() >= config.junk.digest


def _lists(session: Session, desk: Desk, address: str, now: datetime) -> Iterator[Composed]:
    """A letter for each reader; junk that nobody may be told of stays for a day on which somebody may."""
    mailbox = desk.config.home(address)
    lines: dict[str, list[Ticket]] = {}
    for ticket in junk.unlisted(session, address):
        for reader in _readers(desk.config, ticket, absent(session, now)):
            lines.setdefault(reader, []).append(ticket)
    junk.listed(session, sorted({ticket.number for tickets in lines.values() for ticket in tickets}))
    for agent in desk.config.agents:
        tickets = lines.get(agent.address, [])
        if tickets:
            rows = tuple(_row(session, ticket, mailbox, agent) for ticket in tickets[:_MOST_LINES])
            yield compose(junk_draft(mailbox, agent, rows, len(tickets)), desk.press, desk.letter_number(), now)


def _readers(config: DeskConfig, ticket: Ticket, away: Absent) -> tuple[str, ...]:
    """Those who would have heard of the mail and can answer it, or the admins; where there is no admin, the supervisors."""
    if config.junk.digest_to == "team":
        return tuple(agent.address for agent in agents_of(ticket, config, away))
    able = there_of(who_run(config), away)
    return tuple(one.address for one in config.agents if one.address in able and one.role == "admin") or able


def _row(session: Session, ticket: Ticket, mailbox: Mailbox, agent: Agent) -> Row:
    """One line; nothing in it leads anywhere, whatever a mail program makes of words."""
    entries = messages_of(session, ticket.number, last=_LAST)
    newest = next((entry for entry in reversed(entries) if entry.kind is MessageKind.INBOUND), None)
    says = words(agent.languages[0] if agent.languages else "en").gettext(_NOT_JUNK)
    return {
        **prepared_row(TokenKind.ACTION, f"[#{ticket.number}] {says}", "#notjunk"),
        "number": str(ticket.number),
        "subject": _harmless(ticket.subject),
        "sender": _harmless(named(newest.author_name, newest.author) if newest else ticket.requester),
        "when": printed(newest.created if newest else ticket.created, mailbox),
        "says": says,
    }


def _harmless(text: str) -> str:
    return clean_line(_ADDRESS_OF_A_PAGE.sub("[…]", text[:_LONGEST_READ]), _LONGEST)

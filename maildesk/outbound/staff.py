"""Letters that tell staff what became of their own mail: not carried out, held, or not delivered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.config.schema import Agent, Mailbox
from maildesk.letter import ANSWER_LINES, LetterKind
from maildesk.mail import Address
from maildesk.outbound.happening import Draft, Facts, Row
from maildesk.outbound.wording import LONGEST_TEXT, about_ticket, cut, entry_row, named
from maildesk.ticket import Message, MessageKind, Participant, Ticket


@dataclass(frozen=True, slots=True)
class Matter:
    """The ticket a letter to an agent is about; `mail` is the number of the agent's own mail, if one is meant."""

    ticket: Ticket
    mailbox: Mailbox
    agent: Agent
    mail: int | None = None
    current_message: int = 0
    thread_ids: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A command line that was not understood or not allowed; `nearest` are the words it may have meant."""

    line: str
    why: str
    nearest: tuple[str, ...] = ()


def correction_draft(matter: Matter, faults: Sequence[Fault], text: str) -> Draft:
    """Nothing of the agent's mail was carried out: which lines are wrong, and the text to send again."""
    rows = tuple({"line": fault.line, "why": fault.why, "nearest": ", ".join(fault.nearest)} for fault in faults)
    return _draft(matter, LetterKind.CORRECTION, {"faults": rows, "text": cut(text, LONGEST_TEXT)})


def held_draft(matter: Matter, between: Sequence[Message], faults: Sequence[Fault], text: str) -> Draft:
    """The agent's answer did not leave: what came in between, what is asked, and the agent's own text."""
    entries = tuple(entry_row(message, matter.mailbox) for message in between)
    asked: tuple[Row, ...] = tuple({"line": fault.line, "why": fault.why, "nearest": ", ".join(fault.nearest)} for fault in faults)
    return _draft(matter, LetterKind.HELD, {"between": entries, "faults": asked, "text": cut(text, LONGEST_TEXT), "why": "", "letter": ""})


def leaking_draft(matter: Matter, letter: int, why: str, text: str) -> Draft:
    """The agent's words are on the ticket, but the letter made of them was held: why, and which letter may be released."""
    own: Facts = {"between": (), "faults": (), "text": cut(text, LONGEST_TEXT), "why": cut(why, 500), "letter": str(letter)}
    return _draft(matter, LetterKind.HELD, own)


def unproven_draft(mailbox: Mailbox, agent: Agent, mail: int | None) -> Draft:
    """Mail in an agent's name was held, because nothing proves who wrote it; not a word of that mail is in the letter (V106)."""
    return Draft(
        kind=LetterKind.UNPROVEN,
        template=str(LetterKind.UNPROVEN),
        ticket=0,
        mailbox=mailbox,
        person=agent.address,
        to=(Address(agent.name, agent.address),),
        subject=mailbox.name,
        answer=MessageKind.NOTE,
        automatic=True,
        language=agent.languages[0] if agent.languages else "en",
        facts={"mailbox": mailbox.name, "mailbox_address": mailbox.address},
        about_mail=mail,
    )


def failure_draft(matter: Matter, lost: Sequence[tuple[str, str]]) -> Draft:
    """A letter did not reach these recipients; `lost` is each address with the last word about it."""
    return _draft(matter, LetterKind.DELIVERY_FAILED, {"lost": tuple({"address": address, "answer": cut(answer, 500)} for address, answer in lost)})


def _draft(matter: Matter, kind: LetterKind, own: Facts) -> Draft:
    agent, ticket = matter.agent, matter.ticket
    language = agent.languages[0] if agent.languages else "en"
    names = {person.address: person.name for person in matter.participants}
    facts = {
        **about_ticket(ticket, matter.mailbox),
        "answer_line": ANSWER_LINES[language],
        "goes_to": named(names.get(ticket.requester, ""), ticket.requester),
    }
    return Draft(
        kind=kind,
        template=str(kind),
        ticket=ticket.number,
        mailbox=matter.mailbox,
        person=agent.address,
        to=(Address(agent.name, agent.address),),
        subject=ticket.subject,
        answer=MessageKind.REPLY,
        automatic=True,
        language=language,
        facts={**facts, **own},
        thread_ids=matter.thread_ids,
        current_message=matter.current_message,
        about_mail=matter.mail,
    )

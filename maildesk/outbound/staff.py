"""Letters that tell staff what became of their own mail: not carried out, held, or not delivered. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from maildesk.changes import AskOutside, CommandProblem
from maildesk.config.schema import Agent, Mailbox, ReplyTo
from maildesk.errors import Problem
from maildesk.language import told, words
from maildesk.letter import ANSWER_LINES, YES, Fate, LetterKind
from maildesk.mail import Address
from maildesk.outbound.compose import CONFIRM_TOKEN
from maildesk.outbound.happening import UNTOLD_KINDS, Draft, Facts, Row
from maildesk.outbound.tapping import again_rows, prepared_row
from maildesk.outbound.wording import LONGEST_TEXT, about_ticket, cut, entry_row, printed, size
from maildesk.ticket import Message, MessageKind, Participant, Ticket, named
from maildesk.tokens import TokenKind

_MOST_PROBLEMS = 30  # in one letter


@dataclass(frozen=True, slots=True)
class Matter:
    """The ticket a letter to an agent is about, None where he may not see it; `mail` is the number of the agent's own mail.

    `number` is what he calls the ticket then, 0 where he named none. An answer to the letter becomes an `answer`.
    """

    ticket: Ticket | None
    mailbox: Mailbox
    agent: Agent
    mail: int | None = None
    current_message: int = 0
    participants: tuple[Participant, ...] = ()
    answer: MessageKind = MessageKind.REPLY
    number: int = 0
    fates: Mapping[int, Fate] = field(default_factory=dict)  # of the letters that the entries shown went by


def correction_draft(matter: Matter, problems: Sequence[CommandProblem], text: str, again: Sequence[tuple[str, str]] = ()) -> Draft:
    """Nothing of the agent's mail was carried out: which lines are wrong, and the text to send again.

    `again` are the commands put right and the words below them, for a mail that is ready to be sent.
    """
    own: Facts = {"faults": problem_rows(problems, matter.agent), "text": cut(text, LONGEST_TEXT), "again": _prepared(matter, again)}
    return _draft(matter, LetterKind.CORRECTION, own)


def held_draft(
    matter: Matter, between: Sequence[Message], problems: Sequence[CommandProblem], text: str, again: Sequence[tuple[str, str]] = ()
) -> Draft:
    """The agent's answer did not leave: what came in between, what is asked, and the agent's own text; `again` as above."""
    entries = tuple(entry_row(message, matter.mailbox, language_of(matter.agent), matter.fates) for message in between)
    return _draft(
        matter,
        LetterKind.HELD,
        {
            "between": entries,
            "faults": problem_rows(problems, matter.agent),
            "text": cut(text, LONGEST_TEXT),
            "why": "",
            "letter": "",
            "begin": "",
            "again": _prepared(matter, again),
        },
    )


def _prepared(matter: Matter, again: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    ticket = matter.ticket
    return tuple(row for block, words in again for row in again_rows(ticket, block, words)) if ticket else ()


def leaking_draft(matter: Matter, letter: int, why: str, text: str, asked: AskOutside | None = None) -> Draft:
    """The agent's words are on the ticket, but the letter made of them was held: why, and which letter may be released; `asked` where it is for somebody outside."""
    begin = {"goes_to": asked.address, "begin": f"#{'forward' if asked.passes_on else 'ask'} {asked.address}"} if asked else {"begin": ""}
    own: Facts = {"between": (), "faults": (), "again": (), "text": cut(text, LONGEST_TEXT), "why": cut(_told(why, matter.agent), 500)}
    return replace(_draft(matter, LetterKind.HELD, {**own, **begin, "letter": str(letter)}), about_letter=letter)


@dataclass(frozen=True, slots=True)
class InQuestion:
    """A held mail as its agent is asked about it: what we know of it ourselves, and not a word that stands in it (V106).

    `ticket` is what a token in it leads to, 0 for nothing. `words`: it says something beside commands. `commands` are verbs of ours that it asks for, `risky` those of them that have
    to be confirmed though the agent is proven. `asks` is its SHA-256, "" where nothing that an agent says can prove it; `lasts` is how long a yes counts for other mails.
    """

    mail: int | None
    received: datetime
    now: datetime
    peer: str
    size: int
    files: int
    ticket: int
    words: bool
    commands: tuple[str, ...]
    risky: tuple[str, ...]
    asks: str
    lasts: timedelta = timedelta(0)


def unproven_draft(mailbox: Mailbox, agent: Agent, held: InQuestion) -> Draft:
    """Mail in an agent's name was held for want of a proof: the agent is asked whether he wrote it."""
    yes = YES[language_of(agent)]
    facts: Facts = {
        "mailbox": mailbox.name,
        "mailbox_address": mailbox.address,
        "mail": str(held.mail or ""),
        "when": printed(held.received, mailbox),
        "peer": held.peer,
        "size": size(held.size),
        "files": str(held.files or ""),
        "number": str(held.ticket or ""),
        "words": "yes" if held.words else "",
        "commands": " ".join(f"#{verb}" for verb in held.commands),
        "risky": " ".join(f"#{verb}" for verb in held.risky),
        "until": printed(held.now + CONFIRM_TOKEN, mailbox) if held.asks else "",
        "confirm": (prepared_row(TokenKind.CONFIRM, f"Re: {mailbox.name}", yes),) if held.asks and mailbox.reply_to is not ReplyTo.PLAIN else (),
        "lasts": printed(held.now + held.lasts, mailbox) if held.risky and held.lasts else "",
        "yes": yes,
    }
    return replace(_to_agent(agent, mailbox, LetterKind.UNPROVEN, facts), about_mail=held.mail, asks=held.asks)


def quarantine_draft(mailbox: Mailbox, agent: Agent, mail: int, why: str) -> Draft:
    """A mail could not be processed; its number and our own words about it, nothing of the mail itself (V131)."""
    return replace(
        _to_agent(agent, mailbox, LetterKind.QUARANTINED, {"mailbox": mailbox.name, "mail": str(mail), "why": cut(_told(why, agent), 300)}),
        about_mail=mail,
    )


def muted_draft(mailbox: Mailbox, agent: Agent, last: Draft, most: int) -> Draft:
    """An address has had as many automatic letters as it gets while no person writes to it; `last` is the newest of them."""
    facts: Facts = {"mailbox": mailbox.name, "most": str(most), "address": cut(last.person, 200), "number": str(last.ticket)}
    return _to_agent(agent, mailbox, LetterKind.MUTED, facts)


def overrun_draft(mailbox: Mailbox, agent: Agent, most: int) -> Draft:
    """So much automatic mail was asked for in an hour that none is written to anybody until it is less."""
    return _to_agent(agent, mailbox, LetterKind.OVERRUN, {"mailbox": mailbox.name, "most": str(most)})


def untold_draft(mailbox: Mailbox, agent: Agent, told: Mapping[str, tuple[Row, ...]], more: Mapping[str, str]) -> Draft:
    """What the hourly bound kept from being told: `told` are rows by kind of letter, `more` says how many are left out of each."""
    kinds = {kind: told.get(kind, ()) for kind in UNTOLD_KINDS}
    left = {f"{kind}_more": more.get(kind, "") for kind in UNTOLD_KINDS}
    return _to_agent(agent, mailbox, LetterKind.UNTOLD, {"mailbox": mailbox.name, **kinds, **left})


def junk_draft(mailbox: Mailbox, agent: Agent, rows: Sequence[Row], many: int) -> Draft:
    """The day's junk of a mailbox: `rows` are its first lines, `many` says how many there are."""
    facts: Facts = {"mailbox": mailbox.name, "many": str(many), "junk": tuple(rows), "more": str(many - len(rows) or "")}
    return _to_agent(agent, mailbox, LetterKind.JUNK_LIST, facts)


def digest_draft(mailbox: Mailbox, agent: Agent, facts: Facts) -> Draft:
    """What waits for an agent today."""
    return _to_agent(agent, mailbox, LetterKind.DIGEST, {"mailbox": mailbox.name, **facts})


def answer_draft(mailbox: Mailbox, agent: Agent, facts: Facts, mail: tuple[int | None, str | None]) -> Draft:
    """What came of commands for several tickets, and what was asked; `mail` is the agent's own, by its number and its Message-ID."""
    answered = (mail[1],) if mail[1] else ()
    return replace(_to_agent(agent, mailbox, LetterKind.ANSWER, {"mailbox": mailbox.name, **facts}), about_mail=mail[0], thread_ids=answered)


def broken_edit_draft(mailbox: Mailbox, agent: Agent, where: tuple[str, str], problems: Sequence[Problem]) -> Draft:
    """The desk's files were changed and cannot be used; `where` is the host and the path of desk.yaml."""
    rows = tuple(
        {"place": str(one.place), "wrong": cut(_told(one.wrong, agent), 300), "right": cut(_told(one.right, agent), 300)}
        for one in problems[:_MOST_PROBLEMS]
    )
    more = str(len(problems) - len(rows) or "")
    facts: Facts = {"mailbox": mailbox.name, "host": where[0], "file": where[1], "problems": rows, "more": more}
    return _to_agent(agent, mailbox, LetterKind.BROKEN_EDIT, facts)


def receipt_draft(matter: Matter, deeds: Sequence[Row], more: int = 0) -> Draft:
    """What was carried out, for whoever asked for it."""
    return _draft(
        replace(matter, answer=MessageKind.NOTE),
        LetterKind.RECEIPT,
        {"deeds": tuple(deeds), "more": str(more or ""), "idle": "yes" if deeds and all(one["idle"] for one in deeds) else ""},
    )


def ticket_draft(matter: Matter, kind: LetterKind, own: Facts) -> Draft:
    """A letter of this kind about a ticket, with what its template has besides the ticket."""
    return _draft(matter, kind, own)


def failure_draft(matter: Matter, lost: Sequence[tuple[str, str]]) -> Draft:
    """A letter did not reach these recipients; `lost` is each address with the last word about it."""
    return _draft(matter, LetterKind.DELIVERY_FAILED, {"lost": tuple({"address": address, "answer": cut(answer, 500)} for address, answer in lost)})


def problem_rows(problems: Sequence[CommandProblem], agent: Agent) -> tuple[Row, ...]:
    return tuple({"line": _told(one.line, agent), "why": _told(one.why, agent), "nearest": ", ".join(one.nearest)} for one in problems)


def _told(text: str, agent: Agent) -> str:
    return told(text, words(language_of(agent)))


def _draft(matter: Matter, kind: LetterKind, own: Facts) -> Draft:
    ticket = matter.ticket
    if ticket is None:
        blind = {
            "answer_line": ANSWER_LINES[language_of(matter.agent)],
            "goes_to": "",
            "stays": "",
            "number": str(matter.number or ""),
            "subject": matter.mailbox.name,
        }
        return replace(_to_agent(matter.agent, matter.mailbox, kind, {**blind, **own}), about_mail=matter.mail)
    names = {person.address: person.name for person in matter.participants}
    facts = {
        **about_ticket(ticket, matter.mailbox),
        "answer_line": ANSWER_LINES[language_of(matter.agent)],
        "goes_to": named(names.get(ticket.requester, ""), ticket.requester),
        "stays": "yes" if matter.answer is MessageKind.NOTE else "",
    }
    return replace(
        _to_agent(matter.agent, matter.mailbox, kind, {**facts, **own}),
        ticket=ticket.number,
        subject=ticket.subject,
        answer=matter.answer,
        current_message=matter.current_message,
        about_mail=matter.mail,
    )


def _to_agent(agent: Agent, mailbox: Mailbox, kind: LetterKind, facts: Facts) -> Draft:
    """A letter about no ticket; an answer to it is a note."""
    return Draft(
        kind=kind,
        template=str(kind),
        ticket=0,
        mailbox=mailbox,
        person=agent.address,
        to=(Address(agent.name, agent.address),),
        subject=mailbox.name,
        answer=MessageKind.NOTE,
        automatic=True,
        language=language_of(agent),
        facts=facts,
    )


def language_of(agent: Agent) -> str:
    return agent.languages[0] if agent.languages else "en"

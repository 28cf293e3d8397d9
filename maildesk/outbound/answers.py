"""Answers to an agent's questions about a ticket: a letter to him alone, of what he may see. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maildesk.config.schema import Mailbox
from maildesk.directory import Directory
from maildesk.language import Words, words
from maildesk.letter import Fate, LetterKind
from maildesk.outbound.fatewords import line_today
from maildesk.outbound.happening import Draft, Facts, Row
from maildesk.outbound.historywords import line_in
from maildesk.outbound.staff import Matter, language_of, ticket_draft
from maildesk.outbound.wording import entry_row, printed
from maildesk.store.events import Event
from maildesk.ticket import Message, Participant, Role, named
from maildesk.verbs.helptext import card_rows, explained, verb_rows
from maildesk.verbs.helptext import language_of as written_in
from maildesk.verbs.questions import ALL, Asked

_MOST_EVENTS = 100  # the newest, in one answer
_BY_ITSELF = ("rule:", "builtin:", "timer:")
# Letters to one agent alone, and that nothing was done: they did nothing to the ticket.
_ASIDE = ("receipt written", "correction written", "information written", "nothing left")
_OF_OTHERS = frozenset({"suggested", "absorbed"})  # they name tickets that the reader may not be allowed to see


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made of: the reader's role on the ticket, its last entries and its history, what is known of other tickets, and the desk's names."""

    role: Role
    entries: Sequence[Message] = ()
    events: Sequence[Event] = ()
    fates: Mapping[Event, Fate] = field(default_factory=dict)
    found: Facts = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)


def answer_draft(matter: Matter, asked: Sequence[Asked], known: Material) -> Draft:
    """One letter for all questions of one mail about one ticket; an answer to it is about the ticket like any other."""
    language, mailbox = language_of(matter.agent), matter.mailbox
    names = {one.name for one in asked}
    helped = [one.text for one in asked if one.name == "help"]
    wanted = next(filter(None, (written_in(one.line) for one in asked if one.name == "help")), language)
    shown, told = "show" in names, _told(known.events)
    rows = {one: _event_row(one, known.fates.get(one), mailbox, words(language)) for one in told}
    own: dict[str, str | tuple[Row, ...]] = {
        "commands": _commands(helped, known.role, wanted, words(language)),
        "everything": "yes" if ALL in helped else "",
        "explained": tuple(
            row for text in helped if text not in ("", ALL) for row in explained(text, known.role, wanted, known.directory, words(language))
        ),
        "show": "yes" if shown else "",
        **(_stand_of(matter) if shown else {"fields": (), "due": "", "until": ""}),
        "people": tuple(_person_row(one) for one in matter.participants) if shown else (),
        "entries": tuple(entry_row(one, mailbox, language, matter.fates) for one in known.entries) if shown else (),
        "history": tuple(rows.values()) if "history" in names else (),
        "why": tuple(row for one, row in rows.items() if one.what != "letter" and one.actor.startswith(_BY_ITSELF)) if "why" in names else (),
        "asks_why": "yes" if "why" in names else "",
        "asked": (),
        "found": (),
        **known.found,
    }
    return ticket_draft(matter, LetterKind.INFORMATION, own)


def _commands(helped: Sequence[str], role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    if ALL in helped:
        return verb_rows(role, language, spoken)
    return card_rows(role, language, spoken) if "" in helped else ()


def _told(events: Sequence[Event]) -> Sequence[Event]:
    return [one for one in events if one.what not in _OF_OTHERS and not one.detail.startswith(_ASIDE)][-_MOST_EVENTS:]


def _stand_of(matter: Matter) -> Facts:
    """The fields of its own that a ticket has, by when it is due, and until when it is put off."""
    ticket, mailbox = matter.ticket, matter.mailbox
    moments = {"due": ticket.due, "until": ticket.wait_until} if ticket else {}
    said = {name: printed(moment, mailbox) if moment else "" for name, moment in moments.items()}
    return {**said, "fields": tuple({"name": name, "value": value} for name, value in ticket.fields) if ticket else ()}


def _person_row(one: Participant) -> Row:
    return {"name": named(one.name, one.address), "standing": str(one.standing)}


def _event_row(one: Event, fate: Fate | None, mailbox: Mailbox, spoken: Words) -> Row:
    line, mark = line_today(one.detail, fate, spoken, lambda moment: printed(moment, mailbox))
    return {
        "when": printed(one.at, mailbox),
        "what": line_in(one.what, line, spoken),
        "mark": mark,
        "by": one.actor.partition(":")[2] or one.actor,
    }

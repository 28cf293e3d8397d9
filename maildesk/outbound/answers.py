"""Answers to an agent's questions about a ticket: a letter to him alone, of what he may see. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.config.schema import Mailbox
from maildesk.language import words
from maildesk.letter import LetterKind
from maildesk.outbound.happening import Draft, Row
from maildesk.outbound.staff import Matter, language_of, ticket_draft
from maildesk.outbound.wording import entry_row, printed
from maildesk.store.events import Event
from maildesk.ticket import Message, Participant, Role, named
from maildesk.verbs.helptext import card_rows, verb_rows
from maildesk.verbs.questions import Asked

_MOST_EVENTS = 100  # the newest, in one answer
_BY_ITSELF = ("rule:", "builtin:", "timer:")
_OF_OTHERS = frozenset({"suggested", "absorbed"})  # they name tickets that the reader may not be allowed to see


def answer_draft(matter: Matter, role: Role, asked: Sequence[Asked], entries: Sequence[Message], events: Sequence[Event]) -> Draft:
    """One letter for all questions of one mail; an answer to it is about the ticket like any other."""
    language, mailbox = language_of(matter.agent), matter.mailbox
    spoken, names = words(language), {one.name for one in asked}
    everything = any(one.everything for one in asked)
    rows = (verb_rows if everything else card_rows)(role, language, spoken) if "help" in names else ()
    shown = "show" in names
    own = {
        "commands": rows,
        "everything": "yes" if everything else "",
        "show": "yes" if shown else "",
        "people": tuple(_person_row(one) for one in matter.participants) if shown else (),
        "entries": tuple(entry_row(one, mailbox, language) for one in entries) if shown else (),
        "history": tuple(_event_row(one, mailbox) for one in _told(events)) if "history" in names else (),
        "why": tuple(_event_row(one, mailbox) for one in _told(events) if one.what != "letter" and one.actor.startswith(_BY_ITSELF))
        if "why" in names
        else (),
        "asks_why": "yes" if "why" in names else "",
    }
    return ticket_draft(matter, LetterKind.INFORMATION, own)


def _told(events: Sequence[Event]) -> Sequence[Event]:
    return [one for one in events if one.what not in _OF_OTHERS][-_MOST_EVENTS:]


def _person_row(one: Participant) -> Row:
    return {"name": named(one.name, one.address), "standing": str(one.standing)}


def _event_row(one: Event, mailbox: Mailbox) -> Row:
    return {
        "when": printed(one.at, mailbox),
        "what": one.detail,
        "by": one.actor.partition(":")[2] or one.actor,
    }

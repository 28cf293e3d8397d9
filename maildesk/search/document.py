"""What of a ticket is searched, as one document: pure, so that both databases hold the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maildesk.search.segment import joined, terms_of, units_of
from maildesk.ticket import Participant, Ticket

# Characters of private use mark a field's units; no text has such units of its own.
FROM, SUBJECT, TO, TEAM, ASSIGNEE, FLAG = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
MARKS = frozenset((FROM, SUBJECT, TO, TEAM, ASSIGNEE, FLAG))
WITH_ATTACHMENT, UNASSIGNED = FLAG + "attachment", FLAG + "unassigned"

LONGEST_MESSAGE = 20_000  # characters of one that are searched
MOST_MESSAGES = 500  # of a ticket, the newest
_DOCUMENT = 200_000  # characters of a document, newest messages first
_TERMS = 1_000_000  # bytes of all terms: a tsvector holds no more


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of a message: who wrote it, its words, and the names of what came with it."""

    author: str
    name: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`text` has a line for each thing that was written, for phrases; `terms` is what the index finds it by."""

    text: str
    terms: tuple[str, ...]


def document_of(ticket: Ticket, people: Sequence[Participant], entries: Sequence[Entry], parts: Sequence[int] = ()) -> Document:
    """The document of a ticket; `entries` are newest first, `parts` the tickets merged into it. Its size is bounded whatever the mails were."""
    lines, room = [], _DOCUMENT
    terms = {flag: None for flag, holds in _flags(ticket, entries) if holds}
    for mark, text in (*(("", str(number)) for number in parts), *_written(ticket, people, entries)):
        units = units_of(text)
        line = joined(mark + unit for unit in units)
        if units and len(line) <= room:
            room -= len(line)
            lines.append(line)
            terms.update((mark + term, None) for term in terms_of(units))
    return Document("\n".join(lines), _within(terms, _TERMS))


def _flags(ticket: Ticket, entries: Iterable[Entry]) -> Iterator[tuple[str, bool]]:
    yield WITH_ATTACHMENT, any(entry.files for entry in entries)
    yield UNASSIGNED, ticket.assignee is None


def _written(ticket: Ticket, people: Iterable[Participant], entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """All that is searched, the short things first, with the mark of its field; "" marks what any word finds."""
    yield from (("", str(ticket.number)), ("", ticket.subject), (SUBJECT, ticket.subject))
    yield from ((TO, ticket.mailbox), (TEAM, ticket.team or ""), (ASSIGNEE, ticket.assignee or ""))
    authors = {(entry.author, entry.name) for entry in entries}
    for address, name in sorted(authors | {(one.address, one.name) for one in people}):
        wrote = (address, name) in authors or address == ticket.requester
        yield from ((mark, text) for mark in (("", FROM) if wrote else ("",)) for text in (address, name))
    yield from (("", tag) for tag in ticket.tags)
    yield from (("", f"{name} {value}") for name, value in ticket.fields)
    yield from (("", name) for entry in entries for name in entry.files)
    yield from (("", entry.text[:LONGEST_MESSAGE]) for entry in entries)


def _within(terms: Iterable[str], room: int) -> tuple[str, ...]:
    kept = []
    for term in terms:
        room -= len(term.encode()) + 1
        if room < 0:
            break
        kept.append(term)
    return tuple(kept)

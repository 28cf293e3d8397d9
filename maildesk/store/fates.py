"""What has become of the letters that entries of a ticket went by: of all that are shown, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, literal_column, select

from maildesk.health import AilmentKind
from maildesk.letter import Fate, LetterKind, OutboxState, RecipientState, gravest, is_letter_of, may_wait
from maildesk.store.engine import Session
from maildesk.store.events import Event
from maildesk.store.statement import Statement
from maildesk.tables import ailments, among, letters, messages, outbox, outbox_recipients
from maildesk.ticket import Message

_AT_ONCE = 500
_reported = and_(
    ailments.c.address == outbox_recipients.c.address,
    ailments.c.letter == outbox_recipients.c.letter,
    ailments.c.kind == literal_column(f"'{AilmentKind.BOUNCED}'"),
)
_OUTSIDE = [LetterKind.REPLY, LetterKind.ASK]
_told = (
    letters.c.kind,
    letters.c.person,
    letters.c.created,
    outbox.c.letter,
    outbox.c.state,
    outbox.c.due,
    outbox.c.attempts,
    outbox_recipients.c.address,
    outbox_recipients.c.state.label("arrived"),
    ailments.c.letter.label("reported"),
)
# An entry and its letter are of one moment.
_fates = Statement(
    select(messages.c.id.label("entry"), *_told)
    .select_from(messages)
    .join(
        letters,
        and_(letters.c.ticket == messages.c.ticket, letters.c.created == messages.c.created, among(letters.c.kind, _OUTSIDE)),
    )
    .join(outbox, outbox.c.letter == letters.c.id)
    .outerjoin(outbox_recipients, outbox_recipients.c.letter == outbox.c.letter)
    .outerjoin(ailments, _reported)
    .where(messages.c.id.in_(bindparam("entries", expanding=True)))
    .order_by(messages.c.id, outbox.c.letter, outbox_recipients.c.address)
)
_of_tickets = Statement(
    select(letters.c.ticket, *_told)
    .select_from(letters)
    .join(outbox, outbox.c.letter == letters.c.id)
    .outerjoin(outbox_recipients, outbox_recipients.c.letter == outbox.c.letter)
    .outerjoin(ailments, _reported)
    .where(letters.c.ticket.in_(bindparam("tickets", expanding=True)), among(letters.c.kind, [*_OUTSIDE, LetterKind.ACKNOWLEDGEMENT]))
    .order_by(outbox.c.letter, outbox_recipients.c.address)
)


def fates_by_event(session: Session, lines: Iterable[Event]) -> Mapping[Event, Fate]:
    """By the line of history that says of a letter that it was written; whoever outside it is for is said there, and when."""
    written = [line for line in lines if line.what == "letter"]
    found: dict[tuple[int, datetime, str], list[Fate]] = defaultdict(list)
    rows = _of_tickets.run(session, {"tickets": sorted({line.ticket for line in written})}) if written else ()
    for _, of_letter in groupby(rows, key=lambda row: row.letter):
        letter = list(of_letter)
        names = f"{letter[0].kind} written to {', '.join(sorted(row.address for row in letter if row.address))}"
        found[letter[0].ticket, letter[0].created, names].append(_fate(letter))
    fates = {line: found.get((line.ticket, line.at, _as_sorted(line.detail)), []) for line in written}
    return {line: gravest(those) for line, those in fates.items() if those}


def _as_sorted(detail: str) -> str:
    """What history says of a letter, without why it was held, and its recipients in the order of the alphabet."""
    what, between, whom = detail.partition(": ")[0].partition(" written to ")
    return f"{what}{between}{', '.join(sorted(whom.split(', ')))}"


def fates_by_entry(session: Session, entries: Iterable[Message]) -> Mapping[int, Fate]:
    """By the id of the entry; one that went by no letter is left out."""
    ours = {one.id: one for one in entries if may_wait(one)}
    found: defaultdict[int, list[Fate]] = defaultdict(list)
    for (entry, _), of_letter in groupby(_rows(session, list(ours)), key=lambda row: (row.entry, row.letter)):
        letter = list(of_letter)
        if is_letter_of(ours[entry], LetterKind(letter[0].kind), letter[0].person):
            found[entry].append(_fate(letter))
    return {entry: gravest(fates) for entry, fates in found.items()}


def _rows(session: Session, entries: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(entries), _AT_ONCE):
        yield from _fates.run(session, {"entries": entries[start : start + _AT_ONCE]})


def _fate(recipients: Sequence[Any]) -> Fate:
    """Of one letter, a row for each of its recipients."""
    letter = recipients[0]
    state, given = OutboxState(letter.state), letter.due and letter.due > letter.created
    tried = letter.attempts > (state is OutboxState.SENDING)  # a claim counts as an attempt
    lost = tuple(row.address for row in recipients if row.address and (row.arrived == RecipientState.GIVEN_UP or row.reported))
    nobody = state is OutboxState.SENT and len(lost) == len(recipients)
    return Fate(OutboxState.GIVEN_UP if nobody else state, letter.due if given else None, tried, lost)

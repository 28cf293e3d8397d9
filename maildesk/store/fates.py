"""What has become of the letters that entries of a ticket went by: of all that are shown, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, literal_column, select

from maildesk.health import AilmentKind
from maildesk.letter import Fate, LetterKind, OutboxState, RecipientState, gravest, is_letter_of, may_wait
from maildesk.store.engine import Session
from maildesk.store.statement import Statement
from maildesk.tables import ailments, among, letters, messages, outbox, outbox_recipients
from maildesk.ticket import Message

_AT_ONCE = 500
_reported = and_(
    ailments.c.address == outbox_recipients.c.address,
    ailments.c.letter == outbox_recipients.c.letter,
    ailments.c.kind == literal_column(f"'{AilmentKind.BOUNCED}'"),
)
# An entry and its letter are of one moment.
_fates = Statement(
    select(
        messages.c.id.label("entry"),
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
    .select_from(messages)
    .join(
        letters,
        and_(
            letters.c.ticket == messages.c.ticket, letters.c.created == messages.c.created, among(letters.c.kind, [LetterKind.REPLY, LetterKind.ASK])
        ),
    )
    .join(outbox, outbox.c.letter == letters.c.id)
    .outerjoin(outbox_recipients, outbox_recipients.c.letter == outbox.c.letter)
    .outerjoin(ailments, _reported)
    .where(messages.c.id.in_(bindparam("entries", expanding=True)))
    .order_by(messages.c.id, outbox.c.letter, outbox_recipients.c.address)
)


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

"""What a desk has written since a test last looked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from maildesk.outbound.outbox import OutboxRow, shown
from maildesk.store.engine import Session
from maildesk.tables import outbox

# Not by `outbox.listed`, which looks into each state and reads of all letters what is in them.
_LETTERS = select(outbox.c.letter).order_by(outbox.c.created, outbox.c.letter)


def newly_posted(session: Session, known: Collection[int]) -> list[tuple[OutboxRow, bytes]]:
    """The letters in the outbox but the known ones, the oldest first."""
    return [shown(session, letter) for letter in session.execute(_LETTERS).scalars().all() if letter not in known]

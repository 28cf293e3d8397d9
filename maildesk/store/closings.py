"""What the last mails of each sender ended with, as `threading.closings` compares it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from maildesk.store.engine import Session
from maildesk.store.inserting import overwriting
from maildesk.store.statement import Statement
from maildesk.tables import closings

_lines = Statement(select(closings.c.lines).where(closings.c.address == bindparam("address_")))


def closings_of(session: Session, address: str | None) -> tuple[tuple[str, ...], ...]:
    """The closings of a sender, the oldest first; () for somebody nobody knows."""
    kept = _lines.run(session, {"address_": address}).scalar() if address else None
    return tuple(map(tuple, kept or ()))


def keep_closings(session: Session, address: str, kept: Sequence[Sequence[str]]) -> None:
    """Puts these in the place of what was known; of two mails at once the later one wins, and the next one teaches the rest."""
    overwriting(session, closings).run(session, {"address": address, "lines": [list(one) for one in kept]})

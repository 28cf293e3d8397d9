"""Which daily letter was written for which day: whoever makes a day its own writes the letter, in the same transaction."""

from __future__ import annotations

from sqlalchemy import select

from maildesk.store.engine import Session
from maildesk.store.inserting import insert
from maildesk.tables import junk_lists


def last_day(session: Session, whose: str) -> str:
    """The day of the last letter of this name, as 2026-03-02; "" where there was none."""
    return session.execute(select(junk_lists.c.day).where(junk_lists.c.mailbox == whose)).scalar() or ""


def take_day(session: Session, whose: str, day: str) -> bool:
    """Makes this the day of its last letter; False where it was already, or another daemon was quicker."""
    statement = insert(session, junk_lists).values(mailbox=whose, day=day)
    taken = statement.on_conflict_do_update(index_elements=["mailbox"], set_={"day": day}, where=junk_lists.c.day < day)
    return session.execute(taken.returning(junk_lists.c.day)).first() is not None

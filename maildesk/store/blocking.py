"""Addresses whose mail the desk does not take up: blocked on a ticket, and taken back by the same word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from maildesk.store.engine import Session
from maildesk.store.inserting import leaving
from maildesk.tables import blocked


def block(session: Session, address: str, ticket: int, now: datetime) -> None:
    """Mail of this address is ignored from now on."""
    leaving(session, blocked).run(session, {"address": address, "since": now, "ticket": ticket})


def unblock(session: Session, address: str) -> None:
    """Mail of this address is mail like any other again; what was ignored stays in the ledger."""
    session.execute(delete(blocked).where(blocked.c.address == address))


def blocked_among(session: Session, addresses: Collection[str]) -> Mapping[str, datetime]:
    """Those of these addresses that are blocked."""
    rows = session.execute(select(blocked.c.address, blocked.c.since).where(blocked.c.address.in_(sorted(addresses))))
    return {row.address: row.since for row in rows}

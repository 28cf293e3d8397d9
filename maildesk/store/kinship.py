"""Reads which mails and tickets a mail is kin to by its ids: its twin, its namesakes, and tickets its references stand on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal, select, text, union_all

from maildesk.mail import MailState
from maildesk.store.engine import Session
from maildesk.store.tickets import alias_hash
from maildesk.tables import aliases, mails, participants, tickets
from maildesk.ticket import Standing

# A newsletter's id stands on thousands of tickets: only so many are read, and an id on that many is no clue to any of them.
MOST_KIN = 5

_PROCESSED = (MailState.TICKETED, MailState.ANSWERED)
_ON_THE_TICKET = (Standing.REQUESTER, Standing.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Kin:
    """`twin`: a processed mail of the same bytes; `namesake`: one that bears the same Message-ID, whatever its bytes.

    `shared` are tickets that one of the parents was seen on and that the sender takes part in, `seen` such tickets
    of anybody; both newest first, at most `MOST_KIN`.
    """

    twin: int | None = None
    namesake: int | None = None
    shared: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()


_parents = aliases.c.id_hash.in_(bindparam("parents", expanding=True))
_takes_part = (
    (participants.c.ticket == aliases.c.ticket) & (participants.c.address == bindparam("sender")) & participants.c.standing.in_(_ON_THE_TICKET)
)
_twin = select(literal("twin").label("kinship"), mails.c.id.label("number")).where(
    mails.c.sha256 == bindparam("sha256"), mails.c.state.in_(_PROCESSED)
)
_namesake = select(literal("namesake"), aliases.c.mail).where(aliases.c.id_hash == bindparam("own"), aliases.c.mail.is_not(None))
_shared = select(literal("shared"), aliases.c.ticket).distinct().join(participants, _takes_part).where(_parents)
_seen = select(literal("seen"), aliases.c.ticket).distinct().where(_parents)
_kin = union_all(
    *(
        select(arm.order_by(arm.selected_columns[1].desc()).limit(most).subquery())
        for arm, most in ((_twin, 1), (_namesake, 1), (_shared, MOST_KIN), (_seen, MOST_KIN))
    )
)
# Most mails refer to nothing: for them half of it is enough, and takes half the time.
_kin_of_first = select(*(arm.with_only_columns(func.max(arm.selected_columns[1])).scalar_subquery() for arm in (_twin, _namesake)))


_one_after_the_other = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def keep_apart(session: Session, conversation: Collection[str]) -> None:
    """Until the end of the transaction nobody else writes about a conversation that shares one of these names; SQLite has one writer at all.

    Taken in one order by everybody, so that nobody waits for one who waits for him.
    """
    if session.dialect.name == "postgresql":
        keys = sorted({int.from_bytes(alias_hash(name)[:8], "big", signed=True) for name in conversation})
        session.execute(_one_after_the_other, {"keys": keys})


def homes_of(session: Session, identifiers: Collection[str]) -> dict[str, int]:
    """The newest ticket each of these ids was seen on, or what that one was merged into; ids nobody has seen are left out."""
    by_hash = {alias_hash(identifier): identifier for identifier in identifiers}
    home = func.coalesce(tickets.c.merged_into, tickets.c.number).label("home")
    seen = select(aliases.c.id_hash, home).join(tickets, tickets.c.number == aliases.c.ticket).where(aliases.c.id_hash.in_(list(by_hash)))
    return {by_hash[bytes(row.id_hash)]: row.home for row in session.execute(seen.order_by(aliases.c.ticket))}


def kin_of(session: Session, own: str | None, parents: Collection[str], who: tuple[str | None, str]) -> Kin:
    """What the desk already knows of a mail's ids; `who` is its strict sender and the SHA-256 of its bytes.

    One statement, at most twelve rows, however often an id was seen.
    """
    sender, sha256 = who
    if own is None and not parents:
        return Kin()
    facts = {"own": alias_hash(own) if own else b"", "sha256": sha256 if own else ""}
    if not parents:
        return Kin(*session.execute(_kin_of_first, facts).one())
    rows = session.execute(_kin, {**facts, "sender": sender or "", "parents": sorted(map(alias_hash, parents))}).all()
    found = {kind: tuple(row.number for row in rows if row.kinship == kind) for kind in ("twin", "namesake", "shared", "seen")}
    return Kin(next(iter(found["twin"]), None), next(iter(found["namesake"]), None), found["shared"], found["seen"])

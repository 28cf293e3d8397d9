"""Reads which mails and tickets a mail is kin to by its ids: its twin, its namesakes, and tickets its references stand on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, literal, select, text, union_all

from maildesk.mail import MailState, RawMail, said_twice
from maildesk.store.engine import Session
from maildesk.store.persons import every_address, same_person
from maildesk.store.statement import Statement
from maildesk.store.tickets import SIMILAR, alias_hash
from maildesk.tables import Key, aliases, among, blocked, links, mails, participants, raws, tickets

# A newsletter's id stands on thousands of tickets: only so many are read, and an id on that many is no clue to any of them.
MOST_KIN = 5

_COPIES = 5  # of a mail that came by several ways
_LATER = 4  # of what began beside an old ticket
_OWN = 2  # of the sender's tickets, where an id stands on many
_NEAREST, _ROOTS = 6, 2  # of a mail's ids, those that are asked first

_PROCESSED = (MailState.TICKETED, MailState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Kin:
    """`twin`: a processed mail of the same bytes; `namesake`: one that bears the same Message-ID, whatever its bytes.

    `copy`: the namesake was written by the same person in the same words, and came by another way. `seen` are tickets that one of
    the mail's ids was seen on; where those are many, `shared` are the sender's own of them. Both newest first, at most `MOST_KIN`.
    `itself`: the newest ticket that its own id was seen on; `unheard`: its copies came to other mailboxes alone, where each has a ticket.
    `blocked`: since when mail of its sender is ignored, by whichever address somebody said so.
    """

    twin: int | None = None
    namesake: int | None = None
    copy: bool = False
    shared: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    blocked: datetime | None = None
    itself: int | None = None
    unheard: bool = False


_twin = select(func.max(mails.c.id)).where(mails.c.sha256 == bindparam("sha256"), among(mails.c.state, _PROCESSED))
_namesake = select(func.max(aliases.c.mail)).where(aliases.c.id_hash == bindparam("own"), aliases.c.mail.is_not(None))
_seen_itself = select(func.max(aliases.c.ticket)).where(aliases.c.id_hash == bindparam("own"))
_blocked = select(func.min(blocked.c.since)).where(same_person(blocked.c.address, bindparam("sender", type_=Key)))
_of_itself = Statement(select(*(one.scalar_subquery() for one in (_twin, _namesake, _seen_itself, _blocked))))
_of_requester = Statement(
    select(tickets.c.number)
    .where(tickets.c.requester.in_(bindparam("senders", expanding=True)))
    .where(select(literal(1)).where(aliases.c.id_hash.in_(bindparam("leads", expanding=True)), aliases.c.ticket == tickets.c.number).exists())
    .order_by(tickets.c.updated.desc())
    .limit(_OWN)
)


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


def mails_named(session: Session, identifiers: Collection[str], most: int) -> tuple[bytes, ...]:
    """The mails that bear one of these ids as their own and came to something on a ticket, as they arrived."""
    bears = aliases.c.id_hash.in_([alias_hash(identifier) for identifier in identifiers])
    rows = session.execute(select(raws.c.data).where(raws.c.mail.in_(select(aliases.c.mail).where(bears))).order_by(raws.c.mail.desc()).limit(most))
    return tuple(rows.scalars())


def kin_of(session: Session, own: str | None, parents: Sequence[str], who: tuple[str | None, str]) -> Kin:
    """What the desk already knows of a mail's ids; `who` is its strict sender and the SHA-256 of its bytes, `parents` come nearest first.

    Three statements at most. An id that another mail bears leads nowhere: anybody can write it, and machines write the same into all
    their mails. Of many ids the nearest are asked first, with those the conversation began with, and the others where those lead nowhere.
    """
    sender, sha256 = who
    # Of a mail without an id nobody is asked whether it came before.
    itself = {"own": alias_hash(own) if own else b"", "sha256": sha256 if own else "", "sender": sender or ""}
    twin, namesake, answered, since = _of_itself.run(session, itself).one() if own or sender else (None, None, None, None)
    leads = (*parents, own) if own and answered is not None and namesake is None else tuple(parents)
    seen = _seen_on(session, (*leads[:_NEAREST], *leads[_NEAREST:][-_ROOTS:])) or _seen_on(session, leads[_NEAREST:-_ROOTS])
    shared = _own_among(session, sender, leads) if sender and len(seen) >= MOST_KIN else ()
    return Kin(twin, namesake, False, shared, seen, since, answered)


def _seen_on(session: Session, leads: Sequence[str]) -> tuple[int, ...]:
    """The newest few tickets that these ids stand on; of an id that stands on thousands no more than those are read."""
    hashes = {f"id{place}": alias_hash(lead) for place, lead in enumerate(leads)}
    return tuple(_any_of(len(hashes)).run(session, hashes).scalars()) if hashes else ()


@cache
def _any_of(count: int) -> Statement:
    arms = (
        select(
            select(aliases.c.ticket).where(aliases.c.id_hash == bindparam(f"id{place}")).order_by(aliases.c.ticket.desc()).limit(MOST_KIN).subquery()
        )
        for place in range(count)
    )
    every = union_all(*arms).subquery()
    return Statement(select(every.c.ticket).distinct().order_by(every.c.ticket.desc()).limit(MOST_KIN))


def _own_among(session: Session, sender: str, leads: Collection[str]) -> tuple[int, ...]:
    return tuple(_of_requester.run(session, {"senders": every_address(session, sender), "leads": sorted(map(alias_hash, leads))}).scalars())


_bearer = Statement(select(func.max(aliases.c.mail)).where(aliases.c.id_hash.in_(bindparam("own", expanding=True))))


def bearer_of(session: Session, identifiers: Collection[str]) -> int | None:
    """A mail that bears one of these ids as its own."""
    bearer: int | None = _bearer.run(session, {"own": sorted(map(alias_hash, identifiers))}).scalar()
    return bearer


_bytes_of = Statement(select(raws.c.data).where(raws.c.mail == bindparam("mail")))


def is_copy(session: Session, mail: int, data: bytes) -> bool:
    """Whether a mail that is here was written in the same words, whatever servers wrote above them."""
    there = _bytes_of.run(session, {"mail": mail}).scalar()
    return there is not None and said_twice(there, data)


_copies = Statement(
    union_all(
        select(mails.c.id, mails.c.rcpt_to)
        .where(mails.c.sha256 == bindparam("sha256"))
        .order_by(mails.c.id.desc())
        .limit(_COPIES)
        .subquery()
        .select(),
        select(mails.c.id, mails.c.rcpt_to)
        .where(mails.c.id.in_(select(aliases.c.mail).where(aliases.c.id_hash == bindparam("own")).order_by(aliases.c.mail.desc()).limit(_COPIES)))
        .subquery()
        .select(),
    )
)


def recipients_of_copies(session: Session, own: str, raw: RawMail) -> frozenset[str]:
    """Whom the other copies of a mail were delivered to, by their bytes and by its id."""
    rows = _copies.run(session, {"sha256": raw.sha256, "own": alias_hash(own)})
    return frozenset(address for row in rows if row.id != raw.id for address in row.rcpt_to)


_links_among = Statement(
    select(links.c.ticket, links.c.other).where(
        links.c.ticket.in_(bindparam("numbers", expanding=True)), links.c.other.in_(bindparam("numbers", expanding=True)), links.c.kind != SIMILAR
    )
)


def linked_among(session: Session, numbers: Collection[int]) -> frozenset[tuple[int, int]]:
    """Which of these tickets are linked to each other, each pair in both orders; a question whether two are one links nothing yet."""
    if len(numbers) < 2:
        return frozenset()
    return frozenset((row.ticket, row.other) for row in _links_among.run(session, {"numbers": sorted(numbers)}))


_newest_beside = (
    select(links.c.other)
    .where(links.c.ticket == bindparam("number"), links.c.other > bindparam("number"), links.c.kind != SIMILAR)
    .order_by(links.c.other.desc())
    .limit(_LATER)
    .subquery()
)
# A count, not EXISTS: that PostgreSQL may turn into a join, and read every participant of the desk for four tickets.
_part = (
    select(func.count())
    .where(participants.c.ticket == _newest_beside.c.other, same_person(participants.c.address, bindparam("sender", type_=Key)))
    .scalar_subquery()
)
_later = Statement(select(_newest_beside.c.other).where(_part > 0))


def later_beside(session: Session, number: int, sender: str) -> tuple[int, ...]:
    """The sender's tickets that began beside an old one; of very many beside it only the newest are looked at."""
    return tuple(_later.run(session, {"number": number, "sender": sender}).scalars())

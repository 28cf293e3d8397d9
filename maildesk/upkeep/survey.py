"""Reads what an archive holds before anything of it is filed: which mails are there, and which belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from maildesk.archive import written
from maildesk.config.limits import Limits
from maildesk.errors import Refused
from maildesk.intake import spool
from maildesk.intake.archive import Place, Skipped
from maildesk.intake.header.fields import Fields, read_fields
from maildesk.intake.header.reading import identifiers
from maildesk.intake.header.when import read_date
from maildesk.language import Said
from maildesk.store.engine import Session
from maildesk.store.kinship import homes_of
from maildesk.threading.conversations import conversations

_AT_ONCE = 500  # keys of one look into the database
_PEOPLE = ("from", "sender", "reply-to", "to", "cc")


@dataclass(frozen=True, slots=True)
class Found:
    """A mail of the archive without its bytes; `ids` are its own and those it refers to, `own` is its own alone."""

    place: Place
    sha256: str
    size: int
    ids: tuple[str, ...]
    written: datetime
    own: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """Where a mail will be filed.

    `conversation` is an id that all mails of its conversation share, `group` counts the conversations from 1. `home` is the
    ticket that is there already, None for a new one; `known` says that the desk has these very bytes, `waits` that it has not filed them yet.
    """

    found: Found
    group: int
    conversation: str
    home: int | None
    known: bool
    waits: bool = False


def survey(places: Iterable[Place | Skipped], limits: Limits, now: datetime, told: Callable[[Skipped], None]) -> Iterator[Found]:
    """Every mail once, however many copies of its bytes there are; what is no mail for us is told."""
    seen: dict[str, str] = {}
    for place in places:
        found = place if isinstance(place, Skipped) else _found(place, limits, now)
        if isinstance(found, Skipped):
            told(found)
        elif found.sha256 in seen:
            told(Skipped(found.place.name, Said("the same mail as {name}", name=seen[found.sha256])))
        else:
            seen[found.sha256] = found.place.name
            yield found


def _found(place: Place, limits: Limits, now: datetime) -> Found | Skipped:
    try:
        if place.size > limits.message:
            return Skipped(place.name, Said("bigger than the limit of {most} bytes", most=limits.message), fault=True)
        data = place.read()
    except (Refused, OSError) as error:
        return Skipped(place.name, error.text if isinstance(error, Refused) else Said.as_is(error), fault=True)
    if not data.strip():
        return Skipped(place.name, Said("empty"))
    fields, _, _ = read_fields(data, 0, len(data), limits)
    own, ids = _ids(fields)
    return Found(place, hashlib.sha256(data).hexdigest(), len(data), ids, _written(fields, now), own)


def written_at(data: bytes, limits: Limits, now: datetime) -> datetime:
    """When a mail says it was written, where that can be true."""
    return _written(read_fields(data, 0, len(data), limits)[0], now)


def _written(fields: Fields, now: datetime) -> datetime:
    return written(read_date(fields.first("date")), fields.first("received"), now)


def _ids(fields: Fields) -> tuple[str, tuple[str, ...]]:
    """Its own id, "" for none, and all its ids: its own first, then those it refers to, however many those are.

    An address of somebody on the mail is none: old programs say whom they answer (“Message from Bob <bob@…> of Monday”).
    """
    own = next((one for one in identifiers(fields.first("message-id"))[:1] if one.strip("<>")), "")
    people = "\n".join(fields.first(name) for name in _PEOPLE).lower()
    named = (*identifiers(fields.first("in-reply-to")), *identifiers(fields.first("references")))
    return own, tuple(dict.fromkeys(one for one in (own, *named) if one.strip("<>") and (one == own or one.strip("<>").lower() not in people)))


def _told_apart(ordered: Sequence[Found]) -> list[tuple[str, ...]]:
    """The ids that count of each mail: programs write one id into mails of different days, and then it is the oldest one's."""
    days: dict[str, datetime] = {}
    return [one.ids[1:] if one.own and days.setdefault(one.own, one.written) != one.written else one.ids for one in ordered]


def plan(session: Session, found: Sequence[Found]) -> list[Planned]:
    """The mails in the order they are filed: conversation after conversation, each from its oldest mail on."""
    ordered = sorted(found, key=lambda one: (one.written, one.sha256))
    counting = _told_apart(ordered)
    groups = conversations(counting)
    homes: dict[str, int] = {}
    for some in _slices(list(dict.fromkeys(chain.from_iterable(counting)))):
        homes |= homes_of(session, some)
    known: dict[str, int | None] = {}
    waits: set[str] = set()
    for some in _slices([one.sha256 for one in ordered]):
        known |= spool.known(session, some)
        waits |= spool.waiting(session, some)
    planned = []
    for number, places in enumerate(groups, 1):
        mails = [ordered[place] for place in places]
        ids = list(chain.from_iterable(counting[place] for place in places))
        # An id that leads home already joins the others to that ticket; without one the oldest mail's does, and no header bears one with a space.
        shared = next((one for one in ids if one in homes), next(iter(ids), f"archive {mails[0].sha256}"))
        home = homes.get(shared)
        planned += [Planned(mail, number, shared, known.get(mail.sha256) or home, mail.sha256 in known, mail.sha256 in waits) for mail in mails]
    return planned


def _slices(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]

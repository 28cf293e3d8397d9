"""What a person who searches wrote, read into a value: pure, and total, so that no query is an error.

What is no filter of the table below is a word to be found as it stands; quotes that do not close, and every sign that
means something to a database, only part words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from maildesk.language import _
from maildesk.search.days import start_of
from maildesk.search.document import ASSIGNEE, FROM, MARKS, SUBJECT, TEAM, TO, UNASSIGNED, WITH_ATTACHMENT
from maildesk.search.segment import asked_terms, joined, units_of
from maildesk.ticket import Priority, Status

LONGEST = 4_000  # characters of a query that are read
_MOST = 32  # conditions
_LONGEST_PHRASE = 64  # units
_MOST_TERMS = 8  # of a phrase: the text itself is looked at where there are more


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units that stand in a row somewhere in a ticket; a word is a phrase of one. `struck`: they must not."""

    units: tuple[str, ...]
    struck: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """What the index is asked for: every document with the phrase has them all."""
        return asked_terms(self.units)[:_MOST_TERMS]

    @property
    def text(self) -> str | None:
        """What must stand in the document's text; None where its one term says it all."""
        return joined(self.units) if len(asked_terms(self.units)) > 1 else None


@dataclass(frozen=True, slots=True)
class Filter:
    """A question to the ticket itself: any of the values will do. `struck`: none may."""

    name: str
    values: tuple[str, ...] = ()
    at: datetime | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions must hold; without any, nothing is found. `notes` say what was not read as it may have been meant."""

    phrases: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The units of each phrase that any text may have, not one field alone."""
        return tuple(phrase.units for phrase in self.phrases if not phrase.struck and phrase.units[0][0] not in MARKS)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who searches, when, and in whose days; `address` is what `me` means."""

    now: datetime
    zone: tzinfo = UTC
    address: str | None = None


_Found = Phrase | Filter | None

_OPEN, _SHUT = '"＂“”„«「『', '"＂“”»」』'
_PART = re.compile(
    rf"(?P<struck>-(?!-))?(?:(?P<name>\w{{1,16}})[:：])?(?:[{_OPEN}](?P<phrase>[^{_SHUT}]*)[{_SHUT}]|(?P<word>\S+))",
)
_NUMBER = re.compile(r"\[?[#＃](\d{1,18})\]?")


def read_query(text: str, asker: Asker) -> Query:
    """The query that `text` means."""
    notes = [_("only the first {count} characters of the query were read").format(count=LONGEST)] if len(text) > LONGEST else []
    found: dict[Phrase | Filter, None] = {}
    for part in _PART.finditer(text[:LONGEST]):
        condition = _condition(part, asker, notes)
        if condition is not None:
            found[replace(condition, struck=part["struck"] is not None)] = None
    if len(found) > _MOST:
        notes.append(_("only the first {count} words and filters were searched for").format(count=_MOST))
    kept = list(found)[:_MOST]
    phrases = tuple(one for one in kept if isinstance(one, Phrase))
    return Query(phrases, tuple(one for one in kept if isinstance(one, Filter)), tuple(notes))


def _condition(part: re.Match[str], asker: Asker, notes: list[str]) -> _Found:
    name, value = (part["name"] or "").casefold(), part["word"] if part["phrase"] is None else part["phrase"]
    if name in FILTERS:
        read = FILTERS[name](value, asker)
        if isinstance(read, str):
            notes.append(_("{word} was searched for as words: {why}").format(word=part[0][:60], why=read))
        else:
            return read
    number = _NUMBER.fullmatch(value) if not name and part["word"] else None
    if number:
        return Filter("number", (number[1],))
    return _phrase("")(f"{name} {value}" if name else value, asker)


_Read = Callable[[str, Asker], "_Found | str"]


def _phrase(mark: str) -> Callable[[str, Asker], Phrase | None]:
    def read(value: str, asker: Asker) -> Phrase | None:
        units = units_of(value)[:_LONGEST_PHRASE]
        return Phrase(tuple(mark + unit for unit in units)) if units else None

    return read


def _person(mark: str) -> Callable[[str, Asker], Phrase | None]:
    def read(value: str, asker: Asker) -> Phrase | None:
        if mark == ASSIGNEE and value.casefold() in ("none", "nobody"):
            return Phrase((UNASSIGNED,))
        return _phrase(mark)(asker.address if value.casefold() == "me" and asker.address else value, asker)

    return read


def _one_of(name: str, known: tuple[str, ...]) -> _Read:
    def read(value: str, asker: Asker) -> Filter | str:
        values = tuple(_values(value))
        wrong = [word for word in values if word not in known]
        return _("write one of {words}").format(words=", ".join(known)) if wrong else Filter(name, values)

    return read


def _tag(value: str, asker: Asker) -> Filter | None:
    values = tuple(_values(value))
    return Filter("tag", values) if values else None


def _values(value: str) -> Iterator[str]:
    return (word.strip().casefold() for word in re.split("[,，]", value) if word.strip())


def _moment(name: str) -> _Read:
    def read(value: str, asker: Asker) -> Filter | str:
        at = start_of(value, asker.now, asker.zone)
        return Filter(name, at=at) if at else _("write a day as 2026-01-31, 31.1.2026, yesterday or 3d")

    return read


def _has(value: str, asker: Asker) -> Phrase | str:
    known = ("attachment", "attachments", "file", "files", "附件")
    return Phrase((WITH_ATTACHMENT,)) if value.casefold() in known else _("write has:attachment")


# Every filter; what else stands before a colon is a word.
FILTERS: dict[str, _Read] = {
    "from": _person(FROM),
    "to": _phrase(TO),
    "mailbox": _phrase(TO),
    "team": _phrase(TEAM),
    "assignee": _person(ASSIGNEE),
    "subject": _phrase(SUBJECT),
    "has": _has,
    "tag": _tag,
    "status": _one_of("status", tuple(Status)),
    "priority": _one_of("priority", tuple(Priority)),
    "before": _moment("before"),
    "after": _moment("after"),
}

"""When an agent means: `3d`, `mon 9:00`, `明天`, `2026-01-31 14:00`, read at a moment and in a time zone. Pure.

A text is taken apart into words of `languages/*.toml`, numbers, dates and times of day. Each of those has a letter, and the tables below say
which rows of letters are a span, a day or a time. What fits no row, or could be read in two ways, is refused.
"""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain

from maildesk.errors import Wrong
from maildesk.language import N_, Said
from maildesk.verbs.datewords import LONGEST, MORNING, PARTS, UNITS, Token, plain, tokens

_FARTHEST = timedelta(days=36525)


class NoTime(Wrong):
    """The text names no moment, or one that is over."""


@dataclass(frozen=True, slots=True)
class When:
    """The moment and the place a text is read at: `fri` is not the same Friday everywhere."""

    now: datetime
    zone: tzinfo = UTC
    begins: time = MORNING  # of a day that is named without a time

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.zone)


def read_time(text: str, when: When) -> datetime:
    """The moment that a text means, in the zone it was read in and later than now; raises `NoTime` with what would be right."""
    found = moment_in(text, when)
    ahead = found.astimezone(UTC) - when.now.astimezone(UTC)
    if ahead <= timedelta(0):
        raise NoTime(Said("“{text}” is over: that was {moment}", text=text, moment=shown(found)), Said("write a time to come"))
    if ahead > _FARTHEST:
        raise NoTime(Said("“{text}” is more than a hundred years away", text=text), Said("write a time to come"))
    return found


def moment_in(text: str, when: When) -> datetime:
    """The moment that a text means, whether or not it is over; raises `NoTime` where it means none."""
    try:
        found = _written_out(text) or _read(text, when)
        return found.astimezone(UTC).astimezone(when.zone).replace(microsecond=0)  # by UTC: a moment that a clock leaves out gets its name
    except (ValueError, OverflowError):
        raise _no_time(text) from None


def _read(text: str, when: When) -> datetime:
    try:
        return _reckoned(tokens(text), when)
    except ValueError:
        return _reckoned(tokens(text, short=True), when)


def is_short(text: str) -> bool:
    """Whether a text is a moment only as the short name of a weekday, alone: `do` is a Thursday, and a word that many texts begin with."""
    return _is_weekday(text, short=True) and not _is_weekday(text, short=False)


def _is_weekday(text: str, short: bool) -> bool:
    with contextlib.suppress(ValueError):
        return [token.letter for token in tokens(text, short)] == ["w"]
    return False


def _no_time(text: str) -> NoTime:
    return NoTime(Said("“{text}” is no time", text=text[:LONGEST]), Said("write 3d, 12h, mon 9:00, tomorrow, 1 feb 14:00 or a date like 2026-01-31"))


def shown(moment: datetime) -> str:
    """A moment as history says it: `Mon 2026-02-02 09:00 +0100`; `read_time` reads it again."""
    zone = f"{moment:%z}" if moment.utcoffset() else "UTC"
    return f"{SHORT_DAYS[moment.weekday()]} {moment:%Y-%m-%d %H:%M} {zone}"


SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
# ISO 8601 with its zone, as it is kept, as `shown` shows it, and as programs copy it.
_ISO = re.compile(r"(?:[a-z]{3} )?(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d(?::\d\d)?) ?(z|utc|[+-]\d\d:?\d\d)")


def _written_out(text: str) -> datetime | None:
    """The moment of a date that says its zone, None where the text is no such date."""
    found = _ISO.fullmatch(plain(text).rstrip(".。"))
    if found is None:
        return None
    zone = "+00:00" if found[3] in ("z", "utc") else found[3]
    return datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")


# --- Spans -----------------------------------------------------------------------------------------------------------------------------

_SPAN = re.compile("(?:[nh]u)+")


def _reckoned(found: Sequence[Token], when: When) -> datetime:
    letters = "".join(token.letter for token in found)
    if _SPAN.fullmatch(letters):
        return _after(when, [(float(str(many.value)), str(unit.value)) for many, unit in zip(found[::2], found[1::2], strict=True)])
    return _first(_moments(letters, [token.value for token in found], when), when)


def _after(when: When, spans: Sequence[tuple[float, str]]) -> datetime:
    """Days, weeks and months go by the wall clock, whatever it was put to in between; hours and minutes are as long as they are."""
    many = dict.fromkeys(UNITS, 0.0)
    for number, unit in spans:
        many[unit] += number
    if many["months"] % 1:
        raise ValueError(many["months"])
    there = _months_on(when.local.replace(tzinfo=None), int(many["months"])) + timedelta(days=many["days"], weeks=many["weeks"])
    begin = _at(there, when) if many["months"] or many["days"] or many["weeks"] else when.now
    return begin.astimezone(UTC) + timedelta(hours=many["hours"], minutes=many["minutes"])


def _months_on(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last one of a month that is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(moment.year + years, month + 1)[1])
    return moment.replace(year=moment.year + years, month=month + 1, day=day)


# --- Days and times of day -------------------------------------------------------------------------------------------------------------

Days = Iterable[date]  # the days that may be meant, the nearest first


def _named_day(values: Sequence[object], today: date) -> Days:
    year, month, day = values[0] if isinstance(values[0], tuple) else (None, 0, 0)
    yield from _dated(year, month, day, today)


def _dated(year: int | None, month: int, day: int, today: date) -> Days:
    """A date; one without a year is the next that there is."""
    if year is not None:
        yield date(year, month, day)
        return
    years = [one for one in range(today.year, today.year + 9) if day <= monthrange(one, month)[1] and day > 0]
    if not years:
        raise ValueError(day)
    yield from (date(one, month, day) for one in years)


def _of_month(day: int, month: int, *year: int) -> Callable[[Sequence[object], date], Days]:
    """A day of a month by its name; the numbers say which of the values is the day, the month and the year."""

    def days(values: Sequence[object], today: date) -> Days:
        return _dated(_whole(values[year[0]]) if year else None, _whole(values[month]), _whole(values[day]), today)

    return days


def _whole(value: object) -> int:
    return int(str(value))


def _weekday(which: int) -> Callable[[Sequence[object], date], Days]:
    def days(values: Sequence[object], today: date) -> Days:
        ahead = today + timedelta(days=(_whole(values[which]) - today.weekday()) % 7)
        return (ahead, ahead + timedelta(weeks=1))

    return days


def _in_week(which: int, weeks: int, unit: int | None = None) -> Callable[[Sequence[object], date], Days]:
    """A weekday of this week, or of the next: weeks begin on Monday."""

    def days(values: Sequence[object], today: date) -> Days:
        if unit is not None and values[unit] != "weeks":
            raise ValueError(values[unit])
        return (today + timedelta(weeks=weeks, days=_whole(values[which]) - today.weekday()),)

    return days


def _next(unit: int) -> Callable[[Sequence[object], date], Days]:
    """The first day of the next week or month."""

    def days(values: Sequence[object], today: date) -> Days:
        if values[unit] == "weeks":
            return (today + timedelta(days=7 - today.weekday()),)
        if values[unit] == "months":
            return _next_month(values, today)
        raise ValueError(values[unit])

    return days


def _next_month(_: Sequence[object], today: date) -> Days:
    return (date(today.year + today.month // 12, today.month % 12 + 1, 1),)


def _month_end(_: Sequence[object], today: date) -> Days:
    following = _months_on(datetime.combine(today.replace(day=1), time()), 1).date()
    return tuple(day.replace(day=monthrange(day.year, day.month)[1]) for day in (today, following))


def _friday(_: Sequence[object], today: date) -> Days:
    ahead = today + timedelta(days=(4 - today.weekday()) % 7)
    return (ahead, ahead + timedelta(weeks=1))


def _relative(values: Sequence[object], today: date) -> Days:
    return (today + timedelta(days=_whole(values[0])),)


# Rows of letters that name a day. A weekday before a date must be that day's.
_DAYS: dict[str, Callable[[Sequence[object], date], Days]] = {
    "D": _named_day,
    "nm": _of_month(0, 1),
    "mn": _of_month(1, 0),
    "nmn": _of_month(0, 1, 2),
    "mnn": _of_month(1, 0, 2),
    "w": _weekday(0),
    "tw": _in_week(1, 0),
    "tuw": _in_week(2, 0, unit=1),
    "xw": _in_week(1, 1),
    "wx": _in_week(0, 1),
    "xuw": _in_week(2, 1, unit=1),
    "wxu": _in_week(0, 1, unit=2),
    "xu": _next(1),
    "ux": _next(0),
    "M": _next_month,
    "d": _relative,
    "e": _month_end,
    "f": _friday,
}
_CHECKED = ("D", "nm", "mn", "nmn", "mnn")
_FLOATING = ("w",)  # days without a time of day are later than today
_DAY_FIRST = frozenset({"k", "nu"})  # times of day only beside a day: alone 9h30 may be a span
# Rows of letters that are a time of day.
_CLOCKS: dict[str, Callable[[Sequence[object]], time]] = {
    "c": lambda values: _clock(values[0]),
    "k": lambda values: _clock(values[0]),
    "no": lambda values: time(_whole(values[0])),
    "noh": lambda values: time(_whole(values[0]), 30),
    "non": lambda values: time(_whole(values[0]), _whole(values[2])),
    "nonu": lambda values: time(_whole(values[0]), _whole(values[2])) if values[3] == "minutes" else time(24),
    "nu": lambda values: time(_whole(values[0])) if values[1] == "hours" else time(24),
}


def _clock(value: object) -> time:
    assert isinstance(value, time)
    return value


def _moments(letters: str, values: Sequence[object], when: When) -> Iterator[datetime]:
    """The moments that a day, a time of day, or both in either order may mean, the nearest first; raises `ValueError` where it is neither."""
    today = when.local.date()
    for middle in range(len(letters) + 1):
        for day, clock in ((slice(middle), slice(middle, None)), (slice(middle, None), slice(middle))):
            at = _time(letters[clock], values[clock]) if letters[clock] else when.begins
            days = _days(letters[day], values[day], today, letters[clock])
            if at is not None and days is not None:
                moments = (_at(datetime.combine(one, at), when) for one in days)
                return chain(moments, _end_of(today, when)) if letters == "d" and values[0] == 0 else moments
    raise ValueError(letters)


def _end_of(today: date, when: When) -> Iterator[datetime]:
    """What is due today is due by the end of it, once the day has begun."""
    yield _at(datetime.combine(today, PARTS["workday_end"][0]), when)


def _days(letters: str, values: Sequence[object], today: date, clock: str) -> Days | None:
    """The days a row of letters may mean beside this time of day, the nearest first; None where it names none."""
    if not letters:
        return (today, today + timedelta(days=1)) if clock and clock not in _DAY_FIRST else None
    if letters[0] == "w" and letters[1:] in _CHECKED:
        found = tuple(_DAYS[letters[1:]](values[1:], today))
        return tuple(day for day in found if day.weekday() == values[0]) or _not_that_weekday()
    if letters not in _DAYS:
        return None
    days = _DAYS[letters](values, today)
    return (day for day in days if day > today) if letters in _FLOATING and not clock else days


def _not_that_weekday() -> Days:
    raise ValueError("another day of the week")


def _time(letters: str, values: Sequence[object]) -> time | None:
    """The time of day of a row of letters, with the part of the day that stands before or behind it; None where it is none."""
    rest = letters.replace("p", "")
    if len(letters) - len(rest) > 1:
        return None
    place = letters.index("p") if rest != letters else None
    part = None if place is None else PARTS[str(values[place])]
    if part and not rest:
        return part[0]
    if rest not in _CLOCKS:
        return None
    at = _CLOCKS[rest]([value for number, value in enumerate(values) if number != place])
    return _by_part(at, part[1]) if part else at


def _by_part(at: time, twelve: int) -> time:
    """Three in the afternoon is fifteen o'clock."""
    return at.replace(hour=at.hour + 12) if 0 < at.hour < twelve else at


def _at(naive: datetime, when: When) -> datetime:
    """When the clock on the wall shows that. What a change of clocks leaves out is as long after it; of what comes twice, the first to come."""
    first, second = naive.replace(tzinfo=when.zone), naive.replace(tzinfo=when.zone, fold=1)
    return second if first.astimezone(UTC) <= when.now < second.astimezone(UTC) else first


def _first(moments: Iterable[datetime], when: When) -> datetime:
    """The first that is still to come, else the last there was, which is over."""
    last = None
    for last in moments:
        if last.astimezone(UTC).replace(microsecond=0) > when.now:
            return last
    if last is None:
        raise ValueError("no such day")
    return last

"""The Date header as a moment in UTC, where it is written in one of the ways people meet: by the standard, by other programs, in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from unicodedata import normalize

from maildesk.intake.header.months import MONTHS

_LONGEST = 200
# As the standard wants it, and nearly every program writes it.
_STANDARD = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}(?: \([A-Z]{3,4}\))?\Z", re.ASCII)
# `+01:00`, `+1`, `GMT+0100`, `UTC+1`, `GMT1` and `(GMT+1)`, which libraries read as no offset at all.
_OFFSET = re.compile(
    r"(\d:\d\d)\s*(?:\(?(?:GMT|UTC|Z)(?:\s*([+-])|(?=\d))(\d{1,2}):?(\d\d)?\)?|([+-])(?!\d{4}(?!\d))(\d{1,2}):?(\d\d)?)(?![\d:])", re.IGNORECASE
)
_HALF_DAY = re.compile(r"(?<![\d:])(0?[1-9]|1[0-2])(:\d\d(?::\d\d)?)\s?([ap])\.?m\b\.?", re.IGNORECASE)
_YEAR_BEFORE_OFFSET = re.compile(r"(\d:\d\d) (\d{4}) ([+-]\d{4})\Z")
_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?")  # in seconds or in thousandths
_IN_ONE_RUN = re.compile(r"(\d{8})(\d{6})")
# Zones by name, in minutes: those of the standard (RFC 5322 §4.3), and those that mean one thing wherever they are written.
_NAMED = {
    -600: "HST",
    -540: "AKST",
    -480: "PST",
    -420: "MST PDT",
    -360: "CST MDT",
    -300: "EST CDT",
    -240: "EDT",
    -180: "BRT ART",
    60: "CET MEZ WEST BST WAT",
    120: "CEST MESZ EET SAST CAT",
    180: "EEST MSK TRT EAT",
    300: "PKT",
    330: "IST",
    420: "ICT WIB",
    480: "HKT SGT AWST",
    540: "JST KST",
    600: "AEST",
    660: "AEDT",
    720: "NZST",
    780: "NZDT",
}
_ZONES = {name: minutes for minutes, names in _NAMED.items() for name in names.split()}
_ZONE = re.compile(rf"(\d:\d\d(?: ?[AP]M)?) ({'|'.join(_ZONES)})\b(?! ?[+-]\d)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,100}\)")
_TIME = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?::(\d{1,2}))?(?:[.,]\d{1,9})?(?:\s{0,3}([ap])\.?m\b\.?)?", re.IGNORECASE)
_TIME_WITH_DOTS = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)\.(\d\d)(?![\d.])(\s{0,3}(?!))?")
_BEHIND_TIME = re.compile(r"\s{0,3}([+-]|(?=0\d{3}\s*\Z))(\d{1,2}):?(\d\d)\b")
# The day in the orders that people write it. A name is a month's, or some letters at its beginning.
_DAYS = (
    re.compile(r"(?P<year>\d{4})\s?[-/.年년]\s?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})[.º°]?[\s,/-]{0,2}(?:de\s|del\s)?(?P<name>[^\W\d_]{2,20}|\d{1,2}[月월])\.?,?[\s/-]{0,2}(?:de\s|del\s)?(?P<year>\d{2,4})(?![\d:])"
    ),
    re.compile(r"(?P<name>[^\W\d_]{3,20})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<year>\d{4})\.?\s(?P<name>[^\W\d_]{3,20})\.?\s(?P<day>\d{1,2})(?![\d:])"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)"),
)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_CHINESE = dict(zip(("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"), range(1, 13), strict=True))


def with_plain_offset(text: str) -> str:
    """The date with hours of a whole day and its offset as the standard wants it, `+0100`."""
    if _STANDARD.match(text):
        return text
    plain = _HALF_DAY.sub(_of_whole_day, text, count=1) if "/" not in text else text  # 3/4 is a day in April or in March by the clock beside it
    plain = _OFFSET.sub(_with_offset, plain, count=1)
    plain = _ZONE.sub(lambda found: f"{found[1]} {_offset(_ZONES[found[2].upper()])}", plain, count=1)
    return _YEAR_BEFORE_OFFSET.sub(r"\1 \3 \2", plain)


def _with_offset(found: re.Match[str]) -> str:
    return f"{found[1]} {found[2] or found[5] or '+'}{(found[3] or found[6]):0>2}{found[4] or found[7] or '00'}"


def _of_whole_day(found: re.Match[str]) -> str:
    return f"{int(found[1]) % 12 + 12 * (found[3] in 'pP'):02}{found[2]}"


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def read_date(text: str) -> datetime | None:
    """None for anything that is no moment a calendar holds (V052)."""
    plain = with_plain_offset(text.strip()[:_LONGEST])
    for attempt in (_counted, _from_figures, datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = attempt(plain)
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _counted(text: str) -> datetime:
    """The moment that is one number; raises ValueError where it is none."""
    if since := _SINCE_1970.fullmatch(text):
        return datetime.fromtimestamp(int(since[1]), UTC)
    if run := _IN_ONE_RUN.fullmatch(text):
        return datetime.fromisoformat(f"{run[1]}T{run[2]}")
    raise ValueError(text)


def _from_figures(text: str) -> datetime:
    """The moment whose day and time both stand there, in whatever order and language; raises ValueError where one does not."""
    bare = _COMMENT.sub(" ", normalize("NFC", text))
    time = _TIME.search(bare) or _TIME_WITH_DOTS.search(bare)
    if time is None:
        raise ValueError(text)
    year, month, day = _day(f"{bare[: time.start()].rstrip()} {bare[time.end() :].lstrip()}".strip(), american=time[4] is not None)
    hour = int(time[1]) % 12 + (12 if time[4] in "pP" else 0) if time[4] else int(time[1])
    behind = _BEHIND_TIME.match(bare, time.end())
    zone = timezone(timedelta(minutes=int(f"{behind[1]}1") * (int(behind[2]) * 60 + int(behind[3])))) if behind else UTC
    return datetime(year, month, day, hour, int(time[2]), min(int(time[3] or 0), 59), tzinfo=zone)


def _day(text: str, *, american: bool) -> tuple[int, int, int]:
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            named = found.groupdict()
            month = int(named["month"]) if named.get("month") else month_of(named["name"])
            if month:
                return _whole_year(found["year"]), month, int(found["day"])
    figures = _FIGURES.search(text)
    if figures is None:
        raise ValueError(text)
    first, second = int(figures[1]), int(figures[2])
    if not american and first <= 12 and second <= 12 and first != second:
        raise ValueError(text)  # either may be the day
    return (int(figures[3]), first, second) if american or second > 12 else (int(figures[3]), second, first)


def _whole_year(figures: str) -> int:
    """A year in two or three figures as the standard completes it (RFC 5322 §4.3)."""
    year = int(figures)
    if len(figures) > 3:
        return year
    return year + (2000 if len(figures) == 2 and year < 50 else 1900)


def month_of(name: str) -> int | None:
    """The number of a month by its name in any language, a beginning of it that no other month has, or with an ending of its own."""
    word = name.lower()
    if word[-1] in "月월":
        return _CHINESE.get(word) or (int(word[:-1]) if word[:-1].isdecimal() else None)
    known = _numbers()
    if word in known:
        return known[word]
    meant = {number for full, number in known.items() if (len(word) > 2 and full.startswith(word)) or (len(full) > 4 and word.startswith(full))}
    return meant.pop() if len(meant) == 1 else None


@cache
def _numbers() -> dict[str, int]:
    return dict(_lines())


def _lines() -> Iterator[tuple[str, int]]:
    for number, names in enumerate(MONTHS.strip().split("\n"), 1):
        yield from ((normalize("NFC", name), number) for name in names.split())

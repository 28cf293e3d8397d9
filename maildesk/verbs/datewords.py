"""A date as an agent writes it, taken apart: each word of `languages/*.toml`, number, date and time of day becomes a letter with its value. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache

from maildesk.verbs.vocabulary import date_words, short_weekdays

LONGEST = 60  # no date is longer
MORNING = time(9)  # of a day that is named without a time
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
UNITS = ("minutes", "hours", "days", "weeks", "months")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Parts of the day: when each begins, and the hour up to which a clock of twelve hours means the second twelve of the day.
PARTS = {
    "night": (time(0), 0),
    "morning": (MORNING, 0),
    "noon": (time(12), 7),
    "afternoon": (time(14), 12),
    "evening": (time(18), 12),
    "workday_end": (time(18), 0),
}

# What each letter may be, and the value that goes with each meaning.
LETTERS: dict[str, dict[str, object]] = {
    "n": {**{name: number for number, name in enumerate(_NUMBERS, 1)}, "fifteen": 15, "twenty": 20, "thirty": 30},
    "u": {unit: unit for unit in UNITS},
    "w": {name: number for number, name in enumerate(WEEKDAYS)},
    "m": {name: number for number, name in enumerate(MONTHS, 1)},
    "d": {"today": 0, "tomorrow": 1, "in_two_days": 2, "in_three_days": 3},
    "x": {"next": "next"},
    "t": {"this": "this"},
    "p": {name: name for name in PARTS},
    "o": {"oclock": "oclock"},
    "h": {"half": 0.5},
    "e": {"month_end": "month_end"},
    "M": {"next_month": "next_month"},
    "f": {"friday_to_come": "friday_to_come"},
    "a": {"at": "at"},
}
# Words that say two things at once.
_TWOFOLD = {
    "tonight": ("today", "evening"),
    "this_morning": ("today", "morning"),
    "this_afternoon": ("today", "afternoon"),
    "half_an_hour": ("thirty", "minutes"),
    "tomorrow_morning": ("tomorrow", "morning"),
    "tomorrow_evening": ("tomorrow", "evening"),
    "workweek_end": ("friday_to_come", "workday_end"),
}
MEANINGS = frozenset(meaning for values in LETTERS.values() for meaning in values) | frozenset(_TWOFOLD) | {"beside"}


@dataclass(frozen=True, slots=True)
class Token:
    """`letter` is one of `LETTERS`, or D for a date in digits, c for a time like 14:00, k for one like 9h30, which may be a span, too."""

    letter: str
    value: object


def plain(text: str) -> str:
    """The text in the one form it is read in: narrow letters, small, plain dashes and quotes, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES).split())


_LOOKALIKES = str.maketrans("‐‑‒–—−’‘", "------''")
_DATE = re.compile(
    r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?!\d)(?:t(?=\d\d:))?"
    r"|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})?(?!\d)"
    r"|(?P<d4>1[3-9]|2\d|3[01])/(?P<m4>0?\d|1[0-2])/(?P<y4>\d{4})(?!\d)"  # there is no thirteenth month: it can be read in one way only
    r"|(?P<m5>0?\d|1[0-2])/(?P<d5>1[3-9]|2\d|3[01])/(?P<y5>\d{4})(?!\d)"
    r"|(?:(?P<y3>\d{4})年)?(?P<m3>\d{1,2})月(?:(?P<d3>\d{1,2})[日号號]?)?"
)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?::(?P<m>\d\d)(?::00)?)? ?(?P<half>am|pm|a\.m\.?|p\.m\.?)(?![a-z])"
    r"|(?P<h24>\d{1,2})(?:(?P<sign>[:h])|\.(?=\d\d ?uhr))(?P<m24>\d\d)(?::00)?(?![^\W_])(?: ?uhr(?![^\W_]))?"
)
_NUMBER = re.compile(r"(?P<n>\d{1,4}(?:[.,]\d{1,2}(?=\s?[^\W\d_]))?)(?:st|nd|rd|th|er|º)?(?![\d:])")
_OF_NUMBERS = frozenset("numoh")  # what a number before it is of: an hour, a span, a day of a month
_BETWEEN = re.compile(r"[\s,，、.。!]*")


def tokens(text: str, short: bool = False) -> list[Token]:
    """The text taken apart; raises `ValueError` at the first thing that stands in no table. With `short`, the short names of weekdays are nothing else."""
    if len(text) > LONGEST:
        raise ValueError(text)
    written, found = plain(text), list[Token]()
    position = _beyond(written, 0)
    while position < len(written):
        read, end = _next(written, position, short)
        found += read
        position = _beyond(written, end)
    return list(_with_clocks(found))


def _with_clocks(found: Sequence[Token]) -> Iterator[Token]:
    """A number behind “at” is an hour; before all else the word says nothing."""
    after = zip(found, (None, *found), (*found[1:], None), strict=False)
    for token, before, behind in after:
        if token.letter == "n" and before and before.letter == "a" and (behind is None or behind.letter not in _OF_NUMBERS):
            yield Token("c", time(int(str(token.value))))
        elif token.letter != "a":
            yield token


def _beyond(text: str, start: int) -> int:
    found = _BETWEEN.match(text, start)
    return found.end() if found else start


def _next(text: str, start: int, short: bool) -> tuple[Sequence[Token], int]:
    for pattern, read in ((_DATE, _date), (_CLOCK, _clock), (_NUMBER, _number)):
        found = pattern.match(text, start)
        if found:
            return read(found), found.end()
    word = _pattern(short).match(text, start)
    if word:
        return _word(_words(short)[word[0]]), word.end()
    raise ValueError(text)


def _date(found: re.Match[str]) -> Sequence[Token]:
    year, month, day = (next((found[part + way] for way in ("", "2", "3", "4", "5") if found[part + way]), None) for part in "ymd")
    assert month is not None
    return (Token("D", (int(year) if year else None, int(month), int(day or 1))),)


def _clock(found: re.Match[str]) -> Sequence[Token]:
    if found["half"] is None:
        return (Token("k" if found["sign"] == "h" else "c", time(int(found["h24"]), int(found["m24"]))),)
    hour = int(found["h"])
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return (Token("c", time(hour % 12 + (12 if found["half"][0] == "p" else 0), int(found["m"] or 0))),)


def _number(found: re.Match[str]) -> Sequence[Token]:
    number = float(found["n"].replace(",", "."))
    return (Token("n", int(number) if number.is_integer() else number),)


def _word(meaning: str) -> Sequence[Token]:
    return tuple(Token(letter, values[one]) for one in _TWOFOLD.get(meaning, (meaning,)) for letter, values in LETTERS.items() if one in values)


def _words(short: bool) -> Mapping[str, str]:
    return {**date_words(), **short_weekdays()} if short else date_words()


@cache
def _pattern(short: bool) -> re.Pattern[str]:
    """Any word of the tables, the longest first; one of Latin letters ends where its letters end."""
    longest = sorted(_words(short), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) + (r"(?![^\W\d_])" if word[-1] <= "ɏ" else "") for word in longest))

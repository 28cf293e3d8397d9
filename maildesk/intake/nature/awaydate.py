"""Until when somebody is away, as their answering machine says it; nothing where that is not plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from maildesk.intake.header.months import MONTHS
from maildesk.intake.nature.awaywords import (
    AHEAD,
    AHEAD_OF_ONE,
    BEFORE,
    BEHIND,
    CHINESE_NUMBERS,
    COUNTED_BEHIND,
    DAYS,
    FORTNIGHTS,
    JALALI,
    NEXT,
    NEXT_WEEK,
    NEXT_WEEK_BEHIND,
    NUMBERS,
    RANGE,
    TOMORROW,
    WEEK,
    WEEKDAYS,
    WEEKS,
)
from maildesk.intake.nature.jalali import gregorian

_LONGEST = 4000  # characters that are looked at: a machine says it at once
_MOST_DAYS = 50
_LONGEST_ABSENCE = timedelta(days=300)
_BUDDHIST, _LATEST = 543, 2400  # Thai machines count the years so
_MINGUO = 1911  # and those of Taiwan so
_REIWA = 2018  # and those of Japan, in the era that began in 2019
_FIRST_OF_OURS = 1700  # a year before it in four figures is one of Iran
_IN_IRAN = 100  # what is added to the number of a month there
_BETWEEN = 622  # years between a day of ours and the same in Iran, till their new year in March
_NEAR = 80  # characters beside a day in which its cue stands


def read_away(subject: str, text: str, written: date) -> date | None:
    """The day somebody is back, or the last one away, as the machine names it; None where it names none, or none to come.

    A day without a year is the next such day after the mail was written. What may be either of two days (03/04 in English) is none.
    """
    own = "\n".join(line for line in text[:_LONGEST].split("\n") if not line.lstrip().startswith(">"))
    words = _ERA.sub(lambda era: f"{int(era[1]) + _REIWA}", re.sub(r"\s+", " ", _read(f"{subject[:500]} \n {own}")))
    named = [(match, language) for match in list(_day_pattern().finditer(words))[:_MOST_DAYS] if (language := _cue_of(words, match)) is not None]
    # A day that a cue stands beside is surer than the second of two.
    days = (_day(match, language, written) for match, language in sorted(named, key=lambda one: not one[1]))
    return next((day for day in days if day is not None and written <= day <= written + _LONGEST_ABSENCE), None)


def _cue_of(words: str, match: re.Match[str]) -> str | None:
    """The language of the cue beside a day, "" where it is the second of two days, None where nothing says what it is."""
    before = _LEAD.sub("", words[max(0, match.start() - _NEAR) : match.start()])
    behind = words[match.end() : match.end() + _NEAR]
    for language, cue in _cues_before():
        found = cue.search(before)
        # Monday till Friday are the hours of an office.
        if found and not (match["wd"] and _ENDS_IN_WEEKDAY.search(before[: found.start()])):
            return language
    for language, cue in _cues_behind():
        if cue.match(behind):
            return language
    return "" if not (match["wd"] or match["tm"]) and _range_pattern().search(before) else None


def _day(match: re.Match[str], language: str, written: date) -> date | None:
    if match["tm"] or match["wd"] or match["wk"]:
        return written + timedelta(_days_on(match, written.weekday()))
    if match["ru"] or match["cn"]:
        return written + timedelta(_counted_days(match))
    if alone := match["od"] or match["oc"] or match["on"] or match["ol"] or match["wn"]:
        weekday = _WEEKDAY_NUMBERS[match["ww"]] if match["wn"] else None
        days = (written + timedelta(number) for number in range(200 if match["wn"] else 32))
        return next((day for day in days if day.day == int(alone) and weekday in (None, day.weekday())), None)
    year, month, day = _figures(match, language)
    if year is not None:
        return _calendar(_of_our_count(year), month, day)
    this = written.year - (_BETWEEN if month > _IN_IRAN else 0)
    near = (_calendar(number, month, day) for number in (this, this + 1))
    return next((found for found in near if found is not None and found >= written), None)


def _days_on(match: re.Match[str], today: int) -> int:
    """How many days after the mail: the day after it, a day of the next week, or the next day of that name."""
    if match["tm"]:
        return 1
    if match["wk"]:
        return 7 - today
    day = _WEEKDAY_NUMBERS[match["wd"]]
    return 7 - today + day if match["nw"] or match["nb"] else (day - today - 1) % 7 + 1


def _counted_days(match: re.Match[str]) -> int:
    """So many days, weeks or fortnights."""
    if count := match["cn"]:
        return (int(count) if count.isdecimal() else CHINESE_NUMBERS.find(count) + 1 or 2) * (7 if match["cw"] else 1)
    count = match["rn"] or ""
    return (int(count) if count.isdecimal() else _COUNTS.get(count, 1)) * _UNITS[match["ru"]]


def _of_our_count(year: int) -> int:
    """A year in two figures, in Taiwan's three, or as Thais count."""
    if year < 1000:
        return year + (2000 if year < 100 else _MINGUO)
    return year - _BUDDHIST if year > _LATEST else year


def _figures(match: re.Match[str], language: str) -> tuple[int | None, int, int]:
    """Year, month and day as they stand; month 0 where it is not plain which figure is which."""
    if match["iso"]:
        year, month, day = map(int, re.split(r"\D", match["iso"]))
        return year, month, day
    for names in (("cy", "cm", "cd"), ("dy", "dm", "dd"), ("my", "mm", "md")):
        if match[names[1]]:
            of_year, of_month, of_day = (match[name] for name in names)
            return int(of_year) if of_year else None, _MONTH_NUMBERS.get(of_month) or int(of_month), int(of_day)
    first, second, of_year = int(match["f1"]), int(match["f2"]), match["fy"]
    month, day = (first, second) if second > 12 else (second, first)
    unclear = match["sep"] == "/" and language in ("en", "") and max(first, second) <= 12 and first != second
    return int(of_year) if of_year else None, 0 if unclear else month, day


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        if month > _IN_IRAN or 1300 < year < _FIRST_OF_OURS:
            return gregorian(year, month % _IN_IRAN, day)
        return date(year, month, day)
    except ValueError:
        return None


_ERA = re.compile(r"(?:(?<![\w.])r\.?|令和)(\d{1,2})(?=[./-]\d{1,2}[./-]\d{1,2}(?!\d)|年)")


def _numbers(lines: str) -> Mapping[str, int]:
    return {_read(name).replace("_", " "): number for number, line in enumerate(lines.strip().split("\n"), 1) for name in line.split()}


def _read(text: str) -> str:
    """As the machine's words are looked at: one way to write each letter, in lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


_MONTH_NUMBERS = {**_numbers(MONTHS), **{name: number + _IN_IRAN for name, number in _numbers(JALALI).items()}}
_WEEKDAY_NUMBERS = {name: number - 1 for name, number in _numbers(WEEKDAYS).items()}


_COUNTS = _numbers(NUMBERS)
_UNITS = {_read(name): days for days, names in ((1, DAYS), (7, WEEKS), (14, FORTNIGHTS)) for name in names.split()}


def _any_of(names: Mapping[str, int]) -> str:
    """One of these names, whole; Chinese, Japanese and Korean ones stand without spaces."""
    ordered = sorted(names, key=len, reverse=True)
    spaced, close = ([re.escape(name) for name in ordered if (name[0] >= "\u2e80") is found] for found in (False, True))
    return "|".join(filter(None, (rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)" if spaced else "", "|".join(close))))


_MONTH, _WEEKDAY = f"(?:{_any_of(_MONTH_NUMBERS)})", f"(?:{_any_of(_WEEKDAY_NUMBERS)})"
_ARTICLE = r"(?:(?:the|dem|den|del|le|el|il|o|op|on|w|v|в|во|dia|día)[ ])?"
_LEAD = re.compile(rf"(?:(?<!\w){_ARTICLE.rstrip('?')})?(?:\d{{4}}[ ]?(?:m|г|р)?\.?[ ])?(?:(?:{NEXT})[ ])?(?:{_WEEKDAY}[.,]?[ ]?\(?{_ARTICLE})?\Z")
_ENDS_IN_WEEKDAY = re.compile(rf"{_WEEKDAY}\s*\Z")


@cache
def _day_pattern() -> re.Pattern[str]:
    """Each way to write a day: ISO; as in Chinese, Japanese and Korean; day before month; month before day; figures; a weekday alone."""
    return re.compile(
        rf"""
          (?<!\d)(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})(?!\d)
         |(?:(?P<cy>\d{{3,4}})[ ]?[年년][ ]?)?(?P<cm>\d{{1,2}})[ ]?[月월][ ]?(?P<cd>\d{{1,2}})[ ]?[日号號일]?
         |(?<![\d.])(?P<dd>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°|:e)?(?:[ ](?:de|of|den))?[ /-]?(?<=\D)(?P<dm>{_MONTH})\.?(?:(?:,|[ ]de|[ ]del)?[ /-](?P<dy>\d{{4}}))?
         |(?P<mm>{_MONTH})\.?[ ](?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?[ ](?P<my>\d{{4}}))?
         |(?<![\d./])(?P<f1>\d{{1,2}})(?P<sep>\.(?=[ ]\d)|[./-])(?:(?<=\.)[ ])?(?P<f2>\d{{1,2}})(?:(?P=sep)(?:(?<=\.)[ ])?(?P<fy>\d{{4}}|\d\d)(?![\d:])|(?<=\d)\.(?!\d)|(?!(?P=sep)|[\d:.])(?<=/\d)|(?!(?P=sep)|[\d:.])(?<=/\d\d))
         |(?<=the[ ])(?P<od>\d{{1,2}})(?:st|nd|rd|th)(?![ ]of|\w)
         |(?<![\d月월])(?P<oc>\d{{1,2}})[ ]?(?:[日号號](?![后後内內間间以之])|일(?![간 ]))
         |(?:(?<=[ ]dem[ ])|(?<=[ ]den[ ])|(?<=[ ]zum[ ]))(?P<on>\d{{1,2}})\.(?![ ]?(?:\d|{_MONTH}))
         |(?:(?<=[ ]le[ ])|(?<=[ ]au[ ])|(?<=[ ]el[ ])|(?<=[ ]il[ ])|(?<=[ ]al[ ])|(?<=[ ]d[ií]a[ ]))(?P<ol>\d{{1,2}})(?![\d:.,/-]|[ ]?(?:h|u|del?|di)\b|[ ]?{_MONTH})
         |(?P<ww>{_WEEKDAY})[.,]?[ ]{_ARTICLE}(?P<wn>\d{{1,2}})(?:st|nd|rd|th|[.º])?(?![\d:.,/-]|[ ]?(?:h|u|uhr|am|pm|a\.m|p\.m|del?|of|o'clock)\b|[ ]?{_MONTH})
         |(?:(?P<nw>{_spaced(NEXT_WEEK)}))?(?P<wd>{_WEEKDAY})(?P<nb>[ ](?:{_spaced(NEXT_WEEK_BEHIND)}))?(?![.,]?[ ]?\(?{_ARTICLE}(?:\d|{_MONTH}))
         |(?P<tm>{_spaced(TOMORROW)})
         |(?<!\w)(?:{_spaced(AHEAD)}[ ](?P<rn>\d{{1,3}}|{_any_of(_COUNTS)})|{AHEAD_OF_ONE})[ ](?P<ru>{_any_of(_UNITS)})
         |{COUNTED_BEHIND}
         |(?<!\w)(?P<wk>{_spaced(unicodedata.normalize("NFKC", WEEK))})(?!\w)
        """,
        re.VERBOSE,
    )


@cache
def _cues_before() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (language, re.compile(rf"{_edge(language)}(?:{unicodedata.normalize('NFKC', cues)}) ?[:,]? ?\Z")) for language, cues in BEFORE.items()
    )


@cache
def _cues_behind() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((language, re.compile(rf",? ?(?:{unicodedata.normalize('NFKC', cues)})")) for language, cues in BEHIND.items())


@cache
def _range_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:\d[.\w]{{0,3}}|{_MONTH}) ?(?:{RANGE}) ?\Z")


def _spaced(words: str) -> str:
    """Within a pattern whose blanks are only for its reader."""
    return words.replace(" ", "[ ]")


def _edge(language: str) -> str:
    return "" if language in ("zh", "ja", "ko", "th") else r"(?<!\w)"

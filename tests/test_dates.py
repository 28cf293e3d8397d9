"""When an agent means: each shape of a date in each language, the changes of clocks, and what holds for every date."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maildesk.verbs.dates import NoTime, When, moment_in, read_time, shown
from maildesk.verbs.datewords import MEANINGS
from maildesk.verbs.vocabulary import date_words, languages, short_weekdays, told_apart

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = When(datetime(2026, 1, 28, 10, 0, 7, tzinfo=UTC), BERLIN)  # 11:00 there

READINGS = """
3d                    Sat 2026-01-31 11:00
12h                   Wed 2026-01-28 23:00
2w                    Wed 2026-02-11 11:00
30m                   Wed 2026-01-28 11:30
1h30m                 Wed 2026-01-28 12:30
2mo                   Sat 2026-03-28 11:00
in 3 days             Sat 2026-01-31 11:00
three days            Sat 2026-01-31 11:00
a week                Wed 2026-02-04 11:00
mon 9:00              Mon 2026-02-02 09:00
Monday, 5:30 PM       Mon 2026-02-02 17:30
mon at 5 p.m.         Mon 2026-02-02 17:00
9:00 mon              Mon 2026-02-02 09:00
fri                   Fri 2026-01-30 09:00
fri evening           Fri 2026-01-30 18:00
wed                   Wed 2026-02-04 09:00
wed 14:00             Wed 2026-01-28 14:00
wed 9:00              Wed 2026-02-04 09:00
next fri              Fri 2026-02-06 09:00
this fri              Fri 2026-01-30 09:00
tomorrow              Thu 2026-01-29 09:00
tomorrow 14:00        Thu 2026-01-29 14:00
day after tomorrow    Fri 2026-01-30 09:00
today 18:00           Wed 2026-01-28 18:00
today                 Wed 2026-01-28 18:00
tonight               Wed 2026-01-28 18:00
this afternoon        Wed 2026-01-28 14:00
half an hour          Wed 2026-01-28 11:30
1.5 hours             Wed 2026-01-28 12:30
a couple of days      Fri 2026-01-30 11:00
after the weekend     Mon 2026-02-02 09:00
31/01/2026            Sat 2026-01-31 09:00
01/31/2026            Sat 2026-01-31 09:00
半小时后              Wed 2026-01-28 11:30
14:00                 Wed 2026-01-28 14:00
9:00                  Thu 2026-01-29 09:00
noon                  Wed 2026-01-28 12:00
next week             Mon 2026-02-02 09:00
next month            Sun 2026-02-01 09:00
end of month          Sat 2026-01-31 09:00
1 feb                 Sun 2026-02-01 09:00
feb 1                 Sun 2026-02-01 09:00
1st Feb 14:00         Sun 2026-02-01 14:00
27 jan                Wed 2027-01-27 09:00
29 feb                Tue 2028-02-29 09:00
Mon, 2 Feb            Mon 2026-02-02 09:00
Feb 1, 2027           Mon 2027-02-01 09:00
2026-01-31            Sat 2026-01-31 09:00
2026-01-31 14:00      Sat 2026-01-31 14:00
2026-01-31T14:00      Sat 2026-01-31 14:00
2026-01-31T14:00:00Z  Sat 2026-01-31 15:00
2026-01-31 14:00 +08:00  Sat 2026-01-31 07:00
ＭＯＮ　９：００       Mon 2026-02-02 09:00
3 d.                  Sat 2026-01-31 11:00
明天                  Thu 2026-01-29 09:00
后天                  Fri 2026-01-30 09:00
大后天                Sat 2026-01-31 09:00
今晚                  Wed 2026-01-28 18:00
明早                  Thu 2026-01-29 09:00
周五                  Fri 2026-01-30 09:00
本周五                Fri 2026-01-30 09:00
下周                  Mon 2026-02-02 09:00
下周一 9点            Mon 2026-02-02 09:00
下星期一上午九点半    Mon 2026-02-02 09:30
下周一，下午3点       Mon 2026-02-02 15:00
明天中午              Thu 2026-01-29 12:00
中午1点               Wed 2026-01-28 13:00
凌晨1点               Thu 2026-01-29 01:00
九点三十分            Thu 2026-01-29 09:30
下个月                Sun 2026-02-01 09:00
月底                  Sat 2026-01-31 09:00
3天                   Sat 2026-01-31 11:00
两天后                Fri 2026-01-30 11:00
2小时                 Wed 2026-01-28 13:00
半小时                Wed 2026-01-28 11:30
两个星期              Wed 2026-02-11 11:00
2026年2月1日          Sun 2026-02-01 09:00
2月1日 9:30           Sun 2026-02-01 09:30
3月                   Sun 2026-03-01 09:00
来週の月曜日          Mon 2026-02-02 09:00
来週                  Mon 2026-02-02 09:00
明日 午後3時          Thu 2026-01-29 15:00
3時間                 Wed 2026-01-28 14:00
morgen um 9 Uhr       Thu 2026-01-29 09:00
morgen früh           Thu 2026-01-29 09:00
nächsten Freitag      Fri 2026-02-06 09:00
am 1. Februar         Sun 2026-02-01 09:00
31.1.                 Sat 2026-01-31 09:00
31.1.2027             Sun 2027-01-31 09:00
in zwei Wochen        Wed 2026-02-11 11:00
demain 9h30           Thu 2026-01-29 09:30
lundi 9h              Mon 2026-02-02 09:00
vendredi prochain     Fri 2026-02-06 09:00
semaine prochaine     Mon 2026-02-02 09:00
le 1er février        Sun 2026-02-01 09:00
pasado mañana         Fri 2026-01-30 09:00
1 de febrero de 2027  Mon 2027-02-01 09:00
eod                   Wed 2026-01-28 18:00
tomorrow eod          Thu 2026-01-29 18:00
end of day            Wed 2026-01-28 18:00
eow                   Fri 2026-01-30 18:00
end of the week       Fri 2026-01-30 18:00
eow 12:00             Fri 2026-01-30 12:00
cob fri               Fri 2026-01-30 18:00
eom                   Sat 2026-01-31 09:00
mo 9:00               Mon 2026-02-02 09:00
Mo. 9 Uhr             Mon 2026-02-02 09:00
Mo, 9.30 Uhr          Mon 2026-02-02 09:30
di 14:00              Tue 2026-02-03 14:00
mi 9:00               Wed 2026-02-04 09:00
do um 9               Thu 2026-01-29 09:00
Fr. 15 Uhr            Fri 2026-01-30 15:00
sa                    Sat 2026-01-31 09:00
bis Fr                Fri 2026-01-30 09:00
Feierabend            Wed 2026-01-28 18:00
Ende der Woche        Fri 2026-01-30 18:00
Fr Feierabend         Fri 2026-01-30 18:00
monday at 9           Mon 2026-02-02 09:00
at 9 on monday        Mon 2026-02-02 09:00
tomorrow at 5 in the afternoon Thu 2026-01-29 17:00
th 9:00               Thu 2026-01-29 09:00
2 mo                  Sat 2026-03-28 11:00
next mo               Sun 2026-02-01 09:00
mar 3                 Tue 2026-03-03 09:00
mar. 9:00             Tue 2026-02-03 09:00
lun. 9h               Mon 2026-02-02 09:00
jeu à 14h30           Thu 2026-01-29 14:30
ven. 9h00             Fri 2026-01-30 09:00
mer 9:00              Wed 2026-02-04 09:00
fin de journée        Wed 2026-01-28 18:00
vendredi soir         Fri 2026-01-30 18:00
lun 9:00              Mon 2026-02-02 09:00
mié a las 9           Wed 2026-02-04 09:00
vie 10:30             Fri 2026-01-30 10:30
sáb                   Sat 2026-01-31 09:00
lunes a las 5 de la tarde Mon 2026-02-02 17:00
fin del día           Wed 2026-01-28 18:00
火 15:00               Tue 2026-02-03 15:00
金曜 午後3時               Fri 2026-01-30 15:00
今日中                   Wed 2026-01-28 18:00
今週中                   Fri 2026-01-30 18:00
月 9時                  Mon 2026-02-02 09:00
下班前                   Wed 2026-01-28 18:00
周五下班前                 Fri 2026-01-30 18:00
今天内                   Wed 2026-01-28 18:00
本周内                   Fri 2026-01-30 18:00
"""


@pytest.mark.parametrize("line", READINGS.strip().splitlines())
def test_a_date_is_read_as_a_person_means_it(line: str) -> None:
    """On a Wednesday in Berlin, at eleven."""
    text, weekday, day, clock = line.rsplit(maxsplit=3)
    assert shown(read_time(text, WEDNESDAY)) == f"{weekday} {day} {clock} +0100"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("someday", "“someday” is no time; write 3d, 12h, mon 9:00, tomorrow, 1 feb 14:00 or a date like 2026-01-31"),
        ("", "“” is no time"),
        ("mon 9", "is no time"),  # nine o'clock, or the ninth
        ("1/2", "is no time"),  # January, or February
        ("9h30", "is no time"),  # half past nine, or nine hours and a half
        ("12", "is no time"),
        ("mon tue", "is no time"),
        ("13:77", "is no time"),
        ("25:00", "is no time"),
        ("13pm", "is no time"),
        ("31 feb", "is no time"),
        ("2026-02-30", "is no time"),
        ("tue 2026-02-02", "is no time"),  # a Monday
        ("1.5mo", "is no time"),
        ("半个月", "is no time"),
        ("9999d 9999mo", "is more than a hundred years away"),
        ("9999mo 9999mo 9999mo 9999mo 9999mo 9999mo 9999mo 9999mo 9999mo 9999mo", "is no time"),  # of a year after 9999
        ("fri " * 40, "is no time"),
        ("2025-01-01", "“2025-01-01” is over: that was Wed 2025-01-01 09:00 +0100; write a time to come"),
        ("today 9:00", "is over"),
        ("this mon", "is over"),
        ("0d", "is over"),
        ("9999w", "is more than a hundred years away"),
    ],
)
def test_what_is_no_time_to_come_is_refused(text: str, wrong: str) -> None:
    """In words: what is wrong, and what would be right."""
    with pytest.raises(NoTime) as refused:
        read_time(text, WEDNESDAY)
    assert wrong in refused.value.said


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        # Clocks go forward at two on 2026-03-29: half past two is an hour after half past one.
        ("2026-03-28T12:00Z", "tomorrow 2:30", "Sun 2026-03-29 03:30 +0200"),
        ("2026-03-28T12:00Z", "1d", "Sun 2026-03-29 13:00 +0200"),
        ("2026-03-28T12:00Z", "24h", "Sun 2026-03-29 14:00 +0200"),
        ("2026-03-28T12:00Z", "sun 9:00", "Sun 2026-03-29 09:00 +0200"),
        # Clocks go back at three on 2026-10-25: half past two comes twice.
        ("2026-10-24T12:00Z", "tomorrow 2:30", "Sun 2026-10-25 02:30 +0200"),
        ("2026-10-25T00:45Z", "2:30", "Sun 2026-10-25 02:30 +0100"),
        ("2026-10-25T01:45Z", "2:30", "Mon 2026-10-26 02:30 +0100"),
        ("2026-10-25T00:30Z", "1h", "Sun 2026-10-25 02:30 +0100"),
        ("2026-10-24T12:00Z", "1d", "Sun 2026-10-25 14:00 +0100"),
    ],
)
def test_changes_of_clocks(now: str, text: str, moment: str) -> None:
    """An hour that is left out begins after it, one that comes twice is the next; days go by the clock on the wall, hours do not."""
    assert shown(read_time(text, When(datetime.fromisoformat(now), BERLIN))) == moment


def test_a_month_later_is_a_day_of_that_month() -> None:
    """The last one, where the month is shorter."""
    assert shown(read_time("1mo", When(datetime(2026, 1, 31, 9, tzinfo=UTC)))) == "Sat 2026-02-28 09:00 UTC"


# What a person may write: any row of words, most of them no date; and those above.
WORDS = st.sampled_from(sorted({*date_words(), *short_weekdays()}))
WRITTEN = st.one_of(
    st.sampled_from([line.rsplit(maxsplit=3)[0] for line in READINGS.strip().splitlines()]),
    st.lists(st.one_of(WORDS, st.sampled_from(["9:00", "14:30", "5pm", "2027-02-01", "31.3.", "9h30", "1", "12", "30"])), max_size=5).map(" ".join),
    st.text(max_size=30),
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=14600)).map(lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia"]).map(ZoneInfo)


def reading(text: str, when: When) -> datetime:
    """The reading of a text that has one."""
    try:
        return read_time(text, when)
    except NoTime:
        assume(False)
        raise


@given(WRITTEN, MOMENTS, ZONES)
def test_no_date_is_ever_in_the_past_and_nothing_else_is_raised(text: str, now: datetime, zone: ZoneInfo) -> None:
    """Whatever is written, whenever and wherever."""
    with contextlib.suppress(NoTime):
        assert read_time(text, When(now, zone)).astimezone(UTC) > now


@given(WRITTEN, MOMENTS, ZONES)
def test_what_a_date_was_read_as_is_read_as_the_same(text: str, now: datetime, zone: ZoneInfo) -> None:
    """The form that is kept to the second, the form that history shows to the minute; now, and whenever it is replayed."""
    when = When(now, zone)
    found = reading(text, when)
    kept, later = found.isoformat(timespec="seconds"), When(now + timedelta(days=400), ZoneInfo("Asia/Tokyo"))
    assert read_time(kept, when).astimezone(UTC) == moment_in(kept, later).astimezone(UTC) == found.astimezone(UTC)
    assert moment_in(shown(found), later).astimezone(UTC) == found.replace(second=0).astimezone(UTC)


@given(WRITTEN, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=500)), ZONES)
def test_who_writes_later_means_no_earlier_time(text: str, now: datetime, later: timedelta, zone: ZoneInfo) -> None:
    """Whatever the words are; but for those written within the hour that comes twice."""
    first, second = When(now, zone), When(now + later, zone)
    assume(not any(when.local.replace(fold=0).utcoffset() != when.local.replace(fold=1).utcoffset() for when in (first, second)))
    assert reading(text, first).astimezone(UTC) <= reading(text, second).astimezone(UTC)


def test_every_word_has_a_meaning_and_every_language_its_days() -> None:
    """Each word in the files is used by the grammar, and none means two things; Chinese and English have all that there is."""
    assert set(date_words().values()) <= MEANINGS
    by_name = {language.name: language.dates for language in languages()}
    days = {meaning for meaning in MEANINGS if meaning.endswith("day")} | {"tomorrow", "next", "days", "weeks", "hours"}
    for name, dates in by_name.items():
        missing = {meaning for meaning in days if not dates.get(meaning)}
        assert not missing or (name, missing) == ("ja", {"weeks"}), (name, missing)


def test_a_word_of_two_meanings_is_refused() -> None:
    """Nobody could tell which was meant."""
    with pytest.raises(ValueError, match="“mar” means march and tuesday"):
        told_apart(iter([("march", "mar"), ("tuesday", "mar")]))

"""Until when somebody is away, read where an answering machine says it (tests/away/phrases.txt)."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from maildesk.intake.nature.awaydate import read_away
from maildesk.intake.nature.jalali import gregorian
from maildesk.intake.nature.judge import judge_nature
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.ticket import Message, MessageKind, who_is_away
from tests.letters import NOW

PHRASES = Path(__file__).parent / "away" / "phrases.txt"
BOB = "bob@customer.example"


def test_the_day_is_read_in_every_language() -> None:
    """Of each phrase the day it names; none where it is past, further off than a year, or could be two days."""
    wrong = []
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            written, wanted, text = line.split(" | ", 2)
            found = read_away("", text.replace("\\n", "\n"), date.fromisoformat(written))
            if str(found or "-") != wanted:
                wrong.append(f"{found}, not {wanted}: {text}")
    assert wrong == []


def test_each_day_of_irans_calendar_follows_the_one_before() -> None:
    """Over more than a cycle of leap years no day is left out and none comes twice; two of them are known."""
    days = [gregorian(year, month, day) for year in range(1390, 1430) for month in range(1, 13) for day in range(1, 32) if _is_one(year, month, day)]
    assert [one.toordinal() for one in days] == list(range(days[0].toordinal(), days[0].toordinal() + len(days)))
    assert (gregorian(1357, 11, 22), gregorian(1403, 12, 30)) == (date(1979, 2, 11), date(2025, 3, 20))


def _is_one(year: int, month: int, day: int) -> bool:
    try:
        return bool(gregorian(year, month, day))
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Ich bin ab Montag, den 16.03.2026 wieder im Büro.", date(2026, 3, 16)),
        ("Your licence is valid until 9 March.", None),
        ("Takk for henvendelsen. Vi kommer tilbake til deg innen 16. mars.", None),
        ("Dziękujemy za zgłoszenie. Odpowiemy do dnia 16 marca.", None),
        ("您的订单已收到,将于3月16日前发货。如需返回修改,请点击链接。", None),
        ("Palaan töihin maanantaina 16.3.", date(2026, 3, 16)),
        ("سأعود إلى المكتب يوم الاثنين 16 مارس.", date(2026, 3, 16)),
        ("本人將於3月16日（週一）返回辦公室。", date(2026, 3, 16)),
        ("3月16日(月)に出社予定です。", date(2026, 3, 16)),
        ("We have your mail and answer until Monday.", None),
    ],
)
def test_only_who_is_away_is_away(text: str, until: date | None) -> None:
    """Other machines name days too: a licence that ends and a desk that answers by Monday are nobody's absence."""
    mail = ParsedMail(Address("", BOB), BOB, subject="Re: Refund", date=NOW, text=text, headers=(("Auto-Submitted", "auto-replied"),))
    assert judge_nature(mail, Envelope(BOB), frozenset(), own_id=False).away_until == until


@pytest.mark.parametrize("text", ["until " * 1000, "1.1." * 1000, "monday " * 800, "em no dia " * 600, "\uff11" * 4000])
def test_a_hostile_text_costs_little(text: str) -> None:
    """Whatever stands there, it is read in a moment: the first read makes the patterns."""
    read_away("", "", NOW.date())
    began = time.process_time()
    read_away(text, text, NOW.date())
    assert time.process_time() - began < 1


def said(*flags: str, nature: str = "out-of-office") -> Message:
    return Message(1, 1, MessageKind.INBOUND, BOB, "", "", "", NOW, nature=nature, flags=flags)


def test_who_has_written_since_is_there() -> None:
    """The newest machine's answer counts, up to its day and not after it, until the person writes."""
    machine, later = said("robot", "away-until:2026-03-09"), said("robot", "away-until:2026-03-20")
    assert who_is_away([machine], date(2026, 3, 9)) == {BOB: date(2026, 3, 9)}
    assert who_is_away([machine], date(2026, 3, 10)) == {}
    assert who_is_away([machine, later], date(2026, 3, 10)) == {BOB: date(2026, 3, 20)}
    assert who_is_away([machine, said(nature="human")], date(2026, 3, 3)) == {}

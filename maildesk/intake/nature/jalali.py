"""The calendar of Iran and Afghanistan, as its days stand in ours."""

from __future__ import annotations

from datetime import date

_EPOCH = 226894  # the day before 1 Farvardin of the year 1
_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)  # the leap years of each 33, which hold from 1178 to 1633


def gregorian(year: int, month: int, day: int) -> date:
    """The same day in our calendar; ValueError where there is none."""
    longest = 31 if month < 7 else 30 if month < 12 or _is_leap(year) else 29
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"no day {year}-{month}-{day}")
    leaps = (year - 1) // 33 * 8 + sum(_is_leap(one) for one in range((year - 1) // 33 * 33 + 1, year))
    return date.fromordinal(_EPOCH + 365 * (year - 1) + leaps + (month - 1) * 30 + min(month - 1, 6) + day)


def _is_leap(year: int) -> bool:
    return year % 33 in _CYCLE

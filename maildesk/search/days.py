"""The moment a day means in a query, as people write days: pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from maildesk.verbs.dates import When, moment_in

_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1, "前天": 2}
_WRITTEN = (
    re.compile(r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?|月)?|年)?"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
)


def start_of(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """When the day, month or year named by `text` begins in `zone`, or the moment a span (3d, 2w) ago; None where it names none.

    2026-01-31, 2026/1/31, 31.1.2026, 2026年1月31日, 2026-01, 2026, today, yesterday, 12h, 3d, 2w, 2026-01-31T10:00.
    """
    try:
        found = _read(text.strip().casefold(), now, zone)
        return None if found is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    if text in _DAYS_AGO:
        return _midnight(now.astimezone(zone).date() - timedelta(days=_DAYS_AGO[text]), zone)
    for pattern in _WRITTEN:
        found = pattern.fullmatch(text)
        if found:
            return _midnight(date(int(found["y"]), int(found["m"] or 1), int(found["d"] or 1)), zone)
    if text[-1:] in ("h", "d", "w"):
        return now - (moment_in(text, When(now)) - now)
    written = datetime.fromisoformat(text.upper())
    return written if written.tzinfo else written.replace(tzinfo=zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)

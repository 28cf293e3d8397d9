"""The Date header as a moment in UTC, where it is written in one of the ways people meet."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# `+01:00`, `GMT+0100` and `UTC+1`, which libraries read as no offset at all.
_OFFSET = re.compile(r"(\d:\d\d)\s*(?:(?:GMT|UTC|Z)\s*([+-])(\d{1,2}):?(\d\d)?|([+-])(\d\d):(\d\d))(?![\d:])", re.IGNORECASE)


def with_plain_offset(text: str) -> str:
    """The date with its offset as the standard wants it, `+0100`."""
    return _OFFSET.sub(lambda found: f"{found[1]} {found[2] or found[5]}{(found[3] or found[6]):0>2}{found[4] or found[7] or '00'}", text, count=1)


def read_date(text: str) -> datetime | None:
    """None for anything that is no moment a calendar holds (V052)."""
    for attempt in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            when = attempt(text.strip()[:100])
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None

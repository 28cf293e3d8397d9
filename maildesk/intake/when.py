"""The Date header as a moment in UTC, where it is written in one of the ways people meet."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_date(text: str) -> datetime | None:
    """None for anything that is no moment a calendar holds (V052)."""
    for attempt in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            when = attempt(text.strip()[:100])
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None

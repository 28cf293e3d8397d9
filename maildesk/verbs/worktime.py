"""How long somebody worked on something: read as people write it, and said in one way. Pure."""

from __future__ import annotations

import re

# 25m, 1h, 1h30m, 1.5h, 1:30, 90 (minutes); a minus takes back.
_WRITTEN = re.compile(
    r"(?:\+|(?P<minus>[-\u2212]?))\s*(?:(?P<clock>\d{1,3}):(?P<past>[0-5]\d)|(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hours?|hrs?|std\.?|stunden?|heures?|horas?|小时|時間))?"
    r"\s*(?:(?P<minutes>\d{1,4})\s*(?:m|min\.?|mins|minutes?|minuten|minutos?|分钟|分)?)?)"
)
_LONGEST = 24 * 60 * 31


def read_minutes(text: str) -> int | None:
    """The minutes a text means, None where it means no time."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        return None
    if found["clock"]:
        minutes = int(found["clock"]) * 60 + int(found["past"])
    else:
        minutes = round(float((found["hours"] or "0").replace(",", ".")) * 60) + int(found["minutes"] or 0)
    return (-minutes if found["minus"] else minutes) if 0 < minutes <= _LONGEST else None


def spelled_minutes(minutes: int) -> str:
    """As history keeps it: `1h 30m`, `-5m`; `read_minutes` reads it again."""
    hours, rest = divmod(abs(minutes), 60)
    words = " ".join(part for part in (f"{hours}h" if hours else "", f"{rest}m" if rest or not hours else "") if part)
    return f"-{words}" if minutes < 0 else words

"""How often an event comes back, in words (RRULE of RFC 5545 §3.3.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from maildesk.errors import NOTHING
from maildesk.language import N_, Said

_EVERY: dict[str, tuple[Said, Callable[[int], Said]]] = {
    "DAILY": (Said("every day"), lambda count: Said("every {count} days", count=count)),
    "WEEKLY": (Said("every week"), lambda count: Said("every {count} weeks", count=count)),
    "MONTHLY": (Said("every month"), lambda count: Said("every {count} months", count=count)),
    "YEARLY": (Said("every year"), lambda count: Said("every {count} years", count=count)),
}
_DAYS = {
    "MO": N_("Monday"),
    "TU": N_("Tuesday"),
    "WE": N_("Wednesday"),
    "TH": N_("Thursday"),
    "FR": N_("Friday"),
    "SA": N_("Saturday"),
    "SU": N_("Sunday"),
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
_PLACES = {
    1: N_("first"),
    2: N_("second"),
    3: N_("third"),
    4: N_("fourth"),
    5: N_("fifth"),
    -1: N_("last"),
    -2: N_("last but one"),
}
_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_SAID = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"})
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)")
_LONGEST = 200


def said_rule(rule: str) -> Said:
    """`every 2 weeks, on Monday, 10 times`; the rule itself where it holds what we have no words for, "" where it is none."""
    parts = {key.strip(): value.strip() for key, _, value in (pair.partition("=") for pair in rule[:_LONGEST].upper().split(";")) if value.strip()}
    if "FREQ" not in parts:
        return NOTHING
    try:
        return Said.joined(", ", _said(parts))
    except (ValueError, LookupError):
        return Said("by the rule {rule}", rule=rule[:_LONGEST])


def _said(parts: dict[str, str]) -> Iterator[Said]:
    """Raises ValueError or LookupError at what it has no words for."""
    if not parts.keys() <= _SAID:
        raise ValueError(parts)
    one, many = _EVERY[parts["FREQ"]]
    count = int(parts.get("INTERVAL", "1"))
    yield one if count <= 1 else many(count)
    if "BYDAY" in parts:
        yield _on_days(parts["BYDAY"].split(","), int(parts.get("BYSETPOS", "0")))
    if "BYMONTHDAY" in parts:
        days = [int(day) for day in parts["BYMONTHDAY"].split(",")]
        yield Said("on the last day of the month") if days == [-1] else Said("on day {days} of the month", days=", ".join(map(_positive, days)))
    if "BYMONTH" in parts:
        yield Said(
            "in {months}", months=Said.joined(", ", [Said.word(_MONTHS[int(_positive(int(month))) - 1]) for month in parts["BYMONTH"].split(",")])
        )
    yield from _end(parts)


def _end(parts: dict[str, str]) -> Iterator[Said]:
    if "COUNT" in parts:
        yield Said("{count} times", count=int(parts["COUNT"]))
    if found := _UNTIL.match(parts.get("UNTIL", "")):
        yield Said("until {day}", day=f"{found[1]}-{found[2]}-{found[3]}")


def _on_days(days: list[str], place: int) -> Said:
    found = [_DAY.match(day.strip()) for day in days]
    named = [(int(one[1] or place), one[2]) for one in found if one]
    if len(named) != len(days):
        raise ValueError(days)
    if all(number == 0 for number, _ in named):
        if tuple(day for _, day in named) == _WEEKDAYS:
            return Said("from Monday to Friday")
        return Said("on {days}", days=Said.joined(", ", [Said.word(_DAYS[day]) for _, day in named]))
    if place and len(named) > 1:
        raise ValueError(days)
    return Said.joined(", ", [Said("on the {place} {day}", place=Said.word(_PLACES[number]), day=Said.word(_DAYS[day])) for number, day in named])


def _positive(number: int) -> str:
    if number < 1:
        raise ValueError(number)
    return str(number)

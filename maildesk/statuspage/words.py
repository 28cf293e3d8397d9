"""How the page says moments and spans, in the language that is spoken."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from markupsafe import Markup

from maildesk.clock import rfc3339
from maildesk.language import N_, _
from maildesk.statuspage.markup import tag

_UNITS = ((86400, N_("{count} d")), (3600, N_("{count} h")), (60, N_("{count} min")), (1, N_("{count} s")))


def span(length: timedelta) -> Markup:
    """A span in one piece, which no line break divides."""
    return tag("span", spoken(length), class_="span")


def spoken(length: timedelta) -> str:
    """A span in one or two units, `3 d 4 h`, `5 min`; nobody waits for a ticket by the second."""
    left = max(0, int(length.total_seconds()))
    place = next((place for place, (seconds, _unit) in enumerate(_UNITS) if left >= seconds), len(_UNITS) - 1)
    said: list[str] = []
    for seconds, unit in _UNITS[place : max(place + 1, min(place + 2, len(_UNITS) - 1))]:
        many, left = divmod(left, seconds)
        if many or not said:
            said.append(_(unit).format(count=many))
    return " ".join(said)


def moment(at: datetime, zone: tzinfo) -> Markup:
    """A moment as people of that zone read it; a machine finds it in UTC."""
    return tag("time", f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}", datetime=rfc3339(at))


def preferred(accepted: str) -> str:
    """The one of our languages that a browser's Accept-Language wants most (RFC 9110 §12.5.4); English where it wants neither."""
    wanted: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece.removeprefix("q=") for piece in parameters if piece.startswith("q=")), "1")
        language = {"zh": "zh_CN", "en": "en", "*": "en"}.get(name.partition("-")[0])
        if language and quality.replace(".", "", 1).isdecimal() and float(quality) > 0:
            wanted.append((-float(quality), language))
    return min(wanted, key=lambda pair: pair[0])[1] if wanted else "en"

"""The values that stand in a desk.yaml (addresses, spans, sizes, hours …): what each may look like, and what would be right."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from maildesk.config.nearest import nearest
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.plainaddress import is_plain_address


class Unlike(Wrong):
    """A value that has not the form its key takes: the key's own example shows best what would be right, `right` says the rest."""


class Model(BaseModel):
    # Built when a file is first read: as a part of the whole desk.yaml, not each model once more by itself.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


def _address(value: str) -> str:
    if not is_plain_address(value):
        raise Wrong(Said("{value!r} is no plain mail address", value=value), Said("write it like support@example.com"))
    return value.lower()


MailAddress = Annotated[str, AfterValidator(_address)]


def _header_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,60}", value, re.ASCII):
        raise Wrong(Said("{value!r} is no name of a header", value=value), Said("write it like Content-Type"))
    return value


HeaderName = Annotated[str, AfterValidator(_header_name)]


def _on_the_wire(value: str) -> str:
    """A line break in a name would begin a command of its own (V027)."""
    if not value or len(value) > 255 or not value.isprintable():
        raise Wrong(Said("this is no name: it is empty, longer than 255 letters or has a control character in it"), Said("write it in one line"))
    return value


WireName = Annotated[str, AfterValidator(_on_the_wire)]


def _user_name(value: str) -> str:
    """As useradd takes it, or a number."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,254}\$?", value, re.ASCII):
        raise Wrong(Said("{value!r} is no name of a user", value=value), Said("write it like maildesk"))
    return value


UserName = Annotated[str, AfterValidator(_user_name)]


def _language(value: object) -> object:
    """`zh` is what most people write for the Chinese we have."""
    return "zh_CN" if str(value) in ("zh", "zh-CN", "zh_cn") else value


Language = Annotated[Literal["en", "zh_CN"], BeforeValidator(_language)]

# What customers may write: of these it is known in which charsets their programs do, undeclared.
Written = Annotated[
    Literal[
        "ar", "be", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hr", "hu", "it", "ja",
        "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh_CN",
        "zh_TW",
    ],
    BeforeValidator(_language),
]  # fmt: skip


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = nearest(value, available_timezones())
        right = Said("did you mean {word}?", word=near) if near else Said("write one like Europe/Berlin")
        raise Wrong(Said("there is no time zone {value!r}", value=value), right) from None
    return value


TimeZone = Annotated[str, AfterValidator(_timezone)]


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone of that name, its file read the first time alone."""
    return ZoneInfo(name)


_SPAN = re.compile(r"(\d{1,5})\s*(s|m|h|d|w)\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _span(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = _SPAN.match(str(value))
    if not found:
        raise Unlike(Said("{value!r} is no span of time", value=value), Said("the units are s, m, h, d and w"))
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


Span = Annotated[timedelta, BeforeValidator(_span)]

SHORTEST_HOLD, LONGEST_HOLD = timedelta(seconds=30), timedelta(seconds=120)


def _hold(value: object) -> object:
    """Long enough to take a letter back, too short for the customer to notice."""
    if str(value) in ("0", "0s"):
        return timedelta(0)
    if value != timedelta(0):
        span = _span(value)
        if not isinstance(span, timedelta) or not SHORTEST_HOLD <= span <= LONGEST_HOLD:
            raise Wrong(Said("{value!r} is no time to hold letters for", value=value), Said("write 0, or 30s to 120s"))
        return span
    return value


Hold = Annotated[timedelta, BeforeValidator(_hold)]


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong(Said("{value!r} is no day", value=value), Said("write it like 2026-01-31")) from None


Day = Annotated[date, BeforeValidator(_day)]

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(str(value))
    if not found:
        raise Wrong(Said("{value!r} is no time of day", value=value), Said("write it like 07:30"))
    return time(int(found[1]), int(found[2]))


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


def _digest_time(value: object) -> object:
    try:
        return value if value == "never" else _time_of_day(value)
    except Wrong:
        raise Wrong(Said("{value!r} is no time of day", value=value), Said("write it like 07:30, or never")) from None


DigestTime = Annotated[time | Literal["never"], BeforeValidator(_digest_time)]


def _no_flag(value: object) -> object:
    """Python takes `true` for 1; nobody who writes it means that."""
    if isinstance(value, bool):
        raise Unlike(Said("{value} is no number", value=str(value).lower()))
    return value


Whole = Annotated[int, BeforeValidator(_no_flag)]

# A bound of nought would close the desk.
Bound = Annotated[Whole, Field(ge=1)]

SIZES = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_SIZE = re.compile(r"(\d{1,20})\s*(?:([KMG])(?:i?B)?|B)?", re.ASCII | re.IGNORECASE)


def size_of(value: object) -> object:
    """Bytes, of a number or of one with its unit; whoever writes MB means what others call MiB."""
    found = _SIZE.fullmatch(str(value))
    if not found or isinstance(value, bool):
        raise Unlike(Said("{value!r} is no size", value=value), Said("the units are KiB, MiB and GiB, bytes without one"))
    return int(found[1]) * (SIZES[f"{found[2].upper()}iB"] if found[2] else 1)


Size = Annotated[int, BeforeValidator(size_of), Field(ge=1)]


def _score(value: object) -> object:
    if not re.fullmatch(r"-?\d{1,4}(\.\d{1,4})?", str(value)):
        raise Wrong(Said("{value!r} is no score", value=value), Said("write it like 6 or 7.5"))
    return float(str(value))


Score = Annotated[float, BeforeValidator(_score)]

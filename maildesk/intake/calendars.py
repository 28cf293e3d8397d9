"""Calendar invites and visiting cards as a person reads them (RFC 5545, RFC 6350): what, when, where, who."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maildesk.intake.charset import decode
from maildesk.ticket import named

_LONGEST, _MOST_LINES, _MOST_EVENTS = 256 << 10, 5000, 20
_FOLD = re.compile(r"\r?\n[ \t]")
# Possessive, so that no line makes it try twice (V046).
_LINE = re.compile(r"([A-Za-z0-9.-]{1,40}+)((?:;(?:[^:\";]++|\"[^\"]{0,200}+\")*+){0,20}+):(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\;,nN])")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?\Z")
_ZONE = re.compile(r";TZID=\"?([^\";:]{1,80})", re.IGNORECASE)
_PERSON = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:\"]*))", re.IGNORECASE)
_ANSWER = re.compile(r";PARTSTAT=([A-Za-z-]{1,20})", re.IGNORECASE)
# What the sender wants with it (RFC 5546 §1.4), in the words a person would use.
_METHODS = {"request": "Invitation", "cancel": "Cancelled", "reply": "Answer to an invitation", "counter": "Other time proposed", "add": "Invitation"}

Lines = dict[str, tuple[str, str]]


def readable_invite(data: bytes, charset: str = "") -> str:
    """The events of a calendar as text, "" where it has none; never raises."""
    method, events = _events(data, charset)
    return "\n\n".join(filter(None, (_event(event, _METHODS.get(method, "")) for event in events)))


def invite_words(data: bytes, charset: str = "") -> tuple[str, ...]:
    """What a calendar wants (`request`, `cancel`, `reply` …) and what its events are called; () where it has none."""
    method, events = _events(data, charset)
    titles = (_plain(event.get("SUMMARY", ("", ""))[1]) for event in events)
    return tuple(dict.fromkeys(filter(None, (method or "publish", *titles)))) if events else ()


def _events(data: bytes, charset: str) -> tuple[str, list[Lines]]:
    """The method in small letters, and the properties of each event."""
    method, events = "", list[Lines]()
    for name, parameters, value in _lines(data, charset):
        if name == "METHOD":
            method = value.strip().lower()[:20]
        elif name == "BEGIN" and value.strip().upper() == "VEVENT":
            if len(events) == _MOST_EVENTS:
                break
            events.append({})
        elif events and name not in ("BEGIN", "END"):
            events[-1].setdefault(name, (parameters, value))
    return method, events


def card_name(data: bytes) -> str:
    """Whose visiting card it is, "" where it does not say."""
    return next((_plain(value) for name, _, value in _lines(data, "") if name.rpartition(".")[2] == "FN"), "")


def _lines(data: bytes, charset: str) -> Iterator[tuple[str, str, str]]:
    """(name in capitals, parameters, value) of each content line, unfolded."""
    text = _FOLD.sub("", decode(data[:_LONGEST], charset))
    for line in text.splitlines()[:_MOST_LINES]:
        found = _LINE.match(line)
        if found is not None:
            yield found[1].upper(), found[2], found[3]


def _event(event: Lines, method: str) -> str:
    title = _plain(event.get("SUMMARY", ("", ""))[1])
    begin, end = _when(event, "DTSTART"), _when(event, "DTEND")
    where = _plain(event.get("LOCATION", ("", ""))[1])
    rows = (
        f"{method}: {title}" if method and title else title or method,
        f"When: {begin}{' – ' + end if end else ''}" if begin else "",
        f"Where: {where}" if where else "",
        f"Organizer: {_who(event['ORGANIZER'])}" if "ORGANIZER" in event else "",
        _answer(event) if method == _METHODS["reply"] else "",
    )
    told = _plain(event.get("DESCRIPTION", ("", ""))[1], lines=True)
    return "\n".join([*filter(None, rows), *(("", told) if told else ())])


def _when(event: Lines, name: str) -> str:
    parameters, value = event.get(name, ("", ""))
    found = _TIME.match(value.strip())
    if found is None:
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    if found[4] is None:
        return day
    zone = _ZONE.search(parameters)
    shown = " UTC" if found[6] else f" ({zone[1]})" if zone else ""
    return f"{day} {found[4]}:{found[5]}{shown}"


def _who(entry: tuple[str, str]) -> str:
    parameters, value = entry
    found = _PERSON.search(parameters)
    name = (found[1] or found[2] or "").strip() if found else ""
    address = re.sub(r"(?i)\Amailto:", "", value.strip())
    return named(name, address)


def _answer(event: Lines) -> str:
    entry = event.get("ATTENDEE")
    said = _ANSWER.search(entry[0]) if entry else None
    return f"{_who(entry)}: {said[1].lower()}" if entry and said else ""


def _plain(value: str, lines: bool = False) -> str:
    text = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return text.strip() if lines else " ".join(text.split())

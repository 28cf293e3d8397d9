"""What a calendar says, as a person reads it (RFC 5545, RFC 5546): what, when, where, who, how often, and what is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from maildesk.config.limits import Limits
from maildesk.errors import NOTHING
from maildesk.html.text import to_text
from maildesk.intake.mime.contentlines import Line, content_lines
from maildesk.intake.mime.recurrence import said_rule
from maildesk.language import N_, Said
from maildesk.ticket import named

_MOST_CALENDARS, _MOST_EVENTS, _SHOWN_BESIDE, _MOST_PEOPLE = 10, 20, 5, 10
_LONGEST_LINE = 300
_LONGEST_BESIDE = 600  # of a description that stands below the mail's own text
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z?))?\Z")
_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?\Z")
# A zone's name behind the path some programs put before it.
_ZONE_PATH = re.compile(r"/(?:.*/)?([A-Z][A-Za-z_]+/[A-Za-z_+-]+)\Z")
_MARKUP = re.compile(r"</(?:p|b|i|u|a|ul|ol|li|div|span|html|body|strong|em)>|<br ?/?>", re.IGNORECASE)
_TAGGED_LINES = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"mailto:", re.IGNORECASE)
# What the sender wants with it (RFC 5546 §1.4), in the words a person would use.
_METHODS = {
    "request": N_("Invitation"),
    "add": N_("Invitation"),
    "cancel": N_("Cancelled"),
    "reply": N_("Answer to an invitation"),
    "counter": N_("Other time proposed"),
    "declinecounter": N_("Other time declined"),
    "refresh": N_("Asks for the newest version"),
}
_ANSWERS = {
    "ACCEPTED": N_("accepted"),
    "DECLINED": N_("declined"),
    "TENTATIVE": N_("perhaps"),
    "DELEGATED": N_("sends somebody else"),
    "NEEDS-ACTION": N_("has not answered"),
    "COMPLETED": N_("done"),
    "IN-PROCESS": N_("in work"),
}
_EVENTS = frozenset({"VEVENT", "VTODO"})


@dataclass(frozen=True, slots=True)
class Event:
    """The lines of one event, without those of its alarms."""

    method: str
    lines: tuple[Line, ...]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name and line.value.strip()), None)

    def words(self, name: str) -> str:
        line = self.first(name)
        return line.words[:_LONGEST_LINE] if line else ""


def read_events(calendars: Iterable[tuple[bytes, str]]) -> tuple[Event, ...]:
    """The events of some calendars (bytes and charset), in order; never raises."""
    return tuple(event for data, charset in islice(calendars, _MOST_CALENDARS) for event in _events(data, charset))


def event_words(events: Iterable[Event]) -> tuple[str, ...]:
    """What calendars want (`request`, `cancel`, `reply` …) and what their events are called."""
    return tuple(dict.fromkeys(word for event in events for word in (event.method or "publish", event.words("SUMMARY")) if word))


def event_ids(events: Iterable[Event]) -> tuple[str, ...]:
    """What the events are known by, of a few of them."""
    return tuple(islice(dict.fromkeys(uid for event in events if (uid := event.words("UID").strip()) and len(uid) < _LONGEST_ID), _MOST_IDS))


_MOST_IDS, _LONGEST_ID = 3, 500


def said_events(events: Sequence[Event], beside: str = "") -> Said:
    """The events as text, each once; below the mail's own text (`beside`) in short."""
    if not events:
        return NOTHING
    known = " ".join(beside.split())
    said = dict.fromkeys(filter(None, (_said(event, known) for event in _each_once(events))))
    # Some programs attach the same invitation once more, with less in it.
    texts = [one for one in said if not any(other.startswith(f"{one}\n") for other in said)]
    shown = _SHOWN_BESIDE if beside else _MOST_EVENTS
    more = [Said("and {count} more in the calendar", count=len(texts) - shown)] if len(texts) > shown else []
    return Said.joined("\n\n", [*texts[:shown], *more])


def _each_once(events: Iterable[Event]) -> Iterable[Event]:
    """Events without those that have the id of an earlier one, and its date."""
    kept: dict[object, Event] = {}
    for event in events:
        uid = event.words("UID")
        kept.setdefault((event.method, uid, event.words("RECURRENCE-ID")) if uid else id(event), event)
    return kept.values()


def _events(data: bytes, charset: str) -> list[Event]:
    """The events of a calendar; what stands inside them (alarms) and beside them (time zones) is passed over."""
    method, inside, found = "", list[str](), list[list[Line]]()
    for line in content_lines(data, charset):
        value = line.value.strip().upper()
        match line.name:
            case "METHOD":
                method = value.lower()[:20]
            case "BEGIN" if value in _EVENTS:
                inside = [value]
                found.append([])
            case "BEGIN":
                inside.append(value)
            case "END":
                inside = inside[: inside.index(value)] if value in inside else inside
            case _ if inside and inside[-1] in _EVENTS:
                found[-1].append(line)
    return [Event(method, tuple(lines)) for lines in found]


def _said(event: Event, beside: str) -> Said:
    title, where, link = event.words("SUMMARY"), event.words("LOCATION"), event.words("URL")
    off = "cancel" if event.words("STATUS").upper() == "CANCELLED" else event.method
    rows = [
        Said("{wanted}: {title}", wanted=Said.word(_METHODS[off]), title=title or "–") if off in _METHODS else Said.as_is(title),
        *_when_rows(event),
        Said("Where: {where}", where=where) if where else NOTHING,
        *_people(event),
        Said("Link: {link}", link=link) if link.lower().startswith(("http://", "https://")) and link not in where else NOTHING,
    ]
    told = _told(event, beside)
    return Said.joined("\n", [*filter(None, rows), *(("", told) if told else ())])


def _told(event: Event, beside: str) -> str:
    """The organizer's words, the answerer's on an answer; below the mail's own text only where it lacks them."""
    line = event.first("COMMENT") if event.method in ("reply", "counter", "declinecounter") else event.first("DESCRIPTION")
    told = _without_tags(line.text) if line else ""
    if beside and (len(told) > _LONGEST_BESIDE or " ".join(told.split()) in beside):
        return ""
    return told


def _without_tags(text: str) -> str:
    """What somebody reads in it: some programs write HTML there, whose lines are tags or line breaks."""
    if not _MARKUP.search(text):
        return text
    return to_text(text if _TAGGED_LINES.search(text) else text.replace("\n", "<br>"), Limits()).strip()


def _when_rows(event: Event) -> Iterator[Said]:
    begin, end = _moment(event.first("DTSTART")), _end(event)
    if begin:
        yield Said("When: {when}", when=_span(begin, end))
    elif end:
        yield Said("Due: {when}", when=_span(end, None))
    rule = event.first("RRULE")
    repeated = said_rule(rule.value) if rule else NOTHING
    if repeated:
        yield Said("Repeated: {how}", how=repeated)
    off = [str(moment.at) if moment.day else f"{moment.at:%Y-%m-%d}" for moment in _moments(event, "EXDATE")]
    if off:
        yield Said("Not on: {days}", days=", ".join(off[:_MOST_PEOPLE]))
    single = _moment(event.first("RECURRENCE-ID"))
    if single:
        yield Said("Of a series, only: {when}", when=_span(single, None))


@dataclass(frozen=True, slots=True)
class _Moment:
    at: date  # a datetime where it has a time
    day: bool
    zone: str


def _moment(line: Line | None) -> _Moment | None:
    return next(iter(_all_moments(line)), None) if line else None


def _moments(event: Event, name: str) -> list[_Moment]:
    return [moment for line in event.lines if line.name == name for moment in _all_moments(line)]


def _all_moments(line: Line) -> Iterator[_Moment]:
    zone = line.parameter("TZID")
    path = _ZONE_PATH.match(zone)
    rest, _, values = line.value.rpartition(":")  # a zone with a colon in it, and without the quotes it needs
    zone = f"{zone}:{rest}" if rest else zone
    for value in values.split(",")[:_MOST_PEOPLE]:
        found = _TIME.match(value.strip())
        if found is None:
            continue
        try:
            if found[4] is None:
                yield _Moment(date(int(found[1]), int(found[2]), int(found[3])), day=True, zone="")
            else:
                at = datetime(int(found[1]), int(found[2]), int(found[3]), int(found[4]), int(found[5]))  # noqa: DTZ001 - its zone is only shown
                yield _Moment(at, day=False, zone="UTC" if found[6] else path[1] if path else zone[:80])
        except ValueError:
            continue


def _end(event: Event) -> _Moment | None:
    end, begin, lasts = _moment(event.first("DTEND") or event.first("DUE")), _moment(event.first("DTSTART")), event.first("DURATION")
    found = _DURATION.match(lasts.value.strip().upper()) if lasts else None
    if end or begin is None or found is None:
        return end
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    try:
        return _Moment(begin.at + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes), begin.day, begin.zone)
    except OverflowError:
        return None


def _span(begin: _Moment, end: _Moment | None) -> Said:
    """`2026-03-02 10:00 – 11:00 (Europe/Berlin)`; of whole days the last one counts, which is not the one a calendar names."""
    if begin.day:
        last = end.at - timedelta(days=1) if end and end.day and end.at > begin.at else begin.at
        return Said("{days}, all day", days=f"{begin.at}" if last == begin.at else f"{begin.at} – {last}")
    zone = f" ({begin.zone})" if begin.zone and begin.zone != "UTC" else f" {begin.zone}".rstrip()
    if end is None or end.day or end.at == begin.at:
        return Said.as_is(f"{begin.at:%Y-%m-%d %H:%M}{zone}")
    if end.zone != begin.zone:
        return Said("{begin} – {end}", begin=_span(begin, None), end=_span(end, None))
    same_day = f"{end.at:%Y-%m-%d}" == f"{begin.at:%Y-%m-%d}"
    return Said.as_is(f"{begin.at:%Y-%m-%d %H:%M} – {end.at:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}}{zone}")


def _people(event: Event) -> Iterator[Said]:
    organizer, guests = event.first("ORGANIZER"), [line for line in event.lines if line.name == "ATTENDEE"]
    if event.method in ("reply", "counter"):
        yield from (Said("{who}: {answer}", who=_who(one), answer=_answer(one)) for one in guests[:_MOST_PEOPLE] if _answer(one))
        return
    if organizer:
        yield Said("Organizer: {who}", who=_who(organizer))
    if people := [_who(one) for one in guests if not organizer or one.value != organizer.value]:
        yield Said("Invited: {people}", people=_listed(people))


def _listed(people: Sequence[str]) -> Said:
    more = len(people) - _MOST_PEOPLE
    shown = ", ".join(people[:_MOST_PEOPLE])
    return Said("{people} and {count} more", people=shown, count=more) if more > 0 else Said.as_is(shown)


def _answer(guest: Line) -> Said:
    said = guest.parameter("PARTSTAT").upper()
    return Said.word(_ANSWERS[said]) if said in _ANSWERS else Said.as_is(said.lower()[:20])


def _who(line: Line) -> str:
    address = _ADDRESS.sub("", line.value.strip(), count=1)
    return named(line.parameter("CN"), address)

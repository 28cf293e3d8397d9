"""How the desk stands as lines of a terminal and as JSON: what needs a person first, then the figures and lists of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maildesk.absence import Absent
from maildesk.cli.output import columns, styled
from maildesk.cli.visible import table, visible, when
from maildesk.cli.wording import said
from maildesk.clock import rfc3339
from maildesk.eventlog import Contact
from maildesk.language import _, ngettext, told
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.alarms import Alarm, alarms, in_words
from maildesk.statuspage.now import AGES
from maildesk.statuspage.standing import Standing
from maildesk.statuspage.words import spoken
from maildesk.store.overview import Age, Pile, TicketLine
from maildesk.ticket import Status

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Panorama:
    """One moment of the desk; `running` says whether a daemon answered for what only it knows."""

    standing: Standing
    away: Absent
    running: bool


def panorama_lines(seen: Panorama) -> Iterator[str]:
    """All of it, the most urgent first."""
    standing = seen.standing
    names = ", ".join(dict.fromkeys(mailbox.name for mailbox in standing.config.mailboxes[:3]))
    yield styled(visible(names), bold=True) + "  " + when(standing.at, standing.zone)
    yield from _alarm_lines(seen)
    yield ""
    yield "  ".join(f"{name} {styled(str(value), bold=True)}" for name, value in _figures(standing))
    for heading, headings, rows, nothing in _sections(seen):
        if rows or nothing:
            yield ""
            yield styled(heading, bold=True)
            yield from (f"  {line}" for line in (table(headings, rows, _room()) if rows else [nothing]))


def _room() -> int | None:
    width = columns()
    return width - 2 if width else None


def _alarm_lines(seen: Panorama) -> Iterator[str]:
    found = _alarms(seen)
    if not found:
        yield styled(_("All is well"), fg="green")
        return
    yield styled(ngettext("{count} thing needs a person", "{count} things need a person", len(found)).format(count=len(found)), bold=True)
    for alarm in found:
        since = " " + _("For {span}.").format(span=spoken(seen.standing.at - alarm.since)) if alarm.since else ""
        yield styled(f"! {visible(alarm.words)}{since}", fg="red" if alarm.grave else "yellow")
        yield f"    {alarm.command}"
    for problem in seen.standing.daemon.problems:
        yield f"    {visible(told(problem.said))}"


def _alarms(seen: Panorama) -> tuple[Alarm, ...]:
    if seen.running:
        return alarms(seen.standing)
    # Of a daemon that does not run nothing is known but that.
    alone = Alarm(True, _("No daemon serves this desk: no mail is taken, and none leaves."), "maildesk serve")
    return (alone, *(alarm for alarm in alarms(seen.standing) if not alarm.command.startswith("journalctl")))


def _figures(standing: Standing) -> tuple[tuple[str, object], ...]:
    seen = standing.overview
    return (
        (_("open"), seen.tickets.get(Status.OPEN, 0)),
        (_("waiting"), seen.tickets.get(Status.WAITING, 0)),
        (_("unanswered"), seen.customers_waiting),
        (_("longest wait"), spoken(standing.at - seen.waiting_since) if seen.waiting_since else "–"),
        (_("due today"), seen.due_today),
    )


def _sections(seen: Panorama) -> Iterator[tuple[str, Sequence[str], Rows, str]]:
    """Heading, names of the columns, rows, and what is said where there are none ("": the section is left out)."""
    standing = seen.standing
    found = standing.overview
    ticket = (_("ticket"), _("priority"), _("mailbox"), _("team"), _("with"))
    waits = [(f"#{one.number}", spoken(standing.at - one.moment), *_place(one)) for one in found.unanswered]
    yield _("Waiting longest"), (ticket[0], _("waits for"), *ticket[1:]), waits, _("Nobody waits for an answer.")
    due = [(f"#{one.number}", when(one.moment, standing.zone), *_place(one)) for one in found.due]
    yield _("Due"), (ticket[0], _("due"), *ticket[1:]), due, _("Nothing is due today.")
    ages = tuple(_(words) for words in AGES.values())
    load = [(one.mailbox, one.team or "-", said(one.status), *(one.ages[age] for age in Age), one.total) for one in found.load]
    yield _("Open and waiting tickets"), (_("mailbox"), _("team"), _("status"), *ages, _("all")), load, _("No ticket is open.")
    yield _("With whom"), (_("with"), _("tickets"), _("unanswered"), _("longest wait"), ""), list(_burdens(seen)), ""
    piles = (_("state"), _("number"), _("oldest"))
    yield _("Mails"), piles, list(_piles(standing, found.mails)), ""
    yield _("Letters"), piles, list(_piles(standing, found.outbox)), ""
    yield _("Relays and accounts"), (_("name"), _("now"), _("failures"), _("last failure")), list(_contacts(standing)) if seen.running else [], ""
    yield _("Last failures"), (_("when"), _("what"), _("to see more")), list(_troubles(standing)), ""


def _place(one: TicketLine) -> tuple[object, ...]:
    return said(one.priority), one.mailbox, one.team or "-", one.assignee or _("nobody")


def _burdens(seen: Panorama) -> Iterator[tuple[object, ...]]:
    """Who has most first; who is away is marked."""
    at = seen.standing.at
    for one in sorted(seen.standing.overview.burdens, key=lambda burden: (-burden.active, burden.assignee or "")):
        absence = seen.away.get(one.assignee or "")
        mark = (
            "" if absence is None else _("away until {until}").format(until=when(absence.until, seen.standing.zone)) if absence.until else _("away")
        )
        yield one.assignee or _("nobody"), one.active, one.unanswered, spoken(at - one.since) if one.since else "–", mark


def _piles(standing: Standing, piles: Mapping[MailState, Pile] | Mapping[OutboxState, Pile]) -> Iterator[tuple[object, ...]]:
    for state, pile in piles.items():
        yield said(state), pile.many, spoken(standing.at - pile.oldest) if pile.oldest else ""


def _contacts(standing: Standing) -> Iterator[tuple[object, ...]]:
    for name, one in (*standing.relays.items(), *sorted(standing.daemon.accounts.items())):
        failed = _("{span} ago").format(span=spoken(standing.at - one.failed)) if one.failed else "–"
        yield name, _contact(one, standing.at), one.failures, failed


def _contact(one: Contact, now: datetime) -> str:
    if one.failing:
        return _("fails for {span}").format(span=spoken(now - one.failing))
    return _("works") if one.well else _("not used yet")


def _troubles(standing: Standing) -> Iterator[tuple[object, ...]]:
    for trouble in standing.daemon.troubles:
        words, command = in_words(trouble)
        ago = _("{span} ago").format(span=spoken(standing.at - trouble.last))
        yield ago, words + (f" ×{trouble.times}" if trouble.times > 1 else ""), command


def panorama_shape(seen: Panorama) -> dict[str, object]:
    """The same as JSON: words of the code, moments in UTC; `health` is null where no daemon answers."""
    standing, found = seen.standing, seen.standing.overview
    return {
        "at": rfc3339(standing.at),
        "running": seen.running,
        "health": standing.pulse.health if seen.running else None,
        "tickets": {state: found.tickets.get(state, 0) for state in Status},
        "load": [{"mailbox": one.mailbox, "team": one.team, "status": one.status, "ages": dict(one.ages), "total": one.total} for one in found.load],
        "customers_waiting": found.customers_waiting,
        "waiting_since": _moment(found.waiting_since),
        "unanswered": [_line(one, "since") for one in found.unanswered],
        "due_today": found.due_today,
        "due": [_line(one, "until") for one in found.due],
        "burdens": [
            {"assignee": one.assignee, "active": one.active, "unanswered": one.unanswered, "since": _moment(one.since)} for one in found.burdens
        ],
        "away": [{"agent": one.address, "until": _moment(one.until)} for one in seen.away.values()],
        "spool": {state: _pile(found.mails.get(state)) for state in MailState},
        "outbox": {state: _pile(found.outbox.get(state)) for state in OutboxState},
        "relays": {name: _answers(one) for name, one in standing.relays.items()},
        "accounts": {name: _answers(one) for name, one in standing.daemon.accounts.items()},
        "failures": [{"event": one.event, "about": one.about, "last": rfc3339(one.last), "times": one.times} for one in standing.daemon.troubles],
        "problems": [str(problem) for problem in standing.daemon.problems],
    }


def _line(one: TicketLine, name: str) -> dict[str, object]:
    return {
        "ticket": one.number,
        name: rfc3339(one.moment),
        "mailbox": one.mailbox,
        "team": one.team,
        "assignee": one.assignee,
        "priority": one.priority,
    }


def _pile(pile: Pile | None) -> dict[str, object]:
    return {"many": pile.many, "oldest": _moment(pile.oldest)} if pile else {"many": 0, "oldest": None}


def _answers(one: Contact) -> dict[str, object]:
    return {"well": _moment(one.well), "failed": _moment(one.failed), "failing": _moment(one.failing), "failures": one.failures}


def _moment(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None

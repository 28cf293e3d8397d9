"""*Now*: how the desk stands, for the operator at night and the team's screen on the wall. No script, nothing from a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from markupsafe import Markup

from maildesk.clock import rfc3339
from maildesk.eventlog import Contact
from maildesk.language import N_, _, ngettext, told
from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.alarms import Alarm, alarms, in_words
from maildesk.statuspage.markup import document, filled, tag, together
from maildesk.statuspage.standing import Standing
from maildesk.statuspage.words import moment, span
from maildesk.store.overview import Age, Load, Pile, TicketLine
from maildesk.ticket import ACTIVE, Priority, Status

REFRESHES = (30, 60, 300)  # seconds between two readings, where the reader wants the page to renew itself

_Key = TypeVar("_Key", bound=StrEnum)

_STATES: dict[str, str] = {
    Status.OPEN: N_("open"),
    Status.WAITING: N_("waiting"),
    Status.CLOSED: N_("closed"),
    Status.JUNK: N_("junk"),
    MailState.TICKETED: N_("ticketed"),
    MailState.ANSWERED: N_("answered"),
    MailState.IGNORED: N_("ignored"),
    MailState.HELD: N_("held"),
    MailState.QUARANTINED: N_("quarantined"),
    OutboxState.QUEUED: N_("queued"),
    OutboxState.SENDING: N_("sending"),
    OutboxState.SENT: N_("sent"),
    OutboxState.CAPTURED: N_("captured"),
    OutboxState.GIVEN_UP: N_("given up"),
    OutboxState.DROPPED: N_("dropped"),
    OutboxState.LATER: N_("later"),
    OutboxState.WITHDRAWN: N_("withdrawn"),
}
AGES = {Age.HOUR: N_("< 1 h"), Age.DAY: N_("< 1 d"), Age.WEEK: N_("< 1 w"), Age.OLDER: N_("older")}
_PRIORITIES = {Priority.URGENT: N_("urgent"), Priority.HIGH: N_("high"), Priority.LOW: N_("low")}


def html(standing: Standing, language: str, refresh: int | None) -> str:
    """The whole page in the language that is spoken, whose name is `language`; `refresh` is how often it renews itself."""
    wrong = alarms(standing)
    body = (
        tag("a", _("Skip to the figures"), class_="skip", href="#figures"),
        _header(standing, refresh),
        tag("main", _verdict(standing, wrong), _figures(standing), tag("div", *_sections(standing), class_="cards"), id="figures", tabindex="-1"),
        tag("footer", tag("p", f"maildesk {standing.version}")),
    )
    return document(_head(str(len(wrong)) if wrong else ""), body, language)


def unavailable(language: str) -> str:
    """What is said where the desk could not be asked."""
    words = tag("p", _("The database gives no answer; what is wrong, the log says."), " ", tag("code", "journalctl -u maildesk -g page_failed"))
    alarm = tag("section", tag("h2", _("The desk cannot be seen"), id="verdict"), words, class_="verdict grave", aria_labelledby="verdict")
    return document(_head("!"), (tag("header", tag("h1", "maildesk")), tag("main", alarm)), language)


def _head(alarm: str) -> tuple[Markup, ...]:
    """What the tab shows: how much is wrong, in words and in colour; "" where nothing is."""
    return (
        tag("title", f"{alarm} ● maildesk" if alarm else "maildesk"),
        tag("link", rel="icon", type="image/svg+xml", href="icon-alarm.svg" if alarm else "icon.svg"),
        tag("link", rel="stylesheet", href="style.css"),
    )


def _header(standing: Standing, refresh: int | None) -> Markup:
    names = ", ".join(dict.fromkeys(mailbox.name for mailbox in standing.config.mailboxes[:3]))
    read = tag("p", _("As of"), " ", moment(standing.at, standing.zone), class_="at")
    return tag("header", tag("h1", "maildesk ", tag("span", names)), read, _refreshing(refresh))


def _refreshing(refresh: int | None) -> Markup:
    """The reader turns renewal on and off: nothing moves by itself that nobody asked to (WCAG 2.2.2)."""
    never = _offer(None, _("never"), refresh is None)
    links = (never, *(_offer(seconds, span(timedelta(seconds=seconds)), seconds == refresh) for seconds in REFRESHES))
    return tag("nav", _("Renew every"), *(piece for link in links for piece in (" ", link)), aria_label=_("Renewal"))


def _offer(seconds: int | None, words: str, chosen: bool) -> Markup:
    return tag("a", words, href=f"?refresh={seconds}" if seconds else "?", aria_current="true" if chosen else None)


def _verdict(standing: Standing, wrong: Sequence[Alarm]) -> Markup:
    if not wrong:
        return tag("section", tag("h2", _("All is well"), id="verdict"), class_="verdict well", aria_labelledby="verdict")
    many = len(wrong)
    heading = ngettext("{count} thing needs a person", "{count} things need a person", many).format(count=many)
    lines = (tag("li", _alarm(standing, alarm), class_="grave" if alarm.grave else None) for alarm in wrong)
    kind = "verdict grave" if wrong[0].grave else "verdict"
    return tag("section", tag("h2", heading, id="verdict"), tag("ul", *lines), class_=kind, aria_labelledby="verdict")


def _alarm(standing: Standing, alarm: Alarm) -> Markup:
    since = filled(_("For {span}."), span=span(standing.at - alarm.since)) if alarm.since else ""
    return together((alarm.words, " ", since, " ", tag("code", alarm.command)))


def _figures(standing: Standing) -> Markup:
    """The numbers that can be read from across a room."""
    seen = standing.overview
    active = {status: seen.tickets.get(status, 0) for status in ACTIVE}
    shown = (
        (_("open"), str(active[Status.OPEN])),
        (_("waiting"), str(active[Status.WAITING])),
        (_("unanswered"), str(seen.customers_waiting)),
        (_("longest wait"), span(standing.at - seen.waiting_since) if seen.waiting_since else "–"),
        (_("due today"), str(seen.due_today)),
    )
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in shown), class_="figures")


def _sections(standing: Standing) -> Iterator[Markup]:
    seen = standing.overview
    yield _section(
        "unanswered", _("Waiting longest"), _ticket_table(standing, seen.unanswered, _("waits for"), ago=True), _("Nobody waits for an answer.")
    )
    due = together((_ticket_table(standing, seen.due, _("due"), ago=False), _more(seen.due_today - len(seen.due))))
    yield _section("due", _("Due"), due, _("Nothing is due today."))
    yield _section("tickets", _("Open and waiting tickets"), _load_table(standing, seen.load), _("No ticket is open."))
    yield _section("people", _("With whom"), _burden_table(standing), _("No ticket is open."))
    yield _section("spool", _("Mails"), _pile_table(standing, MailState, seen.mails))
    yield _section("outbox", _("Letters"), _pile_table(standing, OutboxState, seen.outbox))
    yield _section("contacts", _("Relays and accounts"), _contact_table(standing), _("None has been used since the start."))
    yield _section("troubles", _("Last failures"), _trouble_table(standing), _("Nothing has failed since the start."))
    yield _section("daemon", _("The service"), _daemon_list(standing))


def _more(many: int) -> Markup:
    """How many lines a table leaves out."""
    return tag("p", ngettext("and {count} more", "and {count} more", many).format(count=many), class_="nothing") if many > 0 else together(())


def _section(name: str, heading: str, inside: Markup, nothing: str = "") -> Markup:
    return tag("section", tag("h2", heading, id=name), inside or tag("p", nothing, class_="nothing"), aria_labelledby=name, class_=f"card {name}")


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> Markup:
    """A table whose first column names the row; nothing where there are no rows."""
    made = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows]
    if not made:
        return together(())
    head = tag("tr", *(tag("th", heading, scope="col") for heading in headings))
    return tag("table", tag("caption", name), tag("thead", head), tag("tbody", *made))


def _ticket_table(standing: Standing, lines: Sequence[TicketLine], heading: str, ago: bool) -> Markup:
    rows = (
        (
            together((f"#{line.number}", _priority(line.priority))),
            span(standing.at - line.moment) if ago else _until(standing, line.moment),
            _where(standing, line.mailbox, line.team),
            _who(standing, line.assignee),
        )
        for line in lines
    )
    caption = _("Since the first words of the customer that nobody answered") if ago else _("Put off until a date that has come, or comes today")
    return _table((_("ticket"), heading, _("mailbox"), _("with")), rows, caption)


def _priority(priority: str) -> str:
    words = _PRIORITIES.get(Priority(priority))
    return together((" ", tag("span", _(words), class_=f"priority {priority}"))) if words else ""


def _where(standing: Standing, mailbox: str, team: str | None) -> Markup:
    """A mailbox, without its domain where the desk has only one."""
    local, _at, domain = mailbox.rpartition("@")
    several = len({one.address.rpartition("@")[2] for one in standing.config.mailboxes} | {domain}) > 1
    shown = _broken(mailbox) if several else local
    return together((shown, *((" ", tag("span", team, class_="team")) if team and team != local else ())))


def _broken(address: str) -> Markup:
    """An address that a narrow column may break where it hurts least."""
    local, at, domain = address.rpartition("@")
    return together((local, tag("wbr"), at, domain))


def _who(standing: Standing, assignee: str | None) -> Markup:
    """An agent's name; the address is private, and stays so on a screen that visitors pass."""
    if assignee is None:
        return tag("span", _("nobody"), class_="nobody")
    agent = next((agent for agent in standing.config.agents if agent.address == assignee), None)
    return together((agent.name,)) if agent else tag("span", _("not in desk.yaml"), class_="nobody")


def _load_table(standing: Standing, load: Sequence[Load]) -> Markup:
    headings = (_("mailbox"), _("status"), *(_(words) for words in AGES.values()), _("all"))
    rows = [
        (_where(standing, one.mailbox, one.team), _(_STATES[one.status]), *(_count(one.ages[age]) for age in Age), _count(one.total)) for one in load
    ]
    if len(load) > 1:
        sums = [sum(one.ages[age] for one in load) for age in Age]
        rows.append((together((_("all"),)), "", *map(_count, sums), _count(sum(sums))))
    return _table(headings, rows, _("By mailbox, team, status and time since they were opened"))


def _count(many: int) -> Markup:
    return tag("span", str(many), class_=None if many else "none")


def _burden_table(standing: Standing) -> Markup:
    """Who has most on the desk first; the bar is the share of the longest one."""
    burdens = sorted(standing.overview.burdens, key=lambda burden: (-burden.active, burden.assignee or ""))
    most = max((burden.active for burden in burdens), default=0)
    rows = (
        (
            _who(standing, burden.assignee),
            together((str(burden.active), " ", _bar(burden.active, most))),
            _count(burden.unanswered),
            span(standing.at - burden.since) if burden.since else "–",
        )
        for burden in burdens
    )
    return _table((_("with"), _("tickets"), _("unanswered"), _("longest wait")), rows, _("Open and waiting tickets by agent"))


def _bar(part: int, whole: int) -> Markup:
    inside = tag("rect", width=str(round(100 * part / whole)), height="6")
    return tag("svg", inside, class_="bar", viewBox="0 0 100 6", preserveAspectRatio="none", aria_hidden="true")


def _pile_table(standing: Standing, states: type[_Key], piles: Mapping[_Key, Pile]) -> Markup:
    """Every state, even where nothing is in it."""
    rows = []
    for state in states:
        pile = piles.get(state, Pile(0))
        waits = span(standing.at - pile.oldest) if pile.oldest else ""
        rows.append((together((_(_STATES[state]),)), _count(pile.many), waits))
    return _table((_("state"), _("number"), _("oldest")), rows, _("By state, and since when the oldest is there"))


def _contact_table(standing: Standing) -> Markup:
    contacts = (*standing.relays.items(), *sorted(standing.daemon.accounts.items()))
    rows = ((_broken(name), *_contact(standing, contact)) for name, contact in contacts)
    return _table((_("name"), _("now"), _("failures"), _("last failure")), rows, _("What they said since the start"))


def _contact(standing: Standing, contact: Contact) -> tuple[str, str, str]:
    failed = _ago(standing, contact.failed) if contact.failed else "–"
    if contact.failing:
        state: str = tag("strong", filled(_("fails for {span}"), span=span(standing.at - contact.failing)), class_="grave")
    else:
        state = _("works") if contact.well else _("not used yet")
    return state, _count(contact.failures), failed


def _ago(standing: Standing, at: datetime) -> Markup:
    return filled(_("{span} ago"), span=span(standing.at - at))


def _until(standing: Standing, at: datetime) -> Markup:
    """How long until then; what is past stands out."""
    late = at < standing.at
    words = filled(_("{span} over") if late else _("in {span}"), span=span(abs(at - standing.at)))
    return tag("time", words, datetime=rfc3339(at), class_="late" if late else None)


def _trouble_table(standing: Standing) -> Markup:
    rows = []
    for trouble in standing.daemon.troubles:
        words, command = in_words(trouble)
        many = f" ×{trouble.times}" if trouble.times > 1 else ""
        rows.append((together((_ago(standing, trouble.last),)), together((words, many)), tag("code", command)))
    return _table((_("when"), _("what"), _("to see more")), rows, _("The latest first; the log has all of them"))


def _daemon_list(standing: Standing) -> Markup:
    daemon = standing.daemon
    facts = [
        (_("workers"), str(daemon.workers)),
        (_("workers that died"), str(daemon.worker_deaths)),
    ]
    if daemon.loaded:
        facts.append((_("files in use since"), moment(daemon.loaded, standing.zone)))
    listed = tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in facts))
    problems = (tag("li", tag("code", str(problem.place)), " ", told(problem.words)) for problem in daemon.problems)
    return together((listed, tag("ul", *problems, class_="problems") if daemon.problems else ""))

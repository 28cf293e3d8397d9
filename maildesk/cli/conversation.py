"""A ticket as a person reads it: its facts, what was written, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from maildesk.cli.shapes import Conversation, ailment_shape
from maildesk.cli.visible import fact, visible, visible_lines, when
from maildesk.cli.wording import proof_words, said
from maildesk.files import LIMITS
from maildesk.language import N_, _, ngettext, spoken_now
from maildesk.letter import Fate
from maildesk.mail import Left
from maildesk.outbound.fatewords import fate_words, line_today
from maildesk.outbound.warnings import BETWEEN, warnings_of
from maildesk.refusal import REASON_WORDS
from maildesk.store.browse import AttachmentLine
from maildesk.store.events import Event
from maildesk.store.tickets import SIMILAR
from maildesk.store.worktime import Worktime
from maildesk.ticket import Message, MessageKind, Participant, Ticket, named, who_is_away
from maildesk.verbs.worktime import spelled_minutes

_INDENT = "    "  # what a stranger wrote is indented, so that no line of it can pass for one of ours

_SAID = {MessageKind.INBOUND: N_("{who} wrote"), MessageKind.REPLY: N_("{who} answered"), MessageKind.NOTE: N_("{who} noted (internal)")}
_NAME = 13  # columns of a fact's name


def conversation_lines(whole: Conversation, zone: tzinfo, quoted: bool, now: datetime) -> Iterator[str]:
    """The ticket from top to bottom, times in `zone`; quoted text is folded to its count unless `quoted`."""
    yield f"#{whole.ticket.number}  {visible(whole.ticket.subject)}"
    yield from (fact(name, value, _NAME) for name, value in _facts(whole.ticket, whole.participants, zone) if value)
    away = who_is_away(whole.messages, now.astimezone(zone).date())
    yield from (fact(_("away"), _("{address} until {day}").format(address=address, day=day), _NAME) for address, day in away.items())
    yield from (fact(_("health"), ailment_words(ailment_shape(one)), _NAME) for one in whole.health)
    yield from (fact(name, value, _NAME) for name, value in _links(whole))
    yield from (
        fact(_("blocked"), _("{address} since {day}").format(address=one, day=f"{since:%Y-%m-%d}"), _NAME) for one, since in whole.blocked.items()
    )
    yield from (fact(_("also"), visible(_("{address}, of {person}").format(address=one, person=whose)), _NAME) for one, whose in whole.others)
    yield from (fact(name, value, _NAME) for name, value in _worktime(whole.worktime))
    yield from (fact(_("reminder"), visible(f"{when(one.at, zone)}  {one.whom}  {one.text}"), _NAME) for one in whole.reminders)
    for message in whole.messages:
        yield ""
        mark = fate_words(whole.fates.get(message.id), spoken_now(), lambda moment: when(moment, zone))
        yield from _message(message, mark, whole.attachments.get(message.id, ()), zone, quoted)
    yield ""
    yield _("History")
    yield from (f"  {_event(event, whole.marks.get(event), zone)}" for event in whole.history)


def _facts(ticket: Ticket, participants: Iterable[Participant], zone: tzinfo) -> Iterator[tuple[str, str]]:
    if ticket.merged_into:
        yield _("part of"), f"#{ticket.merged_into}"
    until = _("{status} until {until}") if ticket.wait_until else "{status}"
    yield _("status"), until.format(status=said(ticket.status), until=when(ticket.wait_until, zone))
    yield _("due"), when(ticket.due, zone) if ticket.due else ""
    yield _("priority"), said(ticket.priority)
    yield _("mailbox"), ticket.mailbox
    yield _("team"), ticket.team or ""
    yield _("assignee"), ticket.assignee or _("nobody")
    yield _("tags"), " ".join(ticket.tags)
    yield from ((visible(name), value) for name, value in ticket.fields)
    yield from ((said(one.standing), _person(one.name, one.address)) for one in participants)
    yield _("created"), when(ticket.created, zone)
    yield _("updated"), when(ticket.updated, zone)


_LINK_WORDS = {
    "related": N_("related"),
    "blocks": N_("blocks"),
    "blocked": N_("blocked by"),
    "child": N_("child of"),
    "parent": N_("parent of"),
    "duplicate": N_("duplicate of"),
    "duplicated": N_("same as"),
}


def _worktime(spent: Worktime) -> Iterator[tuple[str, str]]:
    if spent.spent:
        yield _("time"), spelled_minutes(spent.spent)
    if spent.billed:
        yield _("to bill"), spelled_minutes(spent.billed)


def _links(whole: Conversation) -> Iterator[tuple[str, str]]:
    """What the ticket is linked to; where only a likeness speaks for it, the call that makes the two one."""
    for kind, number in whole.links:
        if kind == SIMILAR:
            one, other = sorted((whole.ticket.number, number))
            yield (
                _("perhaps"),
                _("#{number}; if it is the same matter: maildesk ticket merge {one} {other}").format(number=number, one=other, other=one),
            )
        else:
            yield _(_LINK_WORDS.get(kind, "related")), f"#{number}"


def _person(name: str, address: str) -> str:
    return visible(named(name, address))


def _message(message: Message, mark: str, attachments: Sequence[AttachmentLine], zone: tzinfo, quoted: bool) -> Iterator[str]:
    warnings = spoken_now().gettext(BETWEEN).join(filter(None, (warnings_of(message.flags, spoken_now()), mark)))
    flags = f" [{visible(warnings)}]" if warnings else ""
    wrote = _(_SAID[message.kind]).format(who=_person(message.author_name, message.author))
    proven = f"  ({proof_words(message.trust)})" if message.mail else ""
    yield f"{when(message.created, zone)}  {wrote}{proven}{flags}"
    yield from ((_INDENT + line).rstrip() for line in visible_lines(message.text if quoted else message.reply))
    hidden = len(message.text.splitlines()) - len(message.reply.splitlines())
    if not quoted and hidden > 0 and message.reply.strip() != message.text.strip():
        more = ngettext(
            "… {count} more line, quoted or signature: show it with --quoted",
            "… {count} more lines, quoted or signature: show them with --quoted",
            hidden,
        )
        yield _INDENT + more.format(count=hidden)
    yield from (
        f"{_INDENT}+ {visible(one.filename or _nameless())} ({visible(one.content_type)}, {size(one.size)}){left_words(one.left)}"
        for one in attachments
    )


def left_words(left: str | None) -> str:
    """Why a file stays in the raw mail, behind its name; "" where it does not."""
    return "  " + _("left in the raw mail: over limits.{limit}").format(limit=LIMITS[Left(left)]) if left else ""


def _nameless() -> str:
    return _("without a name")


def ailment_words(one: Mapping[str, Any]) -> str:
    """How it stands with an address, as `explain --json` and `ticket show --json` say it."""
    reason = REASON_WORDS[one["reason"]]
    why = _(reason)
    code = " ".join(filter(None, (str(one["code"] or ""), one["status"])))
    said = _("{address}: {why}").format(address=one["address"], why=f"{why} ({code})" if code else why)
    said += "  " + _("letter {number}, {day}").format(number=one["letter"], day=one["at"][:10])
    silent = (one["kind"] == "complaint" and _("no automatic mail goes there")) or (
        one["dead"] and not one["over"] and _("no automatic mail goes there until they write again")
    )
    return f"{said}; {silent}" if silent else said


def _event(event: Event, fate: Fate | None, zone: tzinfo) -> str:
    return f"{when(event.at, zone)}  {visible(_what(event, fate, zone))}  ({visible(event.actor)}, {visible(event.cause)})"


def _what(event: Event, fate: Fate | None, zone: tzinfo) -> str:
    line, mark = line_today(event.detail, fate, spoken_now(), lambda moment: when(moment, zone))
    return f"{line} ({mark})" if mark else line or event.what


def history_rows(events: Iterable[Event], fates: Mapping[Event, Fate], zone: tzinfo) -> Iterator[tuple[str, str, str, str]]:
    """Each line of a history: when, who, what and why."""
    yield from ((when(event.at, zone), event.actor, _what(event, fates.get(event), zone), event.cause) for event in events)


def size(count: int) -> str:
    """Bytes as a person says them."""
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count} {unit}"
        count //= 1024
    return f"{count} GiB"

"""The JSON of every command: one object a line, ASCII only, moments as RFC 3339 in UTC. These names never change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from maildesk.clock import rfc3339
from maildesk.health import Ailment
from maildesk.letter import Fate
from maildesk.store.audit import Audited
from maildesk.store.browse import AttachmentLine, LedgerLine
from maildesk.store.events import Event
from maildesk.store.timers import Timer
from maildesk.store.worktime import NO_TIME, Worktime
from maildesk.ticket import Message, Participant, Ticket

# Each command shows one or two of these; the others' modules, and the libraries behind them, are not loaded for it.
if TYPE_CHECKING:
    from maildesk.intake.spool import Ledger, SpoolRow
    from maildesk.outbound.outbox import OutboxRow
    from maildesk.upkeep.domains import Finding

Shape = dict[str, object]


def json_line(shape: Mapping[str, object]) -> str:
    """One line of JSON without a character a terminal could take for a command (V138)."""
    return json.dumps(shape).replace("\x7f", "\\u007f")


@dataclass(frozen=True)
class Conversation:
    """A ticket with all that was said and done on it."""

    ticket: Ticket
    participants: Sequence[Participant]
    messages: Sequence[Message]
    attachments: Mapping[int, Sequence[AttachmentLine]]  # by the message's id
    history: Sequence[Event]
    health: Sequence[Ailment] = ()  # of the people on it
    links: Sequence[tuple[str, int]] = ()  # a kind and another ticket
    reminders: tuple[Timer, ...] = ()
    worktime: Worktime = NO_TIME
    blocked: Mapping[str, datetime] = field(default_factory=dict)  # of the people on it
    others: Sequence[tuple[str, str]] = ()  # another address of the requester, and the one that stands for all
    fates: Mapping[int, Fate] = field(default_factory=dict)  # of the letters that its entries went by
    marks: Mapping[Event, Fate] = field(default_factory=dict)  # of those that its history names


def ticket_shape(ticket: Ticket) -> Shape:
    return {
        "ticket": ticket.number,
        "status": ticket.status,
        "mailbox": ticket.mailbox,
        "team": ticket.team,
        "assignee": ticket.assignee,
        "priority": ticket.priority,
        "subject": ticket.subject,
        "requester": ticket.requester,
        "tags": list(ticket.tags),
        "created": rfc3339(ticket.created),
        "updated": rfc3339(ticket.updated),
    }


def conversation_shape(whole: Conversation) -> Shape:
    ticket = whole.ticket
    return ticket_shape(ticket) | {
        "closed": _moment(ticket.closed),
        "wait_until": _moment(ticket.wait_until),
        "due": _moment(ticket.due),
        "merged_into": ticket.merged_into,
        "fields": dict(ticket.fields),
        "participants": [{"address": one.address, "name": one.name, "standing": one.standing} for one in whole.participants],
        "links": [{"ticket": number, "kind": kind} for kind, number in whole.links],
        "messages": [
            _message(message, whole.attachments.get(message.id, ())) | {"letter": _fate(whole.fates.get(message.id))} for message in whole.messages
        ],
        "history": [event_shape(event) for event in whole.history],
        "time": {"spent": whole.worktime.spent, "billed": whole.worktime.billed},
        "blocked": sorted(whole.blocked),
        "also": [one for one, _person in whole.others],
        "reminders": [{"at": rfc3339(one.at), "whom": one.whom, "text": one.text} for one in whole.reminders],
        "health": [ailment_shape(one) for one in whole.health],
    }


def _message(message: Message, attachments: Sequence[AttachmentLine]) -> Shape:
    return {
        "message": message.id,
        "kind": message.kind,
        "author": message.author,
        "author_name": message.author_name,
        "created": rfc3339(message.created),
        "text": message.text,
        "reply": message.reply,
        "nature": message.nature,
        "trust": message.trust,
        "flags": list(message.flags),
        "away_until": message.away_until and message.away_until.isoformat(),
        "mail": message.mail,
        "attachments": [{"filename": one.filename, "content_type": one.content_type, "size": one.size, "left": one.left} for one in attachments],
    }


def _fate(fate: Fate | None) -> Shape | None:
    return {"state": fate.state, "due": _moment(fate.due), "tried": fate.tried, "lost": list(fate.lost)} if fate else None


def event_shape(event: Event) -> Shape:
    return {
        "event": event.number,
        "at": rfc3339(event.at),
        "actor": event.actor,
        "cause": event.cause,
        "trust": event.trust,
        "what": event.what,
        "detail": event.detail,
    }


def ailment_shape(one: Ailment) -> Shape:
    return {
        "address": one.address,
        "kind": one.kind,
        "reason": one.reason,
        "status": one.status,
        "code": one.code,
        "dead": one.dead,
        "over": one.over,
        "letter": one.letter,
        "ticket": one.ticket or None,
        "mail": one.mail,
        "at": rfc3339(one.at),
    }


def spool_shape(row: SpoolRow) -> Shape:
    return {
        "mail": row.id,
        "state": row.state,
        "rule": row.rule,
        "ticket": row.ticket,
        "received": rfc3339(row.received),
        "size": row.size,
        "mail_from": row.mail_from,
        "rcpt_to": list(row.rcpt_to),
        "via": row.via,
        "peer": row.peer,
        "attempts": row.attempts,
        "not_before": _moment(row.not_before),
        "error": row.error,
        "done": _moment(row.done),
        "trace": list(row.trace),
    }


def outbox_shape(row: OutboxRow) -> Shape:
    return {
        "letter": row.letter,
        "kind": row.kind,
        "ticket": row.ticket,
        "person": row.person,
        "relay": row.relay,
        "state": row.state,
        "reason": row.reason,
        "attempts": row.attempts,
        "automatic": row.automatic,
        "created": rfc3339(row.created),
        "due": _moment(row.due),
        "done": _moment(row.done),
        "recipients": [{"address": one.address, "state": one.state, "code": one.code, "answer": one.answer} for one in row.recipients],
    }


def finding_shape(finding: Finding) -> Shape:
    return {"about": finding.about, "check": finding.check, "state": finding.state, "words": finding.words, "record": finding.record or None}


def ledger_line_shape(line: LedgerLine) -> Shape:
    return {"mail": line.mail, "state": line.state, "rule": line.rule or None, "ticket": line.ticket}


def audit_shape(found: Audited) -> Shape:
    fault = found.fault
    broken = fault and {"ticket": fault.ticket, "line": fault.line, "at": _moment(fault.at), "found": fault.found, "expected": fault.expected}
    return {"tickets": found.tickets, "lines": found.lines, "broken": broken}


def ledger_shape(sum_: Ledger) -> Shape:
    return {
        "accepted": sum_.accepted,
        "ticketed": sum_.ticketed,
        "answered": sum_.answered,
        "ignored": sum_.ignored,
        "held": sum_.held,
        "quarantined": sum_.quarantined,
        "waiting": sum_.waiting,
        "balanced": sum_.balanced,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)

"""The standing as Prometheus reads it (text exposition format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.standing import Standing
from maildesk.store.overview import Overview, Pile
from maildesk.ticket import Status

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_State = TypeVar("_State", bound=StrEnum)
Sample = tuple[Mapping[str, str], float]


class Metric(NamedTuple):
    name: str
    kind: str  # gauge or counter
    help: str
    samples: Iterable[Sample]


def exposition(standing: Standing) -> str:
    """All metrics, one family after the other, each state present even where its count is 0."""
    return "".join(line + "\n" for metric in _metrics(standing) for line in _lines(metric))


def _metrics(standing: Standing) -> Iterator[Metric]:
    daemon = standing.daemon
    yield Metric("maildesk_build_info", "gauge", "The running version.", [({"version": standing.version}, 1)])
    yield Metric("maildesk_healthy", "gauge", "1 where /healthz answers 200.", [({}, standing.pulse.health == "ok")])
    yield Metric("maildesk_workers", "gauge", "Worker processes alive.", [({}, daemon.workers)])
    yield Metric("maildesk_worker_deaths_total", "counter", "Workers that died or were killed.", [({}, daemon.worker_deaths)])
    yield Metric("maildesk_file_problems", "gauge", "Problems of an edit that is not in use because of them.", [({}, len(daemon.problems))])
    yield Metric("maildesk_files_loaded_seconds", "gauge", "Unix time since when the files in use count.", _moment(daemon.loaded))
    yield from _of_tickets(standing)
    yield from _of_mail(standing)
    yield from _of_contacts(standing)


def _of_tickets(standing: Standing) -> Iterator[Metric]:
    seen = standing.overview
    waited = standing.since(seen.waiting_since)
    yield Metric("maildesk_tickets", "gauge", "Tickets by status.", _counted("status", Status, seen.tickets))
    yield Metric("maildesk_active_tickets", "gauge", "Open and waiting tickets by where they are and how long ago they were opened.", _load(seen))
    yield Metric(
        "maildesk_unanswered_tickets", "gauge", "Open and waiting tickets whose customer waits for an answer.", [({}, seen.customers_waiting)]
    )
    yield Metric("maildesk_longest_unanswered_seconds", "gauge", "How long the first of them has waited.", [({}, waited)])
    yield Metric("maildesk_due_tickets", "gauge", "Waiting tickets whose date has come or comes today.", [({}, seen.due_today)])


def _load(seen: Overview) -> Iterator[Sample]:
    for load in seen.load:
        for age, many in load.ages.items():
            yield {"mailbox": load.mailbox, "team": load.team or "", "status": load.status, "age": age}, many


def _of_mail(standing: Standing) -> Iterator[Metric]:
    seen = standing.overview
    yield Metric("maildesk_mails", "gauge", "Mails of the ledger by state.", _counted("state", MailState, _many(seen.mails)))
    yield Metric(
        "maildesk_unaccounted_mails",
        "gauge",
        "Accepted mails without an outcome, or outcomes without a mail; never but 0.",
        [({}, abs(seen.unaccounted))],
    )
    yield Metric("maildesk_oldest_waiting_seconds", "gauge", "Age of the oldest mail that waits.", _age(standing, seen.mails, MailState.WAITING))
    yield Metric("maildesk_automatic_letters_last_hour", "gauge", "Automatic letters to customers in the last hour.", [({}, seen.automatic)])
    yield Metric("maildesk_outbox", "gauge", "Letters of the outbox by state.", _counted("state", OutboxState, _many(seen.outbox)))
    yield Metric(
        "maildesk_oldest_queued_seconds", "gauge", "Age of the oldest letter that waits to leave.", _age(standing, seen.outbox, OutboxState.QUEUED)
    )


def _age(standing: Standing, piles: Mapping[_State, Pile], state: _State) -> Iterator[Sample]:
    yield {}, standing.since(piles[state].oldest if state in piles else None)


def _of_contacts(standing: Standing) -> Iterator[Metric]:
    for kind, label, contacts in (("relay", "relay", standing.relays), ("imap", "account", standing.daemon.accounts)):
        known = sorted(contacts.items())
        up = [({label: name}, contact.failing is None) for name, contact in known]
        failures = [({label: name}, contact.failures) for name, contact in known]
        yield Metric(f"maildesk_{kind}_up", "gauge", "1 where the last try went well.", up)
        yield Metric(f"maildesk_{kind}_failures_total", "counter", "Tries that failed, since the start.", failures)


def _moment(moment: datetime | None) -> Iterator[Sample]:
    if moment is not None:
        yield {}, int(moment.timestamp())


def _many(piles: Mapping[_State, Pile]) -> Mapping[_State, int]:
    return {state: pile.many for state, pile in piles.items()}


def _counted(label: str, states: type[_State], counts: Mapping[_State, int]) -> Iterator[Sample]:
    for state in states:
        yield {label: state}, counts.get(state, 0)


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for labels, value in metric.samples:
        inside = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{metric.name}{{{inside}}} {value:.10g}" if inside else f"{metric.name} {value:.10g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

"""The standing as Prometheus reads it (text exposition format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from maildesk.letter import OutboxState
from maildesk.mail import MailState
from maildesk.statuspage.standing import Standing
from maildesk.store.overview import Pile
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


def _metrics(standing: Standing) -> tuple[Metric, ...]:
    seen, daemon = standing.overview, standing.daemon
    return (
        Metric("maildesk_build_info", "gauge", "The running version.", [({"version": standing.version}, 1)]),
        Metric("maildesk_mails", "gauge", "Mails of the ledger by state.", _counted("state", MailState, _many(seen.mails))),
        Metric("maildesk_oldest_waiting_seconds", "gauge", "Age of the oldest mail that waits.", [({}, standing.waited.total_seconds())]),
        Metric("maildesk_tickets", "gauge", "Tickets by status.", _counted("status", Status, seen.tickets)),
        Metric("maildesk_outbox", "gauge", "Letters of the outbox by state.", _counted("state", OutboxState, _many(seen.outbox))),
        Metric("maildesk_oldest_queued_seconds", "gauge", "Age of the oldest letter that waits to leave.", [({}, standing.queued.total_seconds())]),
        Metric("maildesk_workers", "gauge", "Worker processes alive.", [({}, daemon.workers)]),
        Metric("maildesk_worker_deaths_total", "counter", "Workers that died or were killed.", [({}, daemon.worker_deaths)]),
        Metric(
            "maildesk_relay_failures_total",
            "counter",
            "Attempts that a relay did not take.",
            [({"relay": relay}, many) for relay, many in sorted(daemon.relay_failures.items())],
        ),
        Metric(
            "maildesk_imap_up",
            "gauge",
            "1 where the last try with an IMAP account went well.",
            [({"account": account}, well) for account, well in sorted(daemon.accounts.items())],
        ),
        Metric("maildesk_file_problems", "gauge", "Problems of an edit that is not in use because of them.", [({}, len(daemon.problems))]),
        Metric("maildesk_files_loaded_seconds", "gauge", "Unix time since when the files in use count.", _moment(daemon.loaded)),
    )


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

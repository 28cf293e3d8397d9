"""What delivery needs beside the transports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maildesk.clock import Clock
from maildesk.config.limits import Limits
from maildesk.eventlog import EventLog
from maildesk.outbound.claims import Due
from maildesk.outbound.happening import Composed
from maildesk.store.engine import Database, Session

# Letters that tell staff of recipients who will not get theirs; written in the transaction of the judgement.
Failed = Callable[[Session, Due, Sequence[tuple[str, str]]], Sequence[Composed]]


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Office:
    """`jitter()` gives a random number of 0 ≤ x < 1.

    Once `stopping()` is true no letter is begun any more, and the claimed ones are put back.
    """

    database: Database
    clock: Clock
    log: EventLog
    limits: Limits
    jitter: Callable[[], float]
    failed: Failed
    stopping: Callable[[], bool] = _never

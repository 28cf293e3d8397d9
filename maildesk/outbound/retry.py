"""What an attempt to deliver comes to: sent, tried again later, or given up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from maildesk.config.limits import Limits
from maildesk.letter import OutboxState

# After the final dot nobody knows whether the relay took it: a slow relay gets time to finish before it sees the letter again.
AMBIGUOUS_WAIT = timedelta(minutes=10)


class ResultKind(StrEnum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RecipientResult:
    """What the relay said about one recipient; `text` is opaque, printable and bounded."""

    kind: ResultKind
    code: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to hand a letter over. `error` tells of the whole try; `ambiguous`: the relay may have taken it."""

    results: Mapping[str, RecipientResult] = field(default_factory=dict)
    ambiguous: bool = False
    error: str = ""

    def of(self, kind: ResultKind) -> tuple[str, ...]:
        return tuple(address for address, result in self.results.items() if result.kind is kind)


@dataclass(frozen=True, slots=True)
class Tried:
    """The letter an attempt was about, as far as the judgement needs it; `once`: losing it is better than doubling it."""

    recipients: tuple[str, ...]  # those who have not got it yet
    attempts: int
    since: datetime  # from when the days until it is given up are counted
    once: bool
    sent_before: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where the letter stands now; `lost` are the recipients who will not get it, with the last word about each."""

    state: OutboxState
    reason: str = ""
    due: datetime | None = None
    lost: tuple[tuple[str, str], ...] = ()


def judge_attempt(tried: Tried, attempt: Attempt, now: datetime, jitter: float, limits: Limits) -> Judgement:
    """What to do with a letter after an attempt; `jitter` is a random number of 0 ≤ jitter < 1."""
    sent, refused = attempt.of(ResultKind.SENT), attempt.of(ResultKind.REFUSED)
    waiting = tuple(address for address in tried.recipients if address not in sent and address not in refused)
    lost = tuple((address, _last_word(attempt, address)) for address in refused)
    if not waiting:
        return Judgement(OutboxState.SENT if sent or tried.sent_before else OutboxState.GIVEN_UP, _reason(attempt, refused), None, lost)
    if attempt.ambiguous and tried.once:
        return Judgement(OutboxState.GIVEN_UP, "unknown: the relay may have taken it, and automatic mail is never sent twice", None, lost)
    due = next_attempt(tried.attempts, tried.since, now, jitter, limits)
    if due is None:
        gone = tuple((address, _last_word(attempt, address)) for address in waiting)
        return Judgement(OutboxState.GIVEN_UP, f"not delivered for {limits.give_up.days} days: {_reason(attempt, waiting)}", None, (*lost, *gone))
    if attempt.ambiguous:
        due = max(due, now + AMBIGUOUS_WAIT)
    return Judgement(OutboxState.QUEUED, _reason(attempt, waiting), due, lost)


def next_attempt(attempts: int, since: datetime, now: datetime, jitter: float, limits: Limits) -> datetime | None:
    """When to try again after that many attempts: doubling waits, spread by a fifth; None once it is too old (RFC 5321 §4.5.4.1)."""
    wait = min(limits.retry_first * 2 ** min(max(attempts - 1, 0), 20), limits.retry_longest)
    due = now + wait * (0.8 + 0.4 * jitter)
    return due if due <= since + limits.give_up else None


def _last_word(attempt: Attempt, address: str) -> str:
    result = attempt.results.get(address)
    return result.text if result else attempt.error


def _reason(attempt: Attempt, addresses: tuple[str, ...]) -> str:
    return attempt.error or next((f"{address}: {_last_word(attempt, address)}" for address in addresses), "")

"""When a letter is tried again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.letter import OutboxState
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind, Tried, judge_attempt, next_attempt
from tests.letters import NOW

LIMITS = Limits()
JITTER = st.floats(0, 1, exclude_max=True)
RESULTS = st.sampled_from(
    [RecipientResult(ResultKind.SENT, 250, "yes"), RecipientResult(ResultKind.LATER, 450, "later"), RecipientResult(ResultKind.REFUSED, 550, "no")]
)


@given(attempts=st.integers(0, 10_000), jitter=JITTER)
def test_waits_grow_and_are_bounded(attempts: int, jitter: float) -> None:
    """Never sooner than four fifths of the first wait, never later than six fifths of the longest."""
    due = next_attempt(attempts, NOW, NOW, jitter, LIMITS)
    assert due is not None
    assert LIMITS.retry_first * 0.8 <= due - NOW <= LIMITS.retry_longest * 1.2


@given(age=st.timedeltas(timedelta(0), timedelta(days=10)), jitter=JITTER)
def test_no_attempt_is_planned_after_the_end(age: timedelta, jitter: float) -> None:
    """A letter older than limits.give_up is given up."""
    due = next_attempt(50, NOW, NOW + age, jitter, LIMITS)
    assert due is None or due <= NOW + LIMITS.give_up


@given(results=st.dictionaries(st.sampled_from("abcde"), RESULTS), jitter=JITTER, ambiguous=st.booleans(), once=st.booleans())
def test_every_recipient_is_accounted_for(results: dict[str, RecipientResult], jitter: float, ambiguous: bool, once: bool) -> None:
    """After any mix of answers each recipient is reached, lost, or will be tried again; nobody is forgotten."""
    attempt = Attempt(results, ambiguous)
    verdict = judge_attempt(Tried(tuple("abcde"), 1, NOW, once), attempt, NOW, jitter, LIMITS)
    reached, lost = set(attempt.of(ResultKind.SENT)), {address for address, _ in verdict.lost}
    assert not reached & lost
    missing = set("abcde") - reached - lost
    if verdict.state is OutboxState.SENT:
        assert reached
        assert not missing
    elif verdict.state is OutboxState.QUEUED:
        assert missing
        assert verdict.due is not None
    else:
        assert verdict.due is None
        assert not missing or (once and ambiguous)

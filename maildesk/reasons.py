"""The trace of a mail: why it ended as it did, in lines that are kept with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from maildesk.files import LIMITS
from maildesk.mail import Junk
from maildesk.record import no_answer
from maildesk.verdict import Verdict

_MOST_MISSES = 40  # a desk with thousands of rules keeps the first


def reasons_of(verdict: Verdict) -> tuple[str, ...]:
    """What the mail was taken for, who was proven, where it belongs, which rules fired and which did not, each with its reason."""
    seen = verdict.seen
    return (
        _line(f"nature: {seen.nature.kind}", seen.nature.evidence),
        _line(f"trust: {seen.trust.level}" + (", with a valid token" if seen.trust.token else ""), seen.trust.evidence),
        *_junk(seen.junk),
        f"thread: {type(verdict.decision).__name__}: {verdict.decision.why}",
        *_files(verdict),
        *_answering(verdict),
        *_rules(verdict),
    )


def _line(what: str, evidence: tuple[str, ...]) -> str:
    return f"{what} ({'; '.join(evidence)})" if evidence else what


def _files(verdict: Verdict) -> Iterator[str]:
    for one in verdict.seen.mail.attachments:
        if one.left:
            yield f"attachment {one.filename} ({one.size} bytes) stays in the raw mail: over limits.{LIMITS[one.left]}"


def _junk(junk: Junk) -> Iterator[str]:
    """Nothing where no filter spoke and nobody pretended to be one."""
    if junk.by or junk.disbelieved:
        yield _line(f"junk: {'yes' if junk.found else 'no'}", junk.evidence)


def _answering(verdict: Verdict) -> Iterator[str]:
    why = no_answer(verdict.seen)
    if why:
        yield f"no automatic answer: {why}"


def _rules(verdict: Verdict) -> Iterator[str]:
    trace = verdict.run.trace
    yield from (f"rule {rule.file}:{rule.line} {rule.rule}: fired" for rule in trace if rule.hit)
    missed = (f"rule {rule.file}:{rule.line} {rule.rule}: {rule.missed} did not hold" for rule in trace if not rule.hit)
    yield from islice(missed, _MOST_MISSES)

"""The trace of a mail: why it ended as it did, in lines that are kept with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from maildesk.decision.verdict import Verdict
from maildesk.files import LIMITS
from maildesk.judged import Junk, Trust
from maildesk.language import Said
from maildesk.recording.work import no_answer

# What a person calls each kind of decision.
DECISIONS = {
    "NewTicket": Said("a new ticket"),
    "LinkedTicket": Said("a new ticket beside another"),
    "Append": Said("onto a ticket"),
    "Archived": Said("filed as an archive"),
    "Answer": Said("an agent's answer"),
    "PassedOn": Said("a mail that an agent passes on"),
    "Confirmed": Said("an agent's word about a held mail"),
    "Unconfirmed": Said("an answer that confirms nothing"),
    "AgentAway": Said("an agent's answering machine"),
    "AnsweredOutside": Said("an agent's answer past the desk"),
    "SideAnswer": Said("an answer from outside, for staff alone"),
    "Unplaced": Said("an agent's answer about an unknown ticket"),
    "Several": Said("commands for several tickets"),
    "Reported": Said("a report about a letter of ours"),
    "Hold": Said("held"),
    "Ignore": Said("ignored"),
    "quarantined": Said("quarantined"),
}

_MOST_CLUES = 20
_MOST_MISSES = 40  # a desk with thousands of rules keeps the first


def reasons_of(verdict: Verdict) -> tuple[Said, ...]:
    """What the mail was taken for, who was proven, where it belongs, which rules fired and which did not, each with its reason."""
    seen = verdict.seen
    return (
        _line(Said("nature: {nature}", nature=seen.nature.kind), seen.nature.evidence),
        _line(_trust(seen.trust), seen.trust.evidence),
        *_junk(seen.junk),
        Said("thread: {decision}: {why}", decision=_decision(verdict), why=verdict.decision.why),
        *(
            Said("also {mailbox}: {decision}: {why}", mailbox=one.seen.clues.mailbox.address, decision=_decision(one), why=one.decision.why)
            for one in verdict.also
        ),
        *(Said("clue: {clue}", clue=one.said) for one in islice(verdict.clues, _MOST_CLUES)),
        *_files(verdict),
        *_answering(verdict),
        *_rules(verdict),
    )


def _decision(verdict: Verdict) -> Said:
    return DECISIONS[type(verdict.decision).__name__]


def _trust(trust: Trust) -> Said:
    return Said("trust: {trust}, with a valid token", trust=trust.level) if trust.token else Said("trust: {trust}", trust=trust.level)


def _line(what: Said, evidence: tuple[Said, ...]) -> Said:
    return Said("{what} ({evidence})", what=what, evidence=Said.joined("; ", evidence)) if evidence else what


def _files(verdict: Verdict) -> Iterator[Said]:
    for one in verdict.seen.mail.attachments:
        if one.left:
            limit = f"limits.{LIMITS[one.left]}"
            yield Said("attachment {name} ({size} bytes) stays in the raw mail: over {limit}", name=one.filename, size=one.size, limit=limit)


def _junk(junk: Junk) -> Iterator[Said]:
    """Nothing where no filter spoke and nobody pretended to be one."""
    if junk.by or junk.disbelieved:
        yield _line(Said("junk: yes") if junk.found else Said("junk: no"), junk.evidence)


def _answering(verdict: Verdict) -> Iterator[Said]:
    why = no_answer(verdict.seen)
    if why:
        yield Said("no automatic answer: {why}", why=why)


def _rules(verdict: Verdict) -> Iterator[Said]:
    trace = verdict.run.trace
    yield from (Said("rule {rule}: fired", rule=f"{rule.file}:{rule.line} {rule.rule}") for rule in trace if rule.hit)
    missed = (
        Said("rule {rule}: {condition} did not hold", rule=f"{rule.file}:{rule.line} {rule.rule}", condition=rule.missed)
        for rule in trace
        if not rule.hit
    )
    yield from islice(missed, _MOST_MISSES)

"""A verdict in plain words and values: what a mail was taken for, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from maildesk.absence import Absent
from maildesk.changes import Change, TemplateName
from maildesk.clock import rfc3339
from maildesk.config.limits import Limits
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.verdict import Verdict
from maildesk.decision.weighcommands import weigh_commands
from maildesk.evidence import Evidence, winners_first, won
from maildesk.health import Ailment
from maildesk.html.clean import clean
from maildesk.intake.weighing.nature import weigh_nature, weigh_silence
from maildesk.intake.weighing.parts import weigh_bytes
from maildesk.intake.weighing.trust import weigh_trust
from maildesk.judged import NO_JUNK, Junk
from maildesk.language import Said
from maildesk.mail import Address, Attachment, Forwarded, ParsedMail
from maildesk.newwords import SplitText
from maildesk.outbound.happening import Draft
from maildesk.outbound.recipients import plan_letters
from maildesk.recording.around import opens_ticket
from maildesk.recording.work import happening_of, no_answer, of_nature, reasons_for_silence, work_of
from maildesk.threading.decision import Answer, Append, SideAnswer
from maildesk.threading.split import answers_nothing, split
from maildesk.threading.weighing.clues import Weighed
from maildesk.threading.weighing.inside import weigh_inside
from maildesk.threading.weighing.split import weigh_split
from maildesk.ticket import Participant

Plain = dict[str, Any]


Governed = Callable[[Sequence[Draft]], Iterable[tuple[Draft, str]]]


@dataclass(frozen=True)
class Around:
    """What the store knows around a verdict: the people of its ticket, who is away, how it stands with the addresses,
    and what its author would be told.

    `governed` says of letters why they would not be written, "" where they would; `letter` is the one of ours that is answered, where its text is known.
    """

    people: tuple[Participant, ...]
    away: Absent
    health: tuple[Ailment, ...]
    to_author: tuple[Draft, ...]
    governed: Governed
    letter: ParsedMail | None = None


def _told_apart(mail: ParsedMail) -> SplitText:
    """A ticket keeps its first message whole; what is new in the mail itself is asked here, and marks among the words of who answers nothing are the author's."""
    words = split(mail)
    return split(mail, first=True) if words.below and answers_nothing(mail) else words


def explained(file: str, verdict: Verdict, around: Around) -> Plain:
    """One mail's answer, in the shape `explain --json` prints."""
    seen = verdict.seen
    words = _told_apart(seen.mail) if opens_ticket(verdict.decision) else seen.split
    return {
        "file": file,
        "mail": mail_as_plain(seen.mail, words, seen.config.limits),
        "nature": {
            "kind": str(seen.nature.kind),
            "may_answer": seen.nature.may_answer,
            "no_answer": no_answer(seen),
            "evidence": list(seen.nature.evidence),
            "reports": [_row(report) for report in seen.nature.reports],
            "away_until": seen.nature.away_until and seen.nature.away_until.isoformat(),
        },
        "trust": {"level": str(seen.trust.level), "word": seen.trust.word, "evidence": list(seen.trust.evidence)},
        "junk": _junk(seen.junk),
        "clues": _clues(verdict),
        "thread": _thread(verdict),
        "also": [{"mailbox": one.seen.clues.mailbox.address, **_thread(one)} for one in verdict.also],
        "event": verdict.consequence.event,
        "commands": [_change(step.change) for step in verdict.consequence.steps if step.act.actor.address],
        "rules": [{"rule": t.rule, "file": t.file, "line": t.line, "hit": t.hit, "missed": t.missed} for t in verdict.run.trace],
        "changes": [{**_change(step.change), "by": step.act.actor.name} for step in verdict.steps],
        "health": [_ailment(one) for one in around.health],
        "letters": [
            {"to": [entry.address for entry in draft.to], "subject": draft.subject, "template": draft.template, "suppressed": why}
            for draft, why in around.governed(_drafts(verdict, around))
        ],
        "evidence": {decision: [_row(one) for one in found] for decision, found in _evidence(verdict, around.letter)},
    }


# The decisions whose evidence is gathered for this answer alone; threading, trust, junk and rules carry theirs.
WEIGHED = ("author", "sender", "parts", "charset", "nature", "may_answer", "quote", "signature", "forwarded", "trust", "commands")


def _evidence(verdict: Verdict, letter: ParsedMail | None) -> Iterator[tuple[str, Sequence[Evidence]]]:
    seen = verdict.seen
    read = weigh_bytes(seen.raw.data, seen.config.limits, seen.config.languages, through=seen.config.junk.wraps)
    first, by_agent = opens_ticket(verdict.decision), isinstance(verdict.decision, Answer)
    text = weigh_split(seen.mail, first, letter, seen.closings)
    inside: tuple[Evidence, ...] = ()
    if isinstance(verdict.decision, Append) or (isinstance(verdict.decision, Answer | SideAnswer) and verdict.decision.letter is not None):
        before = split(seen.mail, first=first, letter=letter, closings=seen.closings, by_agent=by_agent)
        inside = tuple(weigh_inside(before, seen.split, answers_ours=verdict.decision.letter is not None))
    marks = weigh_nature(seen.mail, seen.raw.envelope, seen.nature, seen.config.own_addresses), _may_answer(seen)
    found = (read.author, read.sender, read.parts, read.charset, *marks, (*text.quote, *inside), text.signature, text.forwarded)
    trust = weigh_trust(seen.trust, seen.reading.proof, seen.config.proof)
    return zip(WEIGHED, (*found, trust, weigh_commands(verdict)), strict=True)


def _may_answer(seen: Circumstances) -> tuple[Evidence, ...]:
    against = [won(why, Said("that alone is enough: no robot may answer")) for why in (*of_nature(seen), *reasons_for_silence(seen))]
    nothing = won(Said("nothing speaks against it"), Said("a robot may answer"))
    return winners_first((*(against or [nothing]), *weigh_silence(seen.mail)))


def unread(file: str, defect: str) -> Plain:
    """The answer for a mail whose reader was killed: the full shape, and why."""
    nature = {"kind": "human", "may_answer": False, "no_answer": defect, "evidence": [defect], "reports": [], "away_until": None}
    return {
        "file": file,
        "mail": mail_as_plain(ParsedMail(defects=(defect,)), SplitText(), Limits()),
        "nature": nature,
        "trust": {"level": "none", "word": "none", "evidence": []},
        "junk": _junk(NO_JUNK),
        "clues": [],
        "thread": {
            "decision": "quarantined",
            "ticket": None,
            "why": Said("it could not be read within its limits: {why}", why=defect),
            "evidence": [],
        },
        "also": [],
        "event": "",
        "commands": [],
        "rules": [],
        "changes": [],
        "health": [],
        "letters": [],
        "evidence": {decision: [] for decision in WEIGHED},
    }


def mail_as_plain(mail: ParsedMail, split: SplitText, limits: Limits) -> Plain:
    cids = frozenset(attachment.content_id for attachment in mail.attachments if attachment.content_id)
    return {
        "from": _address(mail.from_) if mail.from_ else None,
        "sender": mail.sender,
        "to": [_address(entry) for entry in mail.to],
        "cc": [_address(entry) for entry in mail.cc],
        "reply_to": [_address(entry) for entry in mail.reply_to],
        "subject": mail.subject,
        "date": rfc3339(mail.date) if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "html": clean(mail.html, cids, limits) if mail.html else "",
        "reply": split.reply,
        "in_context": split.answer if split.context else "",
        "signature": split.signature,
        "forwarded": _forwarded(split.forwarded),
        "attachments": [_attachment(attachment) for attachment in mail.attachments],
        "defects": list(mail.defects),
    }


def _address(entry: Address) -> Plain:
    return {"name": entry.name, "address": entry.address}


def _attachment(attachment: Attachment) -> Plain:
    names = ("filename", "content_type", "size", "sha256", "inline", "content_id", "left")
    return {name: getattr(attachment, name) for name in names}


def _forwarded(forwarded: Forwarded | None) -> Plain | None:
    if forwarded is None:
        return None
    return {
        "from": _address(forwarded.from_) if forwarded.from_ else None,
        "to": [_address(entry) for entry in forwarded.to],
        "cc": [_address(entry) for entry in forwarded.cc],
        "subject": forwarded.subject,
        "date": forwarded.date,
        "text": forwarded.text,
        "forwarded": _forwarded(forwarded.forwarded),
    }


def _junk(junk: Junk) -> Plain:
    return {"found": junk.found, "score": junk.score, "threshold": junk.threshold, "evidence": list(junk.evidence)}


def _clues(verdict: Verdict) -> list[Plain]:
    clues = verdict.seen.clues
    found = [{"clue": "token", "letter": token.letter, "kind": token.kind.name.lower(), "where": token.where} for token in clues.tokens]
    found += [{"clue": "reference", "id": identifier} for identifier in clues.parents]
    return found + ([{"clue": "label", "ticket": clues.label}] if clues.label else [])


def _thread(verdict: Verdict) -> Plain:
    outcome = verdict.consequence.outcome
    ticket = verdict.consequence.ticket
    return {
        "decision": type(verdict.decision).__name__,
        "ticket": ticket.number if ticket and ticket.number else None,
        "why": verdict.decision.why,
        "outcome": str(outcome.state),
        "rule": verdict.run.ignored_by or outcome.rule,
        "evidence": [_row(one) for one in verdict.clues or (_NO_CLUE,)],
    }


_NO_CLUE = Weighed(Said("no clue"), None, False, Said("it carries no token of ours, refers to no mail, and no number stands in its subject"))


def _change(change: Change) -> Plain:
    value = change.value.name if isinstance(change.value, TemplateName) else change.value
    return {"verb": change.verb, "value": list(value) if isinstance(value, tuple) else value}


def _drafts(verdict: Verdict, around: Around) -> tuple[Draft, ...]:
    before, after = verdict.consequence.ticket, verdict.ticket
    if verdict.run.ignored_by:
        return ()
    if before is None or after is None or verdict.consequence.told:
        return around.to_author
    work = work_of(verdict, before)
    people = around.people + ((work.sender,) if work.sender else ())
    return plan_letters(replace(happening_of(work, after, work.message, (), people), absent=around.away), verdict.seen.config)


def _ailment(one: Ailment) -> Plain:
    return {**_row(one), "kind": str(one.kind), "at": rfc3339(one.at)}


def _row(value: object) -> Plain:
    assert is_dataclass(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}

"""Runs real mails on a empty copy of the desk, as if they had come when they were written: `maildesk try`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from maildesk.clock import rfc3339
from maildesk.config.limits import Limits
from maildesk.desk import Desk
from maildesk.intake import spool
from maildesk.intake.imap.look import Looked
from maildesk.intake.mime.parse import parse
from maildesk.language import Said
from maildesk.letter import LetterKind
from maildesk.mail import Envelope, MailState, Outcome, RawMail
from maildesk.outbound import outbox
from maildesk.outbound.outbox import OutboxRow
from maildesk.pipeline import process_one
from maildesk.service.killable import Killable, Killed
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket
from maildesk.upkeep.survey import Found, written_at

_A_MOMENT = timedelta(microseconds=1)
_MOST_LETTERS = 200  # of one mail
_RULE, _FIRED = "rule ", ": fired"  # a line of the trace about a rule that fired

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """One mail to be tried; its `moment` is no other's, so that what was written then came of this mail."""

    name: str
    data: bytes
    moment: datetime
    envelope: Envelope = field(default_factory=Envelope)


def trials(found: Iterable[Found], last: int) -> Iterator[Trial]:
    """The `last` newest of the mails, in the order in which they were written."""
    before: datetime | None = None
    for one in sorted(found, key=lambda mail: mail.written)[-last:]:
        moment = one.written if before is None else max(one.written, before + _A_MOMENT)
        before = moment
        yield Trial(one.place.name, one.place.read(), moment)


def fetched(looked: Iterable[Looked], limits: Limits, now: datetime) -> Iterator[Trial]:
    """Mails in the order in which they came to a server."""
    before: datetime | None = None
    for one in looked:
        moment = written_at(one.data, limits, now)
        before = moment = moment if before is None else max(moment, before + _A_MOMENT)
        yield Trial(one.name, one.data, moment, one.envelope)


def try_all(mails: Iterable[Trial], build: Callable[[], Desk], limits: Limits) -> Iterator[Plain]:
    """What the desk of `build` would have done with each mail; its database is the empty copy's, and no letter leaves it."""
    with closing(Killable(build, try_one, limits)) as reader:
        for mail in _apart(mails):
            answer = reader.ask(mail)
            yield _unread(mail, answer.why) if isinstance(answer, Killed) else answer


def _apart(mails: Iterable[Trial]) -> Iterator[Trial]:
    """Each at a moment of its own, wherever they come from."""
    taken: set[datetime] = set()
    for mail in mails:
        moment = mail.moment
        while moment in taken:
            moment += _A_MOMENT
        taken.add(moment)
        yield replace(mail, moment=moment)


def try_one(desk: Desk, mail: Trial) -> Plain:
    """One mail's whole way on the empty copy, and what stands there after it."""
    with desk.database.write(durable=False) as session:
        until = mail.moment + desk.config.limits.worker_deadline
        (claimed,) = spool.accept_claimed(session, [RawMail(mail.data, mail.envelope, mail.moment)], "try", until)
    outcome = process_one(desk, claimed, mail.moment)
    with desk.database.read() as session:
        row, _ = spool.shown(session, claimed.mail.id)
        ticket = load_ticket(session, outcome.ticket) if outcome.ticket else None
        history = events_of(session, outcome.ticket) if outcome.ticket else ()
        letters = [one for one in outbox.listed(session, last=_MOST_LETTERS) if one.created == mail.moment]
    suppressed = [event.detail for event in history if event.at == mail.moment and event.what == "suppressed"]
    new = ticket is not None and ticket.created == mail.moment
    return _header(mail, desk.config.limits) | _outcome(outcome, new, row.trace) | _letters(letters, suppressed)


def _header(mail: Trial, limits: Limits) -> Plain:
    parsed = parse(mail.data, limits)
    author = parsed.from_.address if parsed.from_ else None
    return {"file": mail.name, "date": rfc3339(mail.moment), "from": author, "subject": parsed.subject}


def _outcome(outcome: Outcome, new: bool, trace: Sequence[str]) -> Plain:
    fired = [line.removeprefix(_RULE).removesuffix(_FIRED) for line in trace if line.startswith(_RULE) and line.endswith(_FIRED)]
    reasons = [line for line in trace if not line.startswith(_RULE)]
    return {"outcome": str(outcome.state), "by": outcome.rule or None, "ticket": outcome.ticket, "new": new, "reasons": reasons, "rules": fired}


def _letters(letters: Sequence[OutboxRow], suppressed: Sequence[str]) -> Plain:
    return {
        "acknowledgement": next((one.person for one in letters if one.kind is LetterKind.ACKNOWLEDGEMENT), None),
        "notifications": [one.person for one in letters if one.kind is LetterKind.NOTIFICATION],
        "letters": [{"kind": one.kind, "to": one.person, "held": one.reason or None} for one in letters],
        "suppressed": list(suppressed),
    }


def _unread(mail: Trial, why: str) -> Plain:
    """A mail that killed its reader: the daemon would have put it into the quarantine."""
    quarantined = Outcome(MailState.QUARANTINED, "builtin:attempts")
    reason = Said("it could not be read within its limits: {why}", why=why)
    header = {"file": mail.name, "date": rfc3339(mail.moment), "from": None, "subject": ""}
    return header | _outcome(quarantined, False, [reason]) | _letters((), ())


def summary(answers: Sequence[Plain]) -> Plain:
    """All of them in one line; what had no ticket by its outcome."""
    return {
        "mails": len(answers),
        "new_tickets": sum(one["new"] for one in answers),
        "on_tickets": sum(one["ticket"] is not None and not one["new"] for one in answers),
        "without_ticket": dict(Counter(one["outcome"] for one in answers if one["ticket"] is None)),
        "acknowledgements": sum(one["acknowledgement"] is not None for one in answers),
        "notifications": sum(len(one["notifications"]) for one in answers),
        "rules": dict(Counter(rule for one in answers for rule in one["rules"])),
    }

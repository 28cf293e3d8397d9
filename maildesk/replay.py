"""Runs stages 3 to 11 over files without writing, each file in a process that may be killed: `maildesk explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from maildesk.answering import drafts_back
from maildesk.carriers import split_address
from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.desk import Desk
from maildesk.explain import Around, Plain, explained, unread
from maildesk.judged import NatureKind
from maildesk.mail import SAMPLED, Envelope, RawMail
from maildesk.outbound.governor import foreseen
from maildesk.pipeline import consider_everywhere, read
from maildesk.plainaddress import is_plain_address
from maildesk.recording.around import answered_letter
from maildesk.service.killable import Killable, Killed
from maildesk.store.absences import absent
from maildesk.store.health import health_of
from maildesk.store.tickets import participants_of


@dataclass(frozen=True, slots=True)
class Sample:
    """One file to explain, with what is known of its envelope; `mail_from` None is unknown, "" the null sender."""

    file: str
    data: bytes
    received: datetime
    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()
    unreadable: str = ""  # why there are no bytes


def explain_all(samples: Iterable[Sample], build: Callable[[], Desk], limits: Limits) -> Iterator[Plain]:
    """An answer a sample, in order; a reader that is killed costs its own file alone."""
    with closing(Killable(build, explain_one, limits)) as reader:
        for sample in samples:
            if sample.unreadable:
                yield unread(sample.file, sample.unreadable)
                continue
            answer = reader.ask(sample)
            yield unread(sample.file, answer.why) if isinstance(answer, Killed) else answer


def explain_one(desk: Desk, sample: Sample) -> Plain:
    """One sample's answer; the recipients of its envelope count as the desk's own addresses, and where there is no envelope its headers say whom it went to."""
    unknown = [address for address in sample.rcpt_to if split_address(address, desk.config.served) is None]
    if unknown:
        desk = replace(desk, config=_with_mailboxes(desk.config, unknown))
    raw = RawMail(sample.data, Envelope(sample.mail_from, sample.rcpt_to, SAMPLED if unknown else "file"), sample.received)
    with desk.database.read() as session:
        reading = read(desk, raw, sample.received)
        if not (sample.rcpt_to or reading.clues.addressed):  # nobody says whom it was sent to: it was sent to us
            reading = replace(reading, clues=replace(reading.clues, addressed_in=frozenset({"to"})))
        verdict = consider_everywhere(desk, reading, session)
        number = verdict.consequence.ticket.number if verdict.consequence.ticket else 0
        away = absent(session, sample.received)
        people = participants_of(session, (number,)).get(number, ()) if number else ()
        concerned = {person.address for person in people} | {verdict.seen.mail.sender or ""}
        health = (*verdict.consequence.ailments, *health_of(session, concerned).values())
        to_author = drafts_back(session, desk, verdict)
        heard = verdict.seen.mail.sender if verdict.seen.nature.kind is NatureKind.HUMAN else None
        governed = partial(foreseen, session, now=sample.received, limits=desk.config.limits, heard=heard)
        letter = answered_letter(session, verdict.decision, desk.config.limits)
        return explained(sample.file, verdict, Around(people, away, health, to_author, governed, letter))


def _with_mailboxes(config: DeskConfig, addresses: Sequence[str]) -> DeskConfig:
    """The desk as if these were mailboxes of its own, too, and the first of all."""
    named = dict.fromkeys(address.lower() for address in addresses if is_plain_address(address))
    boxes = tuple(Mailbox(address=address, name=address.partition("@")[0][:60] or "desk") for address in named)
    return config.model_copy(update={"mailboxes": (*boxes, *config.mailboxes)})

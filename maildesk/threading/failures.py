"""What a report says about a letter of ours, as far as it can be believed (V066)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from maildesk.errors import NOTHING
from maildesk.health import Ailment, AilmentKind
from maildesk.judged import DeliveryReport, Nature, NatureKind
from maildesk.language import Said
from maildesk.letter import Letter
from maildesk.refusal import REASON_WORDS, is_dead


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter that a report names: its ticket, the recipients it really left for, and the addresses that staff have heard of there."""

    letter: Letter
    ticket: int
    left: frozenset[str]
    told: frozenset[str]


def doubt(nature: Nature, posted: Posted) -> Said:
    """Why a report is not believed, nothing where it is. Whoever has a letter can write a report about it, so it counts for its recipients alone."""
    if not posted.left:
        return Said("which never left")
    if not _heard(nature, posted.left):
        people = ", ".join(report.recipient for report in nature.reports) or Said("nobody")
        return Said("but tells of {people}, for whom it did not leave", people=people)
    return NOTHING


def failures(nature: Nature, posted: Posted, now: datetime) -> Iterator[Ailment]:
    """What failed for good. Staff hear of an address once a ticket, and not of an automatic letter that failed: nobody waits for that."""
    complaint = nature.kind is NatureKind.COMPLAINT
    for one in _heard(nature, posted.left).values():
        if one.action in _FAILED:
            yield Ailment(
                address=one.recipient,
                letter=posted.letter.id,
                kind=AilmentKind.COMPLAINT if complaint else AilmentKind.BOUNCED,
                reason=one.reason if one.reason in REASON_WORDS else "unknown",
                at=now,
                ticket=posted.ticket,
                status=one.status,
                code=int(one.smtp_code) if one.smtp_code.isdecimal() else None,
                dead=one.permanent and not complaint and is_dead(one.status, one.reason),
                told=one.recipient not in posted.told and (complaint or not posted.letter.automatic),
            )


def _heard(nature: Nature, left: frozenset[str]) -> dict[str, DeliveryReport]:
    """The worst that is said of each of our recipients; what names nobody speaks of the only one there is."""
    alone = next(iter(left)) if len(left) == 1 else ""
    said = nature.reports or (DeliveryReport("", "failed" if nature.kind is NatureKind.BOUNCE else str(nature.kind)),)
    worst_last = sorted(said, key=lambda report: report.action in _FAILED)
    named = (replace(report, recipient=report.recipient.lower() or alone) for report in worst_last)
    return {report.recipient: report for report in named if not report.recipient or report.recipient in left}


_FAILED = ("failed", "complained")

"""What a mail system's report says of a letter of ours, in words that stand on its ticket; the whole of it stays in the raw mail."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.judged import DeliveryReport
from maildesk.language import N_, Said
from maildesk.refusal import REASON_WORDS

_FATES = {
    "failed": N_("{address} did not get our letter: {why}"),
    "delayed": N_("our letter has not reached {address} yet: {why}"),
    "delivered": N_("our letter has reached {address}"),
    "complained": N_("{address} marked our letter as spam"),
}


def reported_words(reports: Iterable[DeliveryReport]) -> Said:
    """A line a recipient."""
    return Said.joined("\n", tuple(map(_line, reports)))


def _line(report: DeliveryReport) -> Said:
    address = report.recipient or Said("the recipient")
    why = Said.word(REASON_WORDS.get(report.reason, REASON_WORDS["unknown"]))
    said = Said(_FATES.get(report.action, _FATES["delivered"]), address=address, why=why)
    code = " ".join(filter(None, (report.smtp_code, report.status)))
    return Said("{said} ({code})", said=said, code=code) if code else said

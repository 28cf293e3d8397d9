"""What a mail system's report says of a letter of ours, in words that stand on its ticket; the whole of it stays in the raw mail."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.judged import DeliveryReport
from maildesk.language import Said
from maildesk.refusal import REASON_WORDS


def reported_words(reports: Iterable[DeliveryReport]) -> Said:
    """A line a recipient."""
    return Said.joined("\n", tuple(map(_line, reports)))


def _line(report: DeliveryReport) -> Said:
    said = _fate(report, report.recipient or Said("the recipient"))
    code = " ".join(filter(None, (report.smtp_code, report.status)))
    return Said("{said} ({code})", said=said, code=code) if code else said


def _fate(report: DeliveryReport, address: str) -> Said:
    why = Said.word(REASON_WORDS.get(report.reason, REASON_WORDS["unknown"]))
    match report.action:
        case "failed":
            return Said("{address} did not get our letter: {why}", address=address, why=why)
        case "delayed":
            return Said("our letter has not reached {address} yet: {why}", address=address, why=why)
        case "complained":
            return Said("{address} marked our letter as spam", address=address)
    return Said("our letter has reached {address}", address=address)

"""Notices of a sending service about mail of ours, written as JSON into a mail (Amazon SES, by itself or through SNS)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from maildesk.intake.nature.bouncetext import ADDRESS, status_report
from maildesk.judged import DeliveryReport

_LONGEST, _MOST = 256 << 10, 200
_LONGEST_ADDRESS = 1000
# What the service calls an event → the list of its recipients, and what became of them.
_EVENTS = {
    "Bounce": ("bouncedRecipients", "failed"),
    "Delivery": ("recipients", "delivered"),
    "DeliveryDelay": ("delayedRecipients", "delayed"),
    "Complaint": ("complainedRecipients", "complained"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One report a recipient that a notice names, and whether they complain."""

    reports: tuple[DeliveryReport, ...]
    complaint: bool


def service_notice(text: str) -> Notice | None:
    """What the notice says; None where the text is none."""
    if not text.startswith("{") or "Type" not in text[:40]:
        return None
    event = _json(text[:_LONGEST])
    event = _json(event["Message"]) if isinstance(event.get("Message"), str) else event
    name = str(event.get("notificationType") or event.get("eventType") or "")
    listed, action = _EVENTS.get(name, ("", ""))
    about = event.get(name[:1].lower() + name[1:])
    entries = about.get(listed) if isinstance(about, dict) else None
    if not isinstance(about, dict) or not isinstance(entries, list):
        return None
    original = _original(event.get("mail"))
    found = (_report(entry if isinstance(entry, dict) else {"emailAddress": entry}, action, about, original) for entry in entries[:_MOST])
    reports = tuple(report for report in found if "@" in report.recipient)
    return Notice(reports, name == "Complaint") if reports else None


def _json(text: str) -> dict[str, Any]:
    """The object at the beginning; relays break such long lines with an exclamation mark."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text.replace("!\n ", ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _original(mail: object) -> str:
    headers = mail.get("commonHeaders") if isinstance(mail, dict) else None
    found = str(headers.get("messageId") or "") if isinstance(headers, dict) else ""
    return found if found.startswith("<") else ""


def _report(entry: dict[str, Any], action: str, about: dict[str, Any], original: str) -> DeliveryReport:
    named = str(entry.get("emailAddress") or "")[:_LONGEST_ADDRESS]
    found = ADDRESS.search(named)
    recipient = found[0] if found else ""
    if action == "complained":
        return DeliveryReport(recipient, action, permanent=False, reason="complaint", original_message_id=original)
    said = str(entry.get("diagnosticCode") or about.get("smtpResponse") or "")
    unsaid = "4.0.0" if about.get("bounceType") == "Transient" else "5.0.0" if action == "failed" else ""
    return status_report(recipient, action, str(entry.get("status") or unsaid), said, original)

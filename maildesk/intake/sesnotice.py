"""Notices of a sending service about mail of ours, written as JSON into a mail (Amazon SES through SNS)."""

from __future__ import annotations

import json
from typing import Any

from maildesk.mail import DeliveryReport

_LONGEST, _MOST = 256 << 10, 200
# What the service calls an event → the list of its recipients, and what became of them.
_EVENTS = {"Bounce": ("bouncedRecipients", "failed"), "Delivery": ("recipients", "delivered"), "DeliveryDelay": ("delayedRecipients", "delayed")}


def service_reports(text: str) -> tuple[DeliveryReport, ...]:
    """One report a recipient that the notice names; none where the text is no such notice."""
    if not text.startswith("{") or "Type" not in text[:40]:
        return ()
    event = _json(text[:_LONGEST])
    name = str(event.get("notificationType") or event.get("eventType") or "")
    listed, action = _EVENTS.get(name, ("", ""))
    about = event.get(name[:1].lower() + name[1:])
    entries = about.get(listed) if isinstance(about, dict) else None
    if not isinstance(about, dict) or not isinstance(entries, list):
        return ()
    found = (_report(entry if isinstance(entry, dict) else {"emailAddress": entry}, action, about) for entry in entries[:_MOST])
    return tuple(report for report in found if "@" in report.recipient)


def _json(text: str) -> dict[str, Any]:
    """The object at the beginning; relays break such long lines with an exclamation mark."""
    try:
        found, _ = json.JSONDecoder().raw_decode(text.replace("!\n ", ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _report(entry: dict[str, Any], action: str, about: dict[str, Any]) -> DeliveryReport:
    said = str(entry.get("diagnosticCode") or about.get("smtpResponse") or "")
    status = str(entry.get("status") or "")
    return DeliveryReport(
        recipient=str(entry.get("emailAddress") or ""),
        action=action,
        status=status or next((word for word in said.split() if word[:2] in ("2.", "4.", "5.")), ""),
        smtp_code=next((word for word in said.split() if word.isdigit() and len(word) == 3), ""),
        permanent=action == "failed" and str(about.get("bounceType")) != "Transient",
    )

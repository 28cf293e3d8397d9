"""Reports about mail we sent: delivery status notifications proper (RFC 3464), then the dialects that only speak in prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maildesk.intake.headers import identifiers
from maildesk.mail import DeliveryReport, Envelope, NatureKind, ParsedMail

MOST_REPORTS = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What kind of report a mail is, what says so, and what it says about each recipient."""

    kind: NatureKind
    why: str
    reports: tuple[DeliveryReport, ...]


_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*)$")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([245]\d\d)\b(?![.\d])")
_ADDRESS = re.compile(r"[^\s<>;,\"'()\[\]:]+@[^\s<>;,\"'()\[\]:]+")
_ACTIONS = {"failed": "failed", "failure": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered"}
_KINDS = {"failed": NatureKind.BOUNCE, "delayed": NatureKind.DELAY, "delivered": NatureKind.DELIVERED}


def read_report(mail: ParsedMail, envelope: Envelope) -> Report | None:
    """The report a mail is; None where it is none."""
    if mail.content_type.startswith("multipart/report") and "feedback-report" in mail.content_type:
        return Report(NatureKind.COMPLAINT, "multipart/report of type feedback-report", ())
    if mail.delivery_status:
        reports = _status_reports(mail)
        if reports:
            return Report(_kind_of(reports), f"delivery status: {reports[0].action}", reports)
    return None


def _kind_of(reports: tuple[DeliveryReport, ...]) -> NatureKind:
    """The worst of them speaks for the mail."""
    actions = {report.action for report in reports}
    return next(_KINDS[action] for action in ("failed", "delayed", "delivered") if action in actions)


def _status_reports(mail: ParsedMail) -> tuple[DeliveryReport, ...]:
    original = original_message_id(mail)
    found = (_status_report(_fields(block), original) for block in re.split(r"\n[ \t]*\n", mail.delivery_status))
    return tuple(report for report in found if report is not None)[:MOST_REPORTS]


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        if line[:1] in (" ", "\t") and name:
            fields[name] += " " + line.strip()
        elif (found := _FIELD.match(line)) is not None:
            name = found[1].lower()
            fields.setdefault(name, found[2].strip())
    return fields


def _status_report(fields: dict[str, str], original: str) -> DeliveryReport | None:
    shown = fields.get("original-recipient") or fields.get("final-recipient") or ""
    recipient = _ADDRESS.search(shown.partition(";")[2] or shown)
    action = _ACTIONS.get(fields.get("action", "").strip().lower().split(" ")[0].rstrip(";"))
    status = _STATUS.search(fields.get("status", ""))
    if recipient is None and action is None:
        return None
    diagnostic = fields.get("diagnostic-code", "")
    code = _CODE.search(diagnostic.partition(";")[2] or diagnostic)
    return DeliveryReport(
        recipient=recipient[0] if recipient else "",
        action=action or "failed",
        status=status[0] if status else "",
        smtp_code=code[1] if code else "",
        permanent=(status[1] if status else (code[1][0] if code else "5")) == "5" and (action or "failed") == "failed",
        original_message_id=original,
    )


def original_message_id(mail: ParsedMail) -> str:
    """The Message-ID of the mail that is reported, "" where the report does not give it back."""
    found = re.search(r"(?im)^message-id:\s*(<[^<>\s]+>)", mail.returned_headers)
    return found[1] if found else next(iter(identifiers(mail.header("x-failed-message-id"))), "")

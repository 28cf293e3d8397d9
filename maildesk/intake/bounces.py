"""Reports about mail we sent: delivery status notifications proper (RFC 3464), then those that only speak in prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from maildesk.intake.bouncesigns import looks_like_report
from maildesk.intake.bouncetext import ADDRESS, CODE, bare_names, is_permanent, notice_of, prose_reports
from maildesk.intake.headers import identifiers
from maildesk.intake.sesnotice import service_reports
from maildesk.mail import DeliveryReport, Envelope, NatureKind, ParsedMail
from maildesk.refusal import REASON_OF_STATUS, STATUS, reason_of

MOST_REPORTS = 200
_LONGEST_FEEDBACK = 64 << 10
_NO_COMPLAINTS = frozenset({"not-spam", "auth-failure", "dmarc"})  # RFC 6591 and what providers send beside complaints


@dataclass(frozen=True, slots=True)
class Report:
    """What kind of report a mail is, what says so, and what it says about each recipient."""

    kind: NatureKind
    why: str
    reports: tuple[DeliveryReport, ...]


_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*)$")
_ACTIONS = {
    "failed": "failed",
    "failure": "failed",
    "fail": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    "deliverable": "delivered",
    "relayed": "delivered",
    "expanded": "delivered",
}
_KINDS = {"failed": NatureKind.BOUNCE, "delayed": NatureKind.DELAY, "delivered": NatureKind.DELIVERED}


def read_report(mail: ParsedMail, envelope: Envelope) -> Report | None:
    """The report a mail is; None where it is none."""
    if "feedback-report" in mail.content_type:
        return Report(NatureKind.COMPLAINT, "multipart/report of type feedback-report", _complaints(mail))
    proper = _status_reports(mail) if mail.delivery_status else service_reports(mail.text)
    if proper:
        return Report(_kind_of(proper), f"delivery status: {proper[0].action}", proper)
    why = looks_like_report(mail, envelope)
    if not why:
        return None
    notice = notice_of(mail.text)
    named = _named(mail) or bare_names(notice, mail.from_.address.rpartition("@")[2] if mail.from_ else "")
    prose = prose_reports(notice, named, _not_recipients(mail), original_message_id(mail))
    kind = _kind_of(prose) if prose else NatureKind.BOUNCE
    return Report(kind, why, prose)


def _complaints(mail: ParsedMail) -> tuple[DeliveryReport, ...]:
    """Who complained (RFC 5965 §3.2), "" where the report keeps it to itself; of a report that is no complaint nothing is said against anybody."""
    part = next((one.content for one in mail.attachments if one.content_type == "message/feedback-report"), b"")[:_LONGEST_FEEDBACK]
    fields = _fields(part.decode("utf-8", "replace").replace("\r\n", "\n"))
    action = "delivered" if fields.get("feedback-type", "").lower() in _NO_COMPLAINTS else "complained"
    named = tuple(dict.fromkeys(ADDRESS.findall(fields.get("original-rcpt-to", "")))) or ("",)
    return tuple(DeliveryReport(address, action, permanent=False, reason="complaint") for address in named[:MOST_REPORTS])


def original_message_id(mail: ParsedMail) -> str:
    """The Message-ID of the mail that is reported, "" where the report does not give it back."""
    found = _MESSAGE_ID.search(mail.returned_headers) or _MESSAGE_ID.search(mail.text[:64000])
    return found[1] if found else next(iter(identifiers(mail.header("x-failed-message-id"))), "")


_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:\s*(<[^<>\s]{3,998}>)", re.IGNORECASE | re.MULTILINE)


def _kind_of(reports: tuple[DeliveryReport, ...]) -> NatureKind:
    """The worst of them speaks for the mail."""
    actions = {report.action for report in reports}
    return next(_KINDS[action] for action in ("failed", "delayed", "delivered") if action in actions)


def _named(mail: ParsedMail) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ADDRESS.findall(mail.header("x-failed-recipients"))))


def _not_recipients(mail: ParsedMail) -> frozenset[str]:
    """Whom the report is to and from: they stand in it too, but did not fail."""
    people = (*mail.to, *((mail.from_,) if mail.from_ else ()))
    return frozenset(person.address.lower() for person in people)


def _status_reports(mail: ParsedMail) -> tuple[DeliveryReport, ...]:
    original = original_message_id(mail)
    blocks = [_fields(block) for block in re.split(r"\n[ \t]*\n", mail.delivery_status)]
    found = [report for fields in blocks if (report := _status_report(fields, original)) is not None]
    return tuple(_with_notice(found, mail)[:MOST_REPORTS])


def _with_notice(reports: list[DeliveryReport], mail: ParsedMail) -> list[DeliveryReport]:
    """Where the machine part leaves out what went wrong, the words above it may say it."""
    if all(report.status and report.reason != "unknown" for report in reports):
        return reports
    prose = {entry.recipient.lower(): entry for entry in prose_reports(notice_of(mail.text), (), _not_recipients(mail), "")}
    return [_completed(report, prose.get(report.recipient.lower())) for report in reports]


def _completed(report: DeliveryReport, prose: DeliveryReport | None) -> DeliveryReport:
    if prose is None:
        return report
    return replace(
        report,
        status=report.status or prose.status,
        smtp_code=report.smtp_code or prose.smtp_code,
        reason=prose.reason if report.reason == "unknown" else report.reason,
    )


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
    # The address we wrote to, where it is told beside the one it led to (RFC 3464 §2.3.1).
    recipient = _recipient(fields.get("original-recipient", "")) or _recipient(fields.get("final-recipient", ""))
    word = re.match(r"\w*", fields.get("action", "").strip().lower())
    action = _ACTIONS.get(word[0] if word else "")
    if not recipient and action is None:
        return None
    diagnostic = fields.get("diagnostic-code", "").partition(";")[2] or fields.get("diagnostic-code", "")
    status, code = _status(fields.get("status", ""), diagnostic), CODE.search(diagnostic)
    reason = reason_of(diagnostic)[0]
    failed = (action or "failed") == "failed"
    return DeliveryReport(
        recipient=recipient,
        action=action or "failed",
        status=status,
        smtp_code=code[1] if code else "",
        permanent=is_permanent(failed, status),
        reason="unknown" if action == "delivered" else (reason if reason != "unknown" else REASON_OF_STATUS.get(status[2:], "unknown")),
        original_message_id=original,
    )


def _recipient(value: str) -> str:
    found = ADDRESS.search(value.partition(";")[2] or value)
    return found[0] if found else ""


def _status(status: str, diagnostic: str) -> str:
    """The more exact of the two: a server's own code in the diagnostic beats a bare x.0.0."""
    plain, said = STATUS.search(status), STATUS.search(diagnostic)
    if plain is None or (said is not None and plain[0].endswith(".0.0")):
        return said[0] if said else ""
    return plain[0]

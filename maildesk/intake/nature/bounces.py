"""Reports about mail we sent: delivery status notifications proper (RFC 3464), then those that only speak in prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from maildesk.errors import NOTHING
from maildesk.intake.header.reading import identifiers
from maildesk.intake.nature.bouncesigns import looks_like_report
from maildesk.intake.nature.bouncetext import ADDRESS, People, bare_names, notice_of, only_recipient, prose_reports, report_of, status_report
from maildesk.intake.nature.sesnotice import service_notice
from maildesk.judged import DeliveryReport, NatureKind
from maildesk.language import Said
from maildesk.mail import Envelope, ParsedMail

MOST_REPORTS, _LONGEST = 200, 64 << 10
_NO_COMPLAINTS = frozenset({"not-spam", "auth-failure", "dmarc"})  # RFC 6591 and what providers send beside complaints


@dataclass(frozen=True, slots=True)
class Report:
    """What kind of report a mail is, what says so, and what it says about each recipient."""

    kind: NatureKind
    why: Said
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
    complaint, receipt = _complaint(mail), _receipt(mail)
    if complaint or receipt:
        return Report(NatureKind.COMPLAINT, complaint, _complaints(mail)) if complaint else receipt
    service = None if mail.delivery_status else service_notice(mail.text)
    if service and service.complaint:
        return Report(NatureKind.COMPLAINT, Said("the sending service tells of a complaint"), service.reports)
    proper = service.reports if service else _status_reports(mail, mail.delivery_status)
    if proper:
        return Report(_kind_of(proper), Said("delivery status: {action}", action=proper[0].action), proper)
    why = looks_like_report(mail, envelope)
    if not why:
        return None
    attached = _status_reports(mail, _status_in_a_file(mail))
    if attached:
        return Report(_kind_of(attached), why, attached)
    notice = notice_of(mail.text)
    named = _named(mail) or bare_names(notice, mail.from_.address.rpartition("@")[2] if mail.from_ else "")
    people, original = People(_not_recipients(mail), _written_to(mail)), original_message_id(mail)
    prose = prose_reports(notice, named, people, original) or only_recipient(mail.text, people, original)
    prose = prose or prose_reports([mail.subject, *notice], (), people, original)
    kind = _kind_of(prose) if prose else NatureKind.BOUNCE
    return Report(kind, why, prose)


def _complaints(mail: ParsedMail) -> tuple[DeliveryReport, ...]:
    """Who complained (RFC 5965 §3.2), "" where the report keeps it to itself; of a report that is no complaint nothing is said against anybody."""
    part = _machine_part(mail, "message/feedback-report") or _FEEDBACK.sub("", mail.text[:_LONGEST])
    action = "delivered" if _fields(part).get("feedback-type", "").lower() in _NO_COMPLAINTS else "complained"
    enclosed = f"{mail.returned_headers[:_LONGEST]}\n{_enclosed(mail)}"
    lines = next(filter(None, (pattern.findall(place) for pattern, place in ((_RCPT, part), (_REMOVED, part), (_JMRP, enclosed)))), [])
    named = tuple(dict.fromkeys(ADDRESS.findall("\n".join(lines)))) or ("",)
    return tuple(
        DeliveryReport(address, action, permanent=False, reason="complaint", original_message_id=original_message_id(mail))
        for address in named[:MOST_REPORTS]
    )


# Repeated for each address (RFC 5965 §3.2); who wants no more of it; and how Microsoft's program says it in the mail itself.
_RCPT, _REMOVED, _JMRP = (
    re.compile(rf"^{name}[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
    for name in ("original-rcpt-to", "removal-recipient", "x-hmxmroriginalrecipient")
)
_FEEDBACK = re.compile(r"\A(?:.*\n)*?(?=feedback-type[ \t]*:)", re.IGNORECASE)


def _complaint(mail: ParsedMail) -> Said:
    """What makes a mail a complaint: its feedback report (RFC 5965), or the mail it gives back under a subject that Microsoft's program writes."""
    if "feedback-report" in mail.content_type or _machine_fields(mail, "message/feedback-report"):
        return Said("feedback report")
    about = mail.enclosed and mail.subject.lower().startswith("complaint about message from ")
    return Said("complaint about a message of ours") if about else NOTHING


def _receipt(mail: ParsedMail) -> Report | None:
    """A disposition notification (RFC 8098): what was read or thrown away has arrived, but for what a filter refuses (RFC 5429 §2.2)."""
    fields = _machine_fields(mail, "message/disposition-notification")
    if not fields and "disposition-notification" not in mail.content_type:
        return None
    recipient = _recipient(fields.get("original-recipient", "")) or _recipient(fields.get("final-recipient", ""))
    original = next(iter(identifiers(fields.get("original-message-id", ""))), "")
    disposition = fields.get("disposition", "").lower()
    if recipient and "automatic-action" in disposition and "deleted" in disposition:
        return Report(
            NatureKind.BOUNCE,
            Said("refused by a filter of the recipient"),
            (report_of(recipient, mail.text[:8000], delayed=False, original=original),),
        )
    reports = (DeliveryReport(recipient, "delivered", permanent=False, original_message_id=original),) if recipient else ()
    return Report(NatureKind.DELIVERED, Said("disposition notification"), reports)


def _machine_fields(mail: ParsedMail, content_type: str) -> dict[str, str]:
    """The fields of a part that a program wrote for programs, none where there is no such part."""
    return _fields(_machine_part(mail, content_type))


def _machine_part(mail: ParsedMail, content_type: str) -> str:
    part = next((one.content for one in mail.attachments if one.content_type == content_type), b"")[:_LONGEST]
    return part.decode("utf-8", "replace").replace("\r\n", "\n")


def _enclosed(mail: ParsedMail) -> str:
    """The beginning of the mail that is given back as a file."""
    return next((one.content[:_LONGEST].decode("utf-8", "replace") for one in mail.attachments if one.content_type in _GIVEN_BACK), "")


def original_message_id(mail: ParsedMail) -> str:
    """The Message-ID of the mail that is reported, "" where the report does not give it back."""
    places = (mail.returned_headers, _enclosed(mail), mail.text[:64000])
    found = next((match for place in places if (match := _MESSAGE_ID.search(place)) is not None), None)
    return found[1] if found else next(iter(identifiers(mail.header("x-failed-message-id"))), "")


_GIVEN_BACK = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers")
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


_ADDRESSED = re.compile(r"^[ \t>]*+(?:to:|rcpt to:|for (?=<)|received:.{0,600}? for (?=<)).{0,500}", re.IGNORECASE | re.MULTILINE)


def _written_to(mail: ParsedMail) -> frozenset[str]:
    """Whom the mail went to that is given back."""
    given_back = f"{mail.returned_headers[:_LONGEST]}\n{mail.text[:_LONGEST]}"
    return frozenset(address.lower() for line in _ADDRESSED.findall(given_back)[:50] for address in ADDRESS.findall(line.rpartition(" for ")[2]))


_STATUS_FIELDS = re.compile(rb"(?:\A|\n)(?:final|original)-recipient[ \t]*:.{0,2000}?\n(?:action|status)[ \t]*:", re.IGNORECASE | re.DOTALL)


def _status_in_a_file(mail: ParsedMail) -> str:
    """The fields of a delivery status that a gateway made a plain file of, "" where there are none."""
    files = (one.content[:_LONGEST] for one in mail.attachments if one.content_type in ("text/plain", "application/octet-stream"))
    found = next(filter(_STATUS_FIELDS.search, files), b"")
    return found.decode("utf-8", "replace").replace("\r\n", "\n")


def _status_reports(mail: ParsedMail, status: str) -> tuple[DeliveryReport, ...]:
    if not status:
        return ()
    original = original_message_id(mail)
    found = [report for fields in _recipients_fields(status) if (report := _status_report(fields, original)) is not None]
    return tuple(_with_notice(found, mail)[:MOST_REPORTS])


_NAMES_ONE, _FATE = frozenset({"final-recipient", "original-recipient"}), frozenset({"action", "status"})


def _recipients_fields(status: str) -> list[dict[str, str]]:
    """The fields of each recipient, also where an empty line stands behind every field, or none between recipients."""
    groups: list[dict[str, str]] = [{}]
    for block in re.split(r"\n[ \t]*\n", _ONE_BEHIND_ANOTHER.sub(r"\1\n\n", status)):
        fields, before = _fields(block), groups[-1]
        belongs = _NAMES_ONE.isdisjoint(fields) or _FATE.isdisjoint(before)
        if belongs and not _NAMES_ONE.isdisjoint(before) and before.keys().isdisjoint(fields):
            before.update(fields)
        else:
            groups.append(fields)
    return groups


# In one block the next recipient begins behind what became of the one before, who is named above it; some name him last.
_ONE_BEHIND_ANOTHER = re.compile(
    r"(^final-recipient[ \t]*:.{0,1000}\n(?:(?!final-recipient|\n)[^\n]{1,2000}\n){1,30}?)(?=(?:original-recipient[ \t]*:[^\n]{0,1000}\n)?final-recipient[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)


def _with_notice(reports: list[DeliveryReport], mail: ParsedMail) -> list[DeliveryReport]:
    """Where the machine part leaves out what went wrong, the words above it may say it."""
    if all(report.status and report.reason != "unknown" for report in reports):
        return reports
    prose = {entry.recipient.lower(): entry for entry in prose_reports(notice_of(mail.text), (), People(_not_recipients(mail)), "")}
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
    return status_report(recipient, action or "failed", fields.get("status", ""), diagnostic, original)


def _recipient(value: str) -> str:
    found = ADDRESS.search(_ESCAPED.sub(_unescaped, value.partition(";")[2] or value))
    return found[0] if found else ""


_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533 §3, for ways that carry ASCII alone


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0xA0 <= number < 0xD800 or 0xE000 <= number < 0x110000 else match[0]

"""What makes a mail without a readable delivery status look like a report of a mail server nevertheless."""

from __future__ import annotations

import re

from maildesk.errors import NOTHING
from maildesk.intake.bouncetext import ADDRESS, CODE
from maildesk.intake.bouncewords import PHRASE, SUBJECT
from maildesk.language import Said
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.refusal import STATUS

# Local parts and names that only mail servers use, and local parts that people use too.
_SERVER = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|post[-_]?master|mdaemon|mmdf|mail[-_.]?(?:delivery|system)|mailadm|mail[-_.]admin|bounces?)(?:[-+._=].*)?\Z",
    re.IGNORECASE,
)
_SERVER_NAME = re.compile(
    r"mail delivery|mailer.?daemon|postmaster|mail system|delivery (?:sub)?system|system ?administrator|internet mail|mail administrator|邮件系统",
    re.IGNORECASE,
)
# Where mail servers write to, and answering machines too: what a sender of ours stood in the envelope as.
_FOR_BOUNCES = re.compile(r"[^@]*(?<![^\W_])(?:bounces?|returns?-path|verp)(?![^\W_])[^@]*@", re.IGNORECASE)
_PROGRAM = re.compile(
    r"this is the (?:qmail|mail|postfix)|created automatically by (?:the )?mail|automatically generated (?:delivery|message from)|this is an? (?:automatic|automated|auto-generated) .{0,40}(?:mail|delivery|notif)|delivery status notification",
    re.IGNORECASE,
)
# What the signs together must weigh; a mail server's notice has three, and no person's mail comes to that: people report failed mail too.
ENOUGH = 3


def looks_like_report(mail: ParsedMail, envelope: Envelope) -> Said:
    """Why a mail without a readable delivery status is a report nevertheless."""
    if mail.header("x-failed-recipients"):
        return Said.as_is("X-Failed-Recipients")
    if mail.content_type == "multipart/report; report-type=delivery-status" or mail.delivery_status:
        return Said("delivery status without a readable recipient")
    programs = [(name, weight) for name, weight, found in _signs_of_a_program(mail, envelope) if found]
    if not programs:
        return NOTHING
    signs = [*programs, *((name, 1) for name, found in _signs_of_a_failure(mail) if found)]
    return Said.joined(", ", (name for name, _ in signs)) if sum(weight for _, weight in signs) >= ENOUGH else NOTHING


def _signs_of_a_program(mail: ParsedMail, envelope: Envelope) -> tuple[tuple[Said, int, bool], ...]:
    """What no person's mail has; one of these is needed."""
    author = mail.from_ or Address("", "")
    local = author.address.rpartition("@")[0] or author.address
    return (
        (Said("from a mail server"), 2, bool(_SERVER.match(local) or _SERVER_NAME.search(author.name))),
        (Said("no address in From"), 1, mail.from_ is not None and not author.address.rpartition("@")[0]),
        (Said("sent to an address for bounces"), 1, any(_FOR_BOUNCES.match(to.address) for to in mail.to)),
        (Said("null envelope sender"), 1, envelope.mail_from == "" or mail.header("return-path").strip() == "<>"),
        (Said("names the program that wrote it"), 1, _PROGRAM.search(mail.text[:600]) is not None),
    )


def _signs_of_a_failure(mail: ParsedMail) -> tuple[tuple[Said, bool], ...]:
    """What people write about too when their mail fails."""
    text = mail.text[:4000]
    return (
        (Said("its subject"), SUBJECT.search(mail.subject) is not None),
        (Said("its words"), PHRASE.search(text) is not None),
        (
            Said("an error code beside an address"),
            any(ADDRESS.search(line) and (CODE.search(line) or STATUS.search(line)) for line in text.split("\n")),
        ),
    )

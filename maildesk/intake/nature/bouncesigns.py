"""What makes a mail without a readable delivery status look like a report of a mail server nevertheless."""

from __future__ import annotations

import re

from maildesk.errors import NOTHING
from maildesk.intake.nature.bouncetext import ADDRESS, CODE
from maildesk.intake.nature.bouncewords import PHRASE, SUBJECT
from maildesk.language import Said
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.refusal import STATUS
from maildesk.subject import parted, read_subject

# Local parts and names that only mail servers use, and local parts that people and firms use too: there the name beside it tells.
_SERVER = re.compile(r"(?:mailer-?daemon|mail-?daemon|mdaemon|mmdf|microsoftexchange[0-9a-f]{8,})(?:[-+._=].*)?\Z", re.IGNORECASE)
_PERHAPS_SERVER = re.compile(r"(?:post[-_]?master|mail[-_.]?(?:delivery|system)|mailadm|mail[-_.]admin|bounces?)(?:[-+._=].*)?\Z", re.IGNORECASE)
_SERVER_NAME = re.compile(
    r"mailer.?daemon|postmaster|(?:mail )?delivery (?:sub)?(?:system|service|notification|report|agent)|mail system|internet mail|mail ?server|content.filter|邮件系统|郵件系統|メールシステム|메일 ?(?:시스템|관리자)|邮件管理员|郵件管理員|\A(?:(?:the |e-?mail )?mail delivery)\Z",
    re.IGNORECASE,
)
# Names that stand beside a server's address, and that a person at a firm bears too.
_ADMINISTRATOR = re.compile(
    r"(?:system ?administrat(?:or|ör)|systemansvarlig|systeembeheerder|administrateur (?:du )?système|administrador d[eo]l? sistema|amministratore di sistema|administrator (?:systemu|de sistem)|järjestelmänvalvoja|správc[ea] systému|rendszergazda|системный администратор|системний адміністратор|системен администратор"
    r"|διαχειριστής συστήματος|sistem yöneticisi|administrador del sistema|מנהל המערכת|مسؤول النظام|系统管理员|系統管理員|システム管理者|시스템 관리자|mail administrator)\Z",
    re.IGNORECASE,
)
# Products that a server is called by, where its address is a server's, too.
_PRODUCT = re.compile(r"(?:(?:microsoft )?(?:outlook|exchange)|e-?mail)\Z", re.IGNORECASE)
# Where mail servers write to, and answering machines too: what a sender of ours stood in the envelope as.
_FOR_BOUNCES = re.compile(r"[^@]*(?<![^\W_])(?:bounces?|returns?-path|verp)(?![^\W_])[^@]*@", re.IGNORECASE)
_PROGRAM = re.compile(
    r"this is the (?:qmail|mail|postfix)|created automatically by (?:the )?mail|automatically generated (?:delivery|message from)|this is an? (?:automatic|automated|auto-generated) .{0,40}(?:mail|delivery|notif)|this is an? (?:[\w-]+ ){0,3}delivery status notification",
    re.IGNORECASE,
)
# What the signs together must weigh; a mail server's notice has three, and no person's mail comes to that: people report failed mail too.
ENOUGH = 3
_PHRASE = Said("its words")
_NOTICE = 4000  # characters in which a report says what it is


def looks_like_report(mail: ParsedMail, envelope: Envelope) -> Said:
    """Why a mail without a readable delivery status is a report nevertheless."""
    if mail.header("x-failed-recipients"):
        return Said.as_is("X-Failed-Recipients")
    if mail.content_type == "multipart/report; report-type=delivery-status" or mail.delivery_status:
        return Said("delivery status without a readable recipient")
    programs = [(name, weight) for name, weight, found in _signs_of_a_program(mail, envelope) if found]
    # What people forward and paste names the program too, and who forwards is no server.
    if not programs or read_subject(mail.subject).forward:
        return NOTHING
    if _PROGRAM.search(mail.text[:600]):
        programs.append((Said("names the program that wrote it"), 1))
    # A parcel that could not be delivered names no address for mail.
    elif max(weight for _, weight in programs) < 2 and not ADDRESS.search(mail.text[:_NOTICE]):
        return NOTHING
    failures = [name for name, found in _signs_of_a_failure(mail) if found]
    signs = [*programs, *((name, 1) for name in failures)]
    # Administrators write mails, too, and answer: what they say of a failure by the way is no notice.
    personal = sum(weight for _, weight in programs) < 2 or bool(parted(mail.subject)[0])
    if personal and _PHRASE not in failures:
        return NOTHING
    return Said.joined(", ", (name for name, _ in signs)) if sum(weight for _, weight in signs) >= ENOUGH else NOTHING


def signs_of_a_report(mail: ParsedMail, envelope: Envelope) -> tuple[tuple[Said, int], ...]:
    """Each sign with its weight, of a mail that one of a program's stands in; nothing where none does."""
    programs = [(name, weight) for name, weight, found in _signs_of_a_program(mail, envelope) if found]
    return (*programs, *((name, 1) for name, found in _signs_of_a_failure(mail) if found)) if programs else ()


def _signs_of_a_program(mail: ParsedMail, envelope: Envelope) -> tuple[tuple[Said, int, bool], ...]:
    """What no person's mail has; one of these is needed."""
    author = mail.from_ or Address("", "")
    return (
        (Said("from a mail server"), _serverly(author), _serverly(author) > 0),
        # Lists of fml are looked after under a name that people's departments bear too.
        (Said("from a list's server"), 2, author.address.partition("@")[0].endswith("-admin") and mail.header("x-mlserver") != ""),
        (Said("no address in From"), 1, mail.header("from") != "" and not author.address.rpartition("@")[0]),
        (Said("sent to an address for bounces"), 1, any(_FOR_BOUNCES.match(to.address) for to in mail.to)),
        (Said("null envelope sender"), 1, envelope.mail_from == "" or mail.header("return-path").strip() == "<>"),
    )


def _serverly(author: Address) -> int:
    """How surely a mail server stands in From: a postmaster with a person's name may be that person."""
    local, name = (author.address.rpartition("@")[0] or author.address).lower(), author.name.strip().lower()
    if _SERVER.match(local) or _SERVER_NAME.search(name):
        return 2
    titled = _ADMINISTRATOR.match(name) is not None
    unnamed = name in ("", local, author.address.lower())
    if not _PERHAPS_SERVER.match(local):
        return 2 if unnamed and local == "sysadmin" else int(titled)
    return 2 if titled or unnamed or _PRODUCT.match(name) else 1


def _signs_of_a_failure(mail: ParsedMail) -> tuple[tuple[Said, bool], ...]:
    """What people write about too when their mail fails."""
    text = mail.text[:_NOTICE]
    return (
        (Said("its subject"), SUBJECT.search(mail.subject) is not None),
        (_PHRASE, PHRASE.search(text) is not None),
        (
            Said("an error code beside an address"),
            any(ADDRESS.search(line) and (CODE.search(line) or STATUS.search(line)) for line in text.split("\n")),
        ),
    )

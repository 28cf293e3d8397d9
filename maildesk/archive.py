"""What is different about an old mail out of an archive: when it happened, who speaks to whom in it, and to which mailbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.intake.header.when import read_date
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.ticket import MessageKind

_FIRST_MAIL = datetime(1982, 8, 13, tzinfo=UTC)  # RFC 822: no Date header is older
_CLOCKS_DIFFER = timedelta(days=1)


def moment_of(mail: ParsedMail, envelope: Envelope, now: datetime) -> datetime:
    """As of when a mail is judged and kept: an archive's as of the day it was written, every other now."""
    if not envelope.archived:
        return now
    return written(mail.date, mail.header("received"), now)


def written(date: datetime | None, received: str, now: datetime) -> datetime:
    """When a mail was written: its Date, else what the last server noted, where either can be true; else now."""
    noted = read_date(received.rpartition(";")[2])
    possible = (moment for moment in (date, noted) if moment is not None and _FIRST_MAIL <= moment <= now + _CLOCKS_DIFFER)
    return min(next(possible, now), now)


def kind_of(mail: ParsedMail, config: DeskConfig) -> MessageKind:
    """What an old mail is on its ticket: a reply where staff wrote to somebody outside, a note where staff wrote to staff."""
    if not _is_staff(_author(mail), config):
        return MessageKind.INBOUND
    return MessageKind.REPLY if outsider_of(mail, config) else MessageKind.NOTE


def outsider_of(mail: ParsedMail, config: DeskConfig) -> Address | None:
    """The first recipient shown who is neither an agent nor one of the desk's mailboxes: whom staff wrote to."""
    return next((one for one in (*mail.to, *mail.cc) if "@" in one.address and not _is_staff(one.address.lower(), config)), None)


def mailbox_of(mail: ParsedMail, found: Mailbox, config: DeskConfig) -> Mailbox:
    """The mailbox an old mail belongs to: the one that wrote it, else the one it was written to."""
    return config.mailbox(_author(mail)) or found


def _author(mail: ParsedMail) -> str:
    return mail.sender or (mail.from_.address.lower() if mail.from_ else "")


def _is_staff(address: str, config: DeskConfig) -> bool:
    return config.mailbox(address) is not None or config.directory().agent(address) is not None

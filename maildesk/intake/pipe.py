"""Takes one mail that a mail server hands to us on standard input; what cannot be taken is told by its exit code (sysexits.h)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from maildesk.config.limits import Limits
from maildesk.errors import BAD_MAIL, MaildeskError
from maildesk.intake import spool
from maildesk.intake.accept import has_room
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.admit import Admission, sender_refused
from maildesk.intake.smtp.data import goes_round
from maildesk.intake.smtp.replies import Reply
from maildesk.language import Said
from maildesk.mail import Envelope, RawMail
from maildesk.store.engine import Database, DiskFull

_NO_USER, _NO_PERMISSION = 67, 77  # EX_NOUSER, EX_NOPERM
_EMPTY = Reply(554, "5.6.0", "There is no mail on standard input")

# Postfix's local(8) and Exim name the recipient as it was before aliases first; qmail and procmail know only the second.
_RECIPIENTS = ("ORIGINAL_RECIPIENT", "RECIPIENT")
_NULL_SENDERS = ("", "<>", "MAILER-DAEMON")  # the last is what Postfix's pipe(8) writes


class Bounced(MaildeskError):
    """The mail is not taken and never will be. The server writes the words to the sender, the status code before them counts."""

    def __init__(self, reply: Reply, exit_code: int = BAD_MAIL) -> None:
        super().__init__(Said.as_is(f"{reply.enhanced} {reply.text}"))  # SMTP's own words, for a program
        self.exit_code = exit_code


def envelope_of(sender: str | None, recipients: Sequence[str], environ: Mapping[str, str], admission: Admission) -> Envelope:
    """The envelope of the arguments, else of the environment; raises `Bounced` for a recipient that is none of ours.

    A sender that is no address is unknown: the server has taken it, and nobody would hear of a refusal.
    """
    named = [_bare(address) for address in recipients]
    if not named:
        named = _best([_bare(environ[name]) for name in _RECIPIENTS if environ.get(name)], admission)
    for address in named:
        refused = admission.recipient_refused(address)
        if refused is not None:
            raise Bounced(refused, _NO_PERMISSION if refused is replies.NO_RELAY else _NO_USER)
    return Envelope(_sender(environ.get("SENDER") if sender is None else sender), tuple(named), via="pipe")


def _best(addresses: Sequence[str], admission: Admission) -> list[str]:
    """The first that is ours, else the first; nothing where the environment names none."""
    return sorted(addresses, key=lambda address: admission.recipient_refused(address) is not None)[:1]


def _sender(address: str | None) -> str | None:
    if address is None:
        return None
    if address.strip() in _NULL_SENDERS:
        return ""
    bare = _bare(address)
    return bare if sender_refused(bare, utf8=True) is None else None


def _bare(address: str) -> str:
    return address.strip().removeprefix("<").removesuffix(">")


def read_mail(stream: BinaryIO, limits: Limits, hostname: str) -> bytes:
    """The whole mail; raises `Bounced` for one that is empty, too big or goes round in a loop."""
    content = stream.read(limits.message + 1)
    if len(content) > limits.message:
        raise Bounced(replies.TOO_BIG)
    if not content.strip():
        raise Bounced(_EMPTY)
    top = content[: limits.headers].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # a pipe's lines end as the system's do
    if goes_round(top, limits, hostname):
        raise Bounced(replies.TOO_MANY_HOPS)
    return content


def take(database: Database, mail: RawMail, limits: Limits) -> int:
    """Makes the mail durable and gives its id; raises a `TryLater` where that is not possible now."""
    if not has_room(database, limits):
        raise DiskFull(Said("the disk is nearly full"))
    with database.write(durable=True) as session:
        return spool.accept(session, [mail])[0]

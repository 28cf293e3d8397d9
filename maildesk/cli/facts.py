"""A mail of the spool and a letter of the outbox as a person reads them: facts first, then the top of the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maildesk.cli.conversation import size
from maildesk.cli.visible import fact, visible, visible_lines, when
from maildesk.cli.wording import said
from maildesk.intake.spool import SpoolRow
from maildesk.language import _, told
from maildesk.mail import MailState
from maildesk.outbound.outbox import OutboxRow
from maildesk.store.challenges import RELEASED

_NAME = 11  # columns of a fact's name
_TOP = 40  # lines of the mail that are shown
_TOP_BYTES = 16 << 10

Fact = tuple[str, object]


def mail_lines(row: SpoolRow, data: bytes) -> Iterator[str]:
    """Where a mail stands, why, and how it begins."""
    sender = _("unknown") if row.mail_from is None else f"<{row.mail_from}>"
    came = _("{when} by {way} from {host}").format(when=when(row.received), way=row.via, host=row.peer or _("an unknown host"))
    yield from _facts(
        _("mail {number}").format(number=row.id),
        [
            (_("state"), said(row.state)),
            (_("rule"), row.rule),
            (_("ticket"), row.ticket),
            (_("received"), came),
            (_("from"), sender),
            (_("to"), " ".join(row.rcpt_to)),
            (_("tries"), row.attempts),
            (_("not before"), row.not_before and when(row.not_before)),
            (_("error"), row.error),
            (_("done"), row.done and when(row.done)),
            *((_("next"), command) for command in _next(row)),
        ],
    )
    yield from ("  " + _("why: {reason}").format(reason=visible(told(line))) for line in row.trace)
    yield from _top(data, f"maildesk spool show --raw {row.id}")


def _next(row: SpoolRow) -> Iterator[str]:
    """What a person can have done with a mail that waits for one."""
    if row.state is MailState.HELD and row.rule in RELEASED:
        yield f"maildesk spool release {row.id}"
    if row.state is MailState.QUARANTINED:
        yield f"maildesk spool retry {row.id}"
    if row.state in (MailState.HELD, MailState.QUARANTINED):
        yield f"maildesk spool drop {row.id} --why …"


def letter_lines(row: OutboxRow, data: bytes) -> Iterator[str]:
    """Where a letter stands, why, and how it begins."""
    kind = _("{kind}, automatic") if row.automatic else "{kind}"
    yield from _facts(
        _("letter {number}").format(number=row.letter),
        [
            (_("kind"), kind.format(kind=said(row.kind))),
            (_("ticket"), row.ticket),
            (_("state"), said(row.state)),
            (_("why"), row.reason),
            (_("relay"), row.relay),
            (_("tries"), row.attempts),
            (_("created"), when(row.created)),
            (_("next try"), row.due and when(row.due)),
            (_("done"), row.done and when(row.done)),
            *((_("to"), " ".join(map(str, filter(None, (one.address, said(one.state), one.code, one.answer))))) for one in row.recipients),
        ],
    )
    yield from _top(data, f"maildesk outbox show --raw {row.letter}")


def _facts(heading: str, facts: Iterable[Fact]) -> Iterator[str]:
    yield heading
    yield from (fact(name, value, _NAME) for name, value in facts if value not in (None, ""))


def _top(data: bytes, whole: str) -> Iterator[str]:
    """The first lines, indented so that none of them can pass for one of ours."""
    lines = visible_lines(data[:_TOP_BYTES].decode("utf-8", "replace"))
    yield ""
    yield from (f"    {line}".rstrip() for line in lines[:_TOP])
    if len(lines) > _TOP or len(data) > _TOP_BYTES:
        yield "    … " + _("{size} in all: {command}").format(size=size(len(data)), command=f"{whole} > FILE")

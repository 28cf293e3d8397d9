"""A mail of the spool and a letter of the outbox as a person reads them: facts first, then the top of the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maildesk.cli.conversation import size
from maildesk.cli.visible import visible, visible_lines, when
from maildesk.intake.spool import SpoolRow
from maildesk.outbound.outbox import OutboxRow

_TOP = 40  # lines of the mail that are shown
_TOP_BYTES = 16 << 10

Fact = tuple[str, object]


def mail_lines(row: SpoolRow, data: bytes) -> Iterator[str]:
    """Where a mail stands, why, and how it begins."""
    sender = "unknown" if row.mail_from is None else f"<{row.mail_from}>"
    yield from _facts(
        f"mail {row.id}",
        [
            ("state", row.state),
            ("rule", row.rule),
            ("ticket", row.ticket),
            ("received", f"{when(row.received)} by {row.via} from {row.peer or 'an unknown host'}"),
            ("from", sender),
            ("to", " ".join(row.rcpt_to)),
            ("tries", row.attempts),
            ("not before", row.not_before and when(row.not_before)),
            ("error", row.error),
            ("done", row.done and when(row.done)),
        ],
    )
    yield from (f"  why: {visible(line)}" for line in row.trace)
    yield from _top(data, f"maildesk spool show --raw {row.id}")


def letter_lines(row: OutboxRow, data: bytes) -> Iterator[str]:
    """Where a letter stands, why, and how it begins."""
    yield from _facts(
        f"letter {row.letter}",
        [
            ("kind", row.kind + (", automatic" if row.automatic else "")),
            ("ticket", row.ticket),
            ("state", row.state),
            ("why", row.reason),
            ("relay", row.relay),
            ("tries", row.attempts),
            ("created", when(row.created)),
            ("next try", row.due and when(row.due)),
            ("done", row.done and when(row.done)),
            *(("to", " ".join(map(str, filter(None, (one.address, one.state, one.code, one.answer))))) for one in row.recipients),
        ],
    )
    yield from _top(data, f"maildesk outbox show --raw {row.letter}")


def _facts(heading: str, facts: Iterable[Fact]) -> Iterator[str]:
    yield heading
    yield from (f"  {name:<11} {visible(value)}" for name, value in facts if value not in (None, ""))


def _top(data: bytes, whole: str) -> Iterator[str]:
    """The first lines, indented so that none of them can pass for one of ours."""
    lines = visible_lines(data[:_TOP_BYTES].decode("utf-8", "replace"))
    yield ""
    yield from (f"    {line}".rstrip() for line in lines[:_TOP])
    if len(lines) > _TOP or len(data) > _TOP_BYTES:
        yield f"    … {size(len(data))} in all: {whole} > FILE"

"""What it takes to make words unreadable on a ticket, and doing so everywhere at once, in the transaction of whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from time import perf_counter
from typing import Any

from maildesk.changes import Change, Redact
from maildesk.config.limits import Limits
from maildesk.intake.mime.masking import holds, masked
from maildesk.language import Said
from maildesk.recording.work import Work
from maildesk.store.engine import Session
from maildesk.store.events import EventLine, append
from maildesk.store.redacting import MASKED, Shelf
from maildesk.verbs.redaction import LEAST, found, redacted

MOST_BY_MAIL = 100 << 20  # bytes that are gone through in a worker's seconds
_TO_LOOK = 1.0  # seconds for an expression on all texts together


def unhidable(session: Session, number: int, changes: Sequence[Change], limits: Limits, most: int | None = None) -> tuple[Said, ...]:
    """Why words cannot be made unreadable; () where they can."""
    asked = [str(change.value) for change in changes if change.verb == "redact"]
    if not asked:
        return ()
    shelf = Shelf(session, number)
    if most is not None and shelf.size() > most:
        return (
            Said(
                "the ticket's mails are too large to be gone through by mail; the operator can: maildesk ticket do {number} '#redact …'",
                number=number,
            ),
        )
    return tuple(why for words in asked if (why := _why_not(shelf, words, limits)))


def _why_not(shelf: Shelf, words: str, limits: Limits) -> Said | None:
    end = perf_counter() + _TO_LOOK
    shortest = None
    try:
        for text in shelf.texts():
            lengths = [len("".join(one.split())) for one in found(text, words, end - perf_counter())]
            shortest = min([*lengths, *([shortest] if shortest else [])], default=None)
    except TimeoutError:
        return Said("this expression takes too long: write it with fewer * and +")
    if shortest is not None and shortest < LEAST:
        return Said("this expression would hide less than {least} characters at a time", least=LEAST)
    if shortest is None and not any(holds(data, words, limits) for _, data in shelf.mails()):
        return Said("these words stand nowhere on the ticket, so nothing was hidden")
    return None


def unreadable(session: Session, work: Work, limits: Limits) -> Work:
    """The work without the words that it asks to hide, once they are hidden in all that is kept of its ticket."""
    for words in [effect.words for effect in work.effects if isinstance(effect, Redact)]:
        _hide(session, work, words, limits)
        work = replace(work, **{name: _without(getattr(work, name), words) for name in ("message", "mail", "split", "known")})
        work = replace(work, steps=tuple(step if step.change.verb == "redact" else _without(step, words) for step in work.steps))
    return work


def _hide(session: Session, work: Work, words: str, limits: Limits) -> None:
    shelf = Shelf(session, work.ticket.number, work.raw.id if work.raw else None)
    for kept, put in ((shelf.mails(), shelf.put_mail), (shelf.letters(), shelf.put_letter)):
        for number, data in kept:
            if (clean := masked(data, words, limits)) != data:
                put(number, clean)
    for ticket, lines in shelf.hide(words).items():
        append(session, ticket, (EventLine(work.act, MASKED, f"words were made unreadable in {_listed(lines)}"),))


def _listed(lines: Sequence[int]) -> str:
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"


def _without(value: Any, words: str) -> Any:
    """A value with the words gone from every text in it."""
    if isinstance(value, str):
        return redacted(value, words) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_without(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: fresh for one in fields(value) if one.init and (fresh := _without(old := getattr(value, one.name), words)) is not old}
        return replace(value, **changed) if changed else value
    return value

"""What staff read beside an entry that the customer, or whoever outside was asked, has not got or not yet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from maildesk.language import N_, Words
from maildesk.letter import Fate, LetterKind, OutboxState, gravest, is_letter_of, may_wait
from maildesk.outbound.happening import Composed
from maildesk.ticket import Message

_KEPT, _LEAVES = N_("kept, not sent yet"), N_("leaves at {when}")
_TRIED, _LOST_TO = N_("not delivered yet"), N_("could not be delivered to {addresses}")
_ENDS: Mapping[OutboxState, str] = {
    OutboxState.GIVEN_UP: N_("could not be delivered"),
    OutboxState.HELD: N_("held, not sent"),
    OutboxState.DROPPED: N_("was not sent"),
    OutboxState.WITHDRAWN: N_("was not sent"),
    OutboxState.CAPTURED: N_("kept: this mailbox sends nothing"),
}


def fate_words(fate: Fate | None, spoken: Words, printed: Callable[[datetime], str]) -> str:
    """In the reader's words; "" of what has left, or leaves as it is read."""
    said = _said(fate) if fate else ""
    if fate is None or not said:
        return ""
    return spoken.gettext(said).format(when=printed(fate.due) if fate.due else "", addresses=", ".join(fate.lost))


def line_today(line: str, fate: Fate | None, spoken: Words, printed: Callable[[datetime], str]) -> tuple[str, str]:
    """What a line of history says of a letter, and how that letter stands today; the state it was written in is over, but for why it is held."""
    if fate is None or (fate.state is OutboxState.HELD and ": " in line):
        return line, ""
    return line.partition(": ")[0], fate_words(fate, spoken, printed)


def _said(fate: Fate) -> str:
    if fate.state in _ENDS:
        return _ENDS[fate.state]
    if fate.lost:
        return _LOST_TO
    if fate.state is OutboxState.SENT:
        return ""
    if fate.state is OutboxState.LATER and fate.due is None:
        return _KEPT
    return _TRIED if fate.tried else _LEAVES if fate.due else ""


def fates_now(entries: Iterable[Message], composed: Sequence[Composed]) -> Mapping[int, Fate]:
    """The same of entries and letters that are being written together."""
    found = {
        entry.id: [
            _fate(one)
            for one in composed
            if one.letter.created == entry.created and is_letter_of(entry, LetterKind(one.letter.kind), one.letter.person)
        ]
        for entry in entries
        if may_wait(entry)
    }
    return {entry: gravest(fates) for entry, fates in found.items() if fates}


def _fate(one: Composed) -> Fate:
    return Fate(one.state, one.due if one.due and one.due > one.letter.created else None)

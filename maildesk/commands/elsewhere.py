"""Words that other desks have as commands and this one has not (docs/decisions/0025): what does the same here."""

from __future__ import annotations

from collections.abc import Mapping

from maildesk.language import Said

_NOT_DELETED = Said("nothing is deleted; write #junk, or #close; #redact hides words")
_MUTE = Said("write #mute ADDRESS for somebody who wants no letters of this ticket")

ELSEWHERE: Mapping[str, Said] = {
    "on": Said("for several tickets write to the address for agents, and to nobody else"),
    "onhold": Said("write #wait, or #snooze with a time; #hold keeps an answer from leaving"),
    "sla": Said("write #due 4h, or have a rule say by when it must be done"),
    "erase": Said("the operator erases a person: maildesk erase ADDRESS"),
    "forget": Said("the operator erases a person: maildesk erase ADDRESS"),
    "delete": _NOT_DELETED,
    "trash": _NOT_DELETED,
    "remove": _NOT_DELETED,
    "unsubscribe": _MUTE,
    "stop": _MUTE,
    "csat": Said("customers are not asked for marks"),
    "rate": Said("customers are not asked for marks"),
    "group": Said("write #assign TEAM"),
    "team": Said("write #assign TEAM"),
    "public": Said("write #reply"),
    **{f"p{number}": Said("write #priority {word}", word=Said.word(word)) for number, word in enumerate(("urgent", "high", "normal", "low"), 1)},
    "approve": Said("write #reply, or #note, and your words"),
}

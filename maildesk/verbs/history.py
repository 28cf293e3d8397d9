"""How history, receipts and the command line say a change: what its verb says of it, with the argument in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from maildesk.changes import Change, TemplateName
from maildesk.verbs.table import VERBS
from maildesk.verbs.timed import OFF, spelled


def history_line(change: Change) -> str:
    """The change as history and receipts say it."""
    if isinstance(change.value, TemplateName):
        return f"{change.value.name} asked for"
    return filled(says_of(change), change)


def says_of(change: Change) -> str:
    """What its verb says of a change, before the argument is in it and before it is translated."""
    verb = VERBS[change.verb]
    return verb.off if verb.off and change.value in (OFF, (OFF,)) else verb.says


def filled(says: str, change: Change, word: Callable[[str], str] = str) -> str:
    """What a verb says, or its translation, with the change's argument in it, of which `word` says what is ours."""
    shown = spelled(VERBS[change.verb].argument, change.value, word)
    return re.sub(r"\[(.*)\]", r"\1" if shown else "", says).format(value=shown).strip()

"""The card: the twelve commands that every notification shows, as an agent would write them in his language; the files say what stands on it."""

from __future__ import annotations

from maildesk.ticket import Role
from maildesk.verbs.table import VERBS
from maildesk.verbs.vocabulary import languages


def card_for(role: Role | None, language: str) -> tuple[str, ...]:
    """The commands of the card that there are and that somebody of this role may use, in the order of English; `language` is a name like `zh_CN`."""
    english, *others = languages()
    own = next((one.card for one in others if one.name == language.partition("_")[0]), english.card)
    return tuple(own.get(name, written) for name, written in english.card.items() if name in VERBS and role is not None and VERBS[name].needs <= role)

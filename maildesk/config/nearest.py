"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from maildesk.language import Said

_KNOWN = Said("known are")
_LIKE = 0.6
_LIKE_ADDRESS = 0.85  # two addresses of one domain are alike already


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks like it, None where none does."""
    folded = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=_LIKE_ADDRESS if "@" in word else _LIKE)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], what: Said = _KNOWN) -> Said:
    """`did you mean language?`, or the whole list where nothing is near."""
    names = sorted(known)
    near = nearest(word, names)
    if near:
        return Said("did you mean {word}?", word=near)
    return Said("{what} {names}", what=what, names=", ".join(names) or Said("none"))

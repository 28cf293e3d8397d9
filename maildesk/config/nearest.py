"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from maildesk.language import Said

_KNOWN = Said("known are")


def did_you_mean(word: str, known: Iterable[str], what: Said = _KNOWN) -> Said:
    """`did you mean language?`, or the whole list where nothing is near."""
    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return Said("did you mean {word}?", word=folded[near[0]])
    return Said("{what} {names}", what=what, names=", ".join(names) or Said("none"))

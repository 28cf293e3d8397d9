"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str], what: str = "known are") -> str:
    """`did you mean language?`, or the whole list where nothing is near."""
    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]}?" if near else f"{what} {', '.join(names) or 'none'}"

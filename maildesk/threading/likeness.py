"""Whether two mails speak of one matter: a comparison of subjects and words that is enough to ask a person, never to join."""

from __future__ import annotations

import unicodedata

from maildesk.store.tickets import LOOKED_AT, Earlier
from maildesk.subject import matter_of

_ENOUGH = 0.6  # of two subjects and two texts together: a half of the one and a tenth of the other, or the whole of either
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


def same_subject(one: str, other: str) -> bool:
    """Whether two subjects without prefixes name one matter; an empty one names none of its own."""
    one, other = _plain(matter_of(one)), _plain(matter_of(other))
    return not one or one == other or (len(other) > 3 and other in one)


def same_matter(earlier: Earlier, subject: str, text: str) -> bool:
    """Whether a mail looks like going on with an earlier one, by its subject and its words."""
    subjects = _alike(_units(earlier.ticket.subject), _units(subject))
    return subjects + _alike(*map(_units, _above_their_ending(earlier.words, text[:LOOKED_AT]))) >= _ENOUGH


def _above_their_ending(one: str, other: str) -> tuple[str, str]:
    """Two texts without the lines that both end with: so somebody ends every letter. All that one of them says is no ending."""
    lines, others = ([line.strip() for line in text.split("\n") if line.strip()] for text in (one, other))
    pairs = zip(reversed(lines), reversed(others), strict=False)
    alike = next((count for count, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(lines), len(others)))
    if alike in (0, len(lines), len(others)):
        return one, other
    return "\n".join(lines[:-alike]), "\n".join(others[:-alike])


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).casefold()).split())


def _units(text: str) -> frozenset[str]:
    """Words, and pairs of letters where a language writes no spaces."""
    units: set[str] = set()
    for word in _plain(text).split():
        if unicodedata.name(word[0], "").startswith(_WITHOUT_SPACES):
            units.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) > 2 or word.isdigit():
            units.add(word)
    return frozenset(units)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of what two have in common, of what both have together (Jaccard)."""
    return len(one & other) / len(one | other) if one and other else 0.0

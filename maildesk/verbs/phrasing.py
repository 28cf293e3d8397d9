"""What people write around an argument and mean nothing by, in the words of `languages/*.toml`: `(3 days)`, `this to billing`, `anna, thanks`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from maildesk.verbs.vocabulary import folded, languages

_LONGEST = 200  # characters that are taken apart
_WRAPPED = re.compile(r"\((.*)\)|\[(.*)\]|（(.*)）|【(.*)】|「(.*)」", re.DOTALL)
_MARK_BEFORE = re.compile(r"(?:[-–—~≈=:：,，]+\s+|[~≈:：=]+)")
_MARK_BEHIND = re.compile(r"(?:\s+[-–—:;]*[:;]-?[)D]|[\s,，、:：;!.。🙏👍🙂😊]+)\Z")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Every language's words of a kind, folded."""
    return frozenset(folded(word) for language in languages() for word in language.around.get(kind, ()))


def plainer(text: str) -> Iterator[str]:
    """The text with ever less of what may stand around it, as it was written at first; total."""
    shown = text.strip()
    yield shown
    while 0 < len(shown) <= _LONGEST and (inner := _stripped(shown)) != shown:
        shown = inner
        yield shown


def _stripped(text: str) -> str:
    """One thing less, from outside; the text itself where nothing stands around it."""
    if wrapped := _WRAPPED.fullmatch(text):
        return next(inner for inner in wrapped.groups() if inner is not None).strip()
    for pattern in (_MARK_BEFORE, _MARK_BEHIND):
        if found := pattern.search(text) if pattern is _MARK_BEHIND else pattern.match(text):
            return (text[: found.start()] + text[found.end() :]).strip()
    if found := _leading("it").match(text) or _leading("before").match(text):
        return text[found.end() :].strip()
    found = _ending().search(text)
    return text[: found.start()].strip() if found else text


@cache
def _leading(kind: str) -> re.Pattern[str]:
    return re.compile(_any(kind), re.IGNORECASE)


@cache
def _ending() -> re.Pattern[str]:
    longest = sorted(words_of("behind"), key=len, reverse=True)
    return re.compile("(?:" + "|".join((r"(?<!\w)" if word[0] < "⺀" else "") + re.escape(word) for word in longest) + r")\Z", re.IGNORECASE)


def _any(kind: str) -> str:
    """Any word of a kind, the longest first; one of Latin letters ends where its letters end."""
    longest = sorted(words_of(kind), key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?=[\s,:'’]|\Z)" if word[-1] < "⺀" else "") for word in longest)


def without_them(text: str) -> str | None:
    """What follows the words that somebody else is waited for, as in `for the customer until friday`; None where the text says nothing of them."""
    for shown in plainer(text):
        rest = shown
        while found := (_leading("customer").match(rest) or _leading("answer").match(rest)):
            rest = re.sub(r"^['’]s\b", "", rest[found.end() :].strip()).strip()
        if rest != shown:
            return rest
    return None


def is_word_of(kind: str, text: str) -> bool:
    """Whether a text is one of these words, whatever stands around it."""
    return any(folded(shown.lstrip("@")) in words_of(kind) for shown in plainer(text))

"""How an argument that names a moment is read, reckoned when its time has come, and said."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from maildesk.changes import Resolved, TemplateName, Value
from maildesk.directory import Directory
from maildesk.language import N_, Said
from maildesk.verbs.dates import SHORT_DAYS, NoTime, When, is_short, moment_in, read_time, shown
from maildesk.verbs.kinds import Argument, BadArgument
from maildesk.verbs.phrasing import words_of

# What names a moment: the whole argument, or the first of several.
TIMED = frozenset({Argument.UNTIL, Argument.WHEN, Argument.REMINDER, Argument.SENDING})


OFF = "off"  # in the place of a time: what was to come does not
_OFF = frozenset(
    {OFF, "cancel", "never", "none", "no", "nothing", "clear", "remove", "取消", "不用", "无", "aus", "nie", "annuler", "cancelar", "解除", "なし"}
)


def until_or_off(text: str, directory: Directory) -> Value:
    return OFF if text.casefold() in _OFF else until(text, directory)


def until(text: str, directory: Directory) -> Value:
    if not text:
        return None
    try:
        return _absolute(read_time(text, directory.when)) if directory.when else _readable(text)
    except NoTime as wrong:
        raise BadArgument(wrong.wrong, wrong.right) from None


_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def _readable(text: str) -> str:
    """The text of a time that is reckoned later, once it is known that it is one."""
    moment(text, _ANY_DAY)
    return text


def _absolute(moment: datetime) -> str:
    """A moment with the offset it was read with: whoever comes back to it reads the same one."""
    return moment.isoformat(timespec="seconds")


def settled(kind: Argument, value: Value, when: When) -> Value:
    """The value with its time reckoned from this moment, as a rule's is when it fires."""
    if kind not in TIMED or not value or value == OFF or isinstance(value, TemplateName | Resolved):
        return value
    if isinstance(value, tuple):
        return (_absolute(moment_in(value[0], when)), *value[1:])
    return _absolute(moment_in(value, when))


def when_needed(text: str, directory: Directory) -> Value:
    if not text:
        raise BadArgument(Said("needs a time"), Said("write 3d, 12h, mon 9:00, tomorrow, 1 feb 14:00 or a date like 2026-01-31"))
    return until_or_off(text, directory)


_LONGEST_TIME = 5  # words of it


def reminder(text: str, directory: Directory) -> Value:
    """The longest beginning that is a time, or else the longest end that is one, and what is to be remembered."""
    words = text.split()
    words = words[1:] if words and words[0].casefold().rstrip(":") in words_of("me") else words
    if text.casefold().rstrip(".。!") in _OFF:
        return OFF
    for time, said in (*_beginnings(words), *_ends(words, directory)):
        if said and is_short(time):
            continue
        with contextlib.suppress(BadArgument):
            when = str(when_needed(time, directory))
            return (when, said) if said else (when,)
    first = " ".join(words[:1])
    return when_needed(" ".join(words) if is_short(first) else first, directory)


def _beginnings(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for length in range(min(_LONGEST_TIME, len(words)), 0, -1):
        yield _as_time(words[:length]), " ".join(words[length:])


def _ends(words: Sequence[str], directory: Directory) -> Iterator[tuple[str, str]]:
    """`to call him tomorrow at 9`; what is for a colleague is no reminder of one's own."""
    if len(words) < 3 or any(words[0].casefold() in (one.address.partition("@")[0], one.name.casefold()) for one in directory.agents):
        return
    for length in range(min(_LONGEST_TIME, len(words) - 1), 0, -1):
        yield _as_time(words[-length:]), " ".join(words[:-length])


def _as_time(words: Sequence[str]) -> str:
    return unicodedata.normalize("NFKC", " ".join(words)).rstrip(":").strip("()")


NOW = "now"  # in the place of a time
_NOW = frozenset({NOW, "现在", "立即", "jetzt", "sofort", "ahora", "maintenant", "今すぐ"})
_AT = re.compile(r"(?:at|在)\s*(.+)", re.IGNORECASE | re.DOTALL)


def sending(text: str, directory: Directory) -> Value:
    """`now`, or a time, which may have `at` before it."""
    if text.casefold() in _NOW:
        return NOW
    found = _AT.fullmatch(text)
    if found:
        with contextlib.suppress(BadArgument):
            return until(text, directory)  # `at 9` is an hour
        return until(found[1], directory)
    with contextlib.suppress(BadArgument):
        return until(text, directory) if text else NOW
    raise BadArgument(Said("“{text}” does not say when", text=text), Said("write #send now, or #send at mon 9:00"))


def moment(text: str, now: datetime) -> datetime:
    """The moment a text means at `now`, days counted in UTC; raises `NoTime`."""
    return moment_in(text, When(now))


# Words of ours that may stand in an argument, by its kind; whatever else stands there is somebody's own.
_OURS: Mapping[Argument, frozenset[str]] = {
    Argument.PRIORITY: frozenset({N_("low"), N_("normal"), N_("high"), N_("urgent")}),
    Argument.STATUS: frozenset({N_("open"), N_("waiting"), N_("closed")}),
    Argument.WHO_OR_NOBODY: frozenset({N_("nobody")}),
    Argument.AUDIENCE: frozenset({N_("assignee"), N_("team")}),
    Argument.LINK: frozenset({N_("blocks"), N_("child"), N_("duplicate")}),
    Argument.MERGER: frozenset({N_("both")}),
    Argument.SENDING: frozenset({N_("now")}),
}


def spelled(kind: Argument, value: Value, word: Callable[[str], str] = str) -> str:
    """A value as history says it; `word` says those of its words that are ours."""
    if isinstance(value, Resolved):
        return in_words(kind, value.text, word)
    parts = value if isinstance(value, tuple) else () if value is None or isinstance(value, TemplateName) else (value,)
    return " ".join(in_words(kind, _spelled_time(part) if kind in TIMED and not number else part, word) for number, part in enumerate(parts))


def in_words(kind: Argument, said: str, word: Callable[[str], str]) -> str:
    """What was spelled, with our words in it said by `word`: those of its kind, and the day of a time."""
    if kind in TIMED and (day := said[:3]) in SHORT_DAYS and said[3:4] == " ":
        return word(day) + said[3:]
    ours = _OURS.get(kind, frozenset())
    return " ".join(word(part) if part in ours else part for part in said.split(" ")) if ours else said


def _spelled_time(text: str) -> str:
    """A moment as it is kept, with the words of a reminder behind it where it has some."""
    at, blank, words = text.partition(" ")
    try:
        return f"{shown(datetime.fromisoformat(at))}{blank}{words}"
    except ValueError:
        return text  # of a rule, which says when it fires

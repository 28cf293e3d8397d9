"""Words in the reader's language: gettext catalogues, and English where one lacks a word.

Who prints to a reader asks for the words at once, by `_`. Who decides knows no reader: what it gives a reason for is `Said`, and is `told` at the edge.
"""

from __future__ import annotations

import contextlib
import gettext as catalogues
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Any

DOMAIN = "maildesk"
FOLDER = Path(__file__).parent / "locale"

Words = catalogues.NullTranslations  # `gettext`, `ngettext` and `pgettext` of one language

_ENGLISH = Words()
_spoken: ContextVar[Words] = ContextVar("spoken", default=_ENGLISH)


def words(*languages: str) -> Words:
    """The words of the first language there is a catalogue for, else English: `words("zh_CN").gettext("closed")`."""
    wanted = list(itertools.takewhile(lambda name: not _is_english(name), languages))
    return catalogues.translation(DOMAIN, FOLDER, wanted, fallback=True) if wanted else _ENGLISH


def catalogues_there() -> tuple[str, ...]:
    """The languages besides English that we have words in."""
    return tuple(sorted(path.parent.parent.name for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


def _is_english(name: str) -> bool:
    """English has no catalogue: who names it first must not be given the second best."""
    return re.split("[._@]", name)[0] in ("en", "C", "POSIX")


def languages_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What a terminal's environment asks for, best first, as GNU gettext reads it: LANGUAGE counts only where the locale is not C."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.split(".")[0] in ("C", "POSIX"):
        return ()
    return tuple(filter(None, environment.get("LANGUAGE", "").split(":"))) or (locale,)


def spoken_now() -> Words:
    """The words of the language that is spoken here."""
    return _spoken.get()


@contextlib.contextmanager
def speaking(spoken: Words) -> Iterator[None]:
    """Within it `_` and `ngettext` give these words, in this thread or task alone."""
    token = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(token)


@contextlib.contextmanager
def lending(languages: Sequence[str]) -> Iterator[None]:
    """Within it a library that speaks through Python's own `gettext`, as click does, finds its words in our catalogues.

    The library asks the environment for the language, and both settings are the process's: for a program that ends with its command, never for
    the daemon.
    """
    if not isinstance(words(*languages), catalogues.GNUTranslations):
        yield
        return
    domain, asked = catalogues.textdomain(), os.environ.get("LANGUAGE")
    catalogues.bindtextdomain(DOMAIN, str(FOLDER))
    catalogues.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = ":".join(languages)
    try:
        yield
    finally:
        catalogues.textdomain(domain)
        os.environ.pop("LANGUAGE")
        os.environ.update({"LANGUAGE": asked} if asked is not None else {})


def _(message: str) -> str:
    """The message in the language that is spoken; placeholders like `{number}` are filled afterwards."""
    return _spoken.get().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that goes with a count, in the language that is spoken; fill `{count}` and the others afterwards."""
    return _spoken.get().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The message where the same English word means several things, in the language that is spoken."""
    return _spoken.get().pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Marks a word that stands in a table and is translated where it is shown, by `_(word)`."""
    return message


class Said(str):
    """A text for a reader who is not known yet: `Said("there is no ticket {number}", number=7)`.

    To whoever takes it for a text it is English: logs, JSON, tests. The edge that knows its reader has it `told` in his language, together
    with what stands in its places, which may be `Said` or words of ours (an enum's) again. Frozen, and the same in every process.
    """

    __slots__ = ("_message", "_places")
    _message: str
    _places: Mapping[str, object]

    def __new__(cls, message: str, /, **places: object) -> Said:
        kept = {name: value if isinstance(value, str | int | float) else str(value) for name, value in places.items()}
        text = super().__new__(cls, message.format(**kept))
        text._message, text._places = message, kept
        return text

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        return (self._message,), self._places

    def plain(self) -> dict[str, object]:
        """The value for JSON, where another process of ours shall tell it; `from_plain` reads it."""
        places = {name: _plain(value) for name, value in self._places.items()}
        return {"message": self._message, **({"places": places} if places else {})}

    @classmethod
    def from_plain(cls, found: Mapping[str, Any]) -> Said:
        places = found.get("places", {})
        return cls(found["message"], **{name: cls.from_plain(value) if isinstance(value, dict) else value for name, value in places.items()})

    @classmethod
    def word(cls, word: str) -> Said:
        """A word of ours that stands in a table, marked by `N_` there."""
        return cls(word)

    @classmethod
    def as_is(cls, words: object) -> Said:
        """Somebody else's words, the same in every language."""
        return cls("{words}", words=words)

    @classmethod
    def joined(cls, between: str, texts: Iterable[str]) -> Said:
        """Several as one; `between` is the same in every language."""
        places = {f"text{number}": text for number, text in enumerate(texts)}
        return cls(between.join(f"{{{name}}}" for name in places), **places)

    def in_words(self, spoken: Words) -> str:
        """The text in these words."""
        if not self:
            return ""  # gettext has its own meaning for the empty message
        return spoken.gettext(self._message).format(**{name: _place(value, spoken) for name, value in self._places.items()})


def _plain(value: object) -> object:
    said = Said.word(value) if isinstance(value, StrEnum) and value else value
    return said.plain() if isinstance(said, Said) else said


def _place(value: object, spoken: Words) -> object:
    if isinstance(value, Said):
        return value.in_words(spoken)
    return spoken.gettext(value) if isinstance(value, StrEnum) and value else value


def told(text: str, spoken: Words | None = None) -> str:
    """What was `Said`, in these words, else in the language that is spoken; any other text as it stands."""
    return text.in_words(spoken or _spoken.get()) if isinstance(text, Said) else text

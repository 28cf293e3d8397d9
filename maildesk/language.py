"""Words in the reader's language: gettext catalogues, and English where one lacks a word."""

from __future__ import annotations

import contextlib
import gettext as catalogues
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

DOMAIN = "maildesk"
FOLDER = Path(__file__).parent / "locale"

Words = catalogues.NullTranslations  # `gettext`, `ngettext` and `pgettext` of one language

_ENGLISH = Words()
_spoken: ContextVar[Words] = ContextVar("spoken", default=_ENGLISH)


def words(*languages: str) -> Words:
    """The words of the first language there is a catalogue for, else English: `words("zh_CN").gettext("closed")`."""
    wanted = list(itertools.takewhile(lambda name: not _is_english(name), languages))
    return catalogues.translation(DOMAIN, FOLDER, wanted, fallback=True) if wanted else _ENGLISH


def _is_english(name: str) -> bool:
    """English has no catalogue: who names it first must not be given the second best."""
    return re.split("[._@]", name)[0] in ("en", "C", "POSIX")


def languages_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What a terminal's environment asks for, best first, as GNU gettext reads it: LANGUAGE counts only where the locale is not C."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    if locale.split(".")[0] in ("C", "POSIX"):
        return ()
    return tuple(filter(None, environment.get("LANGUAGE", "").split(":"))) or (locale,)


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

    The library asks the environment by itself, and the setting is the process's: for a program that ends with its command, never for the daemon.
    """
    if not isinstance(words(*languages), catalogues.GNUTranslations):
        yield
        return
    before = catalogues.textdomain()
    catalogues.bindtextdomain(DOMAIN, str(FOLDER))
    catalogues.textdomain(DOMAIN)
    try:
        yield
    finally:
        catalogues.textdomain(before)


def _(message: str) -> str:
    """The message in the language that is spoken; placeholders like `{number}` are filled afterwards."""
    return _spoken.get().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form that goes with a count, in the language that is spoken; fill `{count}` and the others afterwards."""
    return _spoken.get().ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Marks a word that stands in a table and is translated where it is shown, by `_(word)`."""
    return message

"""The words agents may write besides the English verbs: one file a language in `languages/`, read once and checked as a whole."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"

Meanings = Mapping[str, tuple[str, ...]]  # what is meant, and the words for it


@dataclass(frozen=True, slots=True)
class Language:
    """One file: the words of one language for verbs, questions and short forms like `high`, and in dates.

    `card` has the commands of the card as they are written, `around` what may stand around an argument (phrasing.py).
    """

    name: str
    verbs: Meanings
    questions: Meanings
    short_forms: Meanings
    dates: Meanings
    short_weekdays: Meanings
    around: Meanings
    card: Mapping[str, str]


def folded(word: str) -> str:
    """A word in the form it is looked up by: case, width and accents' encoding do not matter."""
    return unicodedata.normalize("NFKC", word).casefold()


@cache
def languages() -> tuple[Language, ...]:
    """Every language there is a file for, English first."""
    return tuple(map(_read, sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "en", path.stem))))


def _read(path: Path) -> Language:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    verbs, questions, short_forms, dates, short_weekdays, around = (_meanings(found.get(table, {})) for table in _TABLES)
    return Language(path.stem, verbs, questions, short_forms, dates, short_weekdays, around, found.get("card", {}))


_TABLES = ("verbs", "questions", "short_forms", "dates", "short_weekdays", "around")


def _meanings(table: Mapping[str, list[str]]) -> Meanings:
    return {meaning: tuple(words) for meaning, words in table.items()}


@cache
def date_words() -> Mapping[str, str]:
    """Each word of a date in any language, folded, and what it means."""
    return told_apart((meaning, word) for language in languages() for meaning, words in language.dates.items() for word in words)


@cache
def short_weekdays() -> Mapping[str, str]:
    """The same of the short names of weekdays that are other words, too: `mo` is a month as well."""
    return told_apart((meaning, word) for language in languages() for meaning, words in language.short_weekdays.items() for word in words)


def told_apart(pairs: Iterator[tuple[str, str]]) -> Mapping[str, str]:
    """Words and what each means; raises `ValueError` where one means two things: nobody could tell which was meant."""
    found: dict[str, str] = {}
    for meaning, word in pairs:
        known = found.setdefault(folded(word), meaning)
        if known != meaning:
            raise ValueError(f"“{word}” means {known} and {meaning}: strike it from one of the files in {FOLDER}")
    return found

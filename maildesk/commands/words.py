"""Which words name a verb in a mail: the verb table's own, the short forms, and those of every language there is a file for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from maildesk.changes import Change
from maildesk.verbs.phrasing import plainer
from maildesk.verbs.questions import QUESTION_WORDS, QUESTIONS
from maildesk.verbs.table import ALIASES, SHORT_FORMS, VERBS
from maildesk.verbs.vocabulary import folded, languages, told_apart

# How like a word is to one of ours that was meant, as `clsoe` is; to one that is worth naming; and to one of two signs, as Chinese words are.
_SLIP, _ALIKE, _ALIKE_SHORT = 0.72, 0.6, 0.5


@cache
def command_words() -> Mapping[str, str]:
    """Each word that may stand behind `#`, and the verb or short form it names; raises `ValueError` where the files do not agree."""
    return told_apart(_every())


def _every() -> Iterator[tuple[str, str]]:
    yield from ((verb, word) for word, verb in ALIASES.items())
    yield from ((name, name) for name in SHORT_FORMS)
    for language in languages():
        unknown = [*(language.verbs.keys() - VERBS.keys()), *(language.short_forms.keys() - SHORT_FORMS.keys())]
        if unknown:
            raise ValueError(f"{language.name}.toml has words for {', '.join(sorted(unknown))}, which is no verb")
        for named in (language.verbs, language.short_forms):
            yield from ((name, word) for name, words in named.items() for word in words)


@cache
def question_words() -> Mapping[str, str]:
    """Each word that may stand behind `#` and asks something; `queue` alone is a question, with a mailbox behind it a verb."""
    return told_apart(_every_question())


def _every_question() -> Iterator[tuple[str, str]]:
    yield from ((name, word) for word, name in QUESTION_WORDS.items())
    for language in languages():
        if unknown := language.questions.keys() - QUESTIONS.keys():
            raise ValueError(f"{language.name}.toml has words for {', '.join(sorted(unknown))}, which is no question")
        yield from ((name, word) for name, words in language.questions.items() for word in words)


def verb_named(word: str) -> str | None:
    """The verb a word stands for, None where it is no verb."""
    named = command_words().get(folded(word))
    return named if named in VERBS else None


def short_form(word: str) -> Change | None:
    """The change a word stands for all by itself (`high`)."""
    return SHORT_FORMS.get(command_words().get(folded(word), ""))


def question_named(word: str) -> str | None:
    """The question a word stands for, None where it is none."""
    return question_words().get(folded(word))


def is_command_word(word: str) -> bool:
    return folded(word) in command_words() or folded(word) in question_words()


def english(value: str) -> str:
    """A short form's own name for a word of another language: `高` is `high` behind `#priority`, too."""
    named = (command_words().get(folded(shown), "") for shown in plainer(value))
    return next((one for one in named if one in SHORT_FORMS), value)


def nearest_words(word: str) -> tuple[str, ...]:
    """What a misspelt word may have meant, the nearest first; words of another language only where no English one is near."""
    english = _near(word, (*ALIASES, *SHORT_FORMS, *QUESTION_WORDS), _ALIKE)
    found = english or _near(word, (*command_words(), *question_words()), _SLIP if word.isascii() else _ALIKE_SHORT)
    meant = {verb_named(near) or question_named(near) or near: near for near in reversed(found)}  # of several words for the same the nearest
    return tuple(f"#{near}" for near in found if near in meant.values())


def is_nearly_command_word(word: str, short: bool = True) -> bool:
    """Whether a word is one of ours with a slip of the finger in it; `#vpn` is none. Of two signs one may be wrong, where such `short` words count."""
    return bool(_near(word, (*command_words(), *question_words()), _ALIKE_SHORT if short and not word.isascii() else _SLIP))


def _near(word: str, known: Iterable[str], likeness: float) -> list[str]:
    return difflib.get_close_matches(folded(word)[:60], known, n=3, cutoff=likeness)

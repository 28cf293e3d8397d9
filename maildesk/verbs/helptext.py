"""What `#help` answers: the commands that somebody of a role may use, each with its words, made from the verb table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maildesk.language import Words
from maildesk.ticket import Role
from maildesk.verbs.card import card_for
from maildesk.verbs.questions import QUESTIONS
from maildesk.verbs.table import SHORT_FORMS, VERBS, Verb
from maildesk.verbs.vocabulary import Language, languages

Row = Mapping[str, str]  # `command` as it is written, what it `does`, and other words for it, `also`


def card_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """The card, with what each of its commands does."""
    named = {written: name for name, written in _card_of(language).items()}
    return tuple({"command": one, "does": spoken.gettext(VERBS[named[one]].help), "also": ""} for one in card_for(role, language))


def verb_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """Every command that this role may use, in the order of the table, and the questions."""
    own = _own(language)
    verbs = tuple(_verb_row(verb, own, spoken) for verb in VERBS.values() if verb.needs <= role)
    asking = (
        {"command": _written(one.name, one.takes, spoken), "does": spoken.gettext(one.help), "also": _also((*one.aliases, *_words(own, one.name)))}
        for one in QUESTIONS.values()
    )
    return (*verbs, *asking)


def _verb_row(verb: Verb, own: Language | None, spoken: Words) -> Row:
    shorts = [name for name, change in SHORT_FORMS.items() if change.verb == verb.name]
    words = (*verb.aliases, *shorts, *_words(own, verb.name), *(word for name in shorts for word in _words(own, name)))
    return {"command": _written(verb.name, verb.argument, spoken), "does": spoken.gettext(verb.help), "also": _also(words)}


def _written(name: str, takes: str, spoken: Words) -> str:
    """A command with its argument, which is named in the reader's language."""
    return f"#{name} {spoken.gettext(takes)}" if takes else f"#{name}"


def _also(words: tuple[str, ...]) -> str:
    return " ".join(f"#{word}" for word in words)


def _words(own: Language | None, name: str) -> Iterator[str]:
    if own:
        yield from (*own.verbs.get(name, ()), *own.short_forms.get(name, ()))


def _own(language: str) -> Language | None:
    return next((one for one in languages()[1:] if one.name == language.partition("_")[0]), None)


def _card_of(language: str) -> Mapping[str, str]:
    own = _own(language)
    return {**languages()[0].card, **(own.card if own else {})}

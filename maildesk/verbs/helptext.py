"""What `#help` answers: the commands that somebody of a role may use, each with its words, made from the verb table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maildesk.directory import Directory
from maildesk.language import Words, words
from maildesk.ticket import Role
from maildesk.verbs.card import card_for
from maildesk.verbs.examples import example_of, names_for
from maildesk.verbs.questions import QUESTIONS, Question
from maildesk.verbs.table import SHORT_FORMS, VERBS, Verb
from maildesk.verbs.vocabulary import Language, languages

_MOST_NAMES = 30
_EXAMPLES = {
    "help": "#help snooze",
    "show": "#show 12",
    "history": "#history 12",
    "why": "#why 12",
    "queue": "#queue?",
    "find": "#find printer status:open",
}

# `command` as it is written, what it `does`, and other words for it, `also`; of one that is explained an example, what it may name, the role it needs.
Row = Mapping[str, str]
_NO_MORE = {"example": "", "names": "", "needs": ""}


def card_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """The card, with what each of its commands does."""
    named = {written: name for name, written in _card_of(language).items()}
    return tuple({"command": one, "does": spoken.gettext(VERBS[named[one]].help), "also": ""} for one in card_for(role, language))


def verb_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """Every command that this role may use, in the order of the table, and the questions."""
    own = _own(language)
    verbs = (_verb_row(verb, own, spoken) for verb in VERBS.values() if verb.needs <= role)
    return (*verbs, *(_question_row(one, own, spoken) for one in QUESTIONS.values()))


def explained(name: str, role: Role, language: str, directory: Directory) -> tuple[Row, ...]:
    """One command by its name: what it does, an example, what it may name, and where this role may not use it, which may.

    `queue` is two: a verb and a question.
    """
    own, spoken = _own(language), words(language)
    rows = []
    if verb := VERBS.get(name):
        names = names_for(verb.argument, directory)
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        rows.append(
            {
                **_verb_row(verb, own, spoken),
                "example": example_of(name, directory),
                "names": shown,
                "needs": "" if verb.needs <= role else verb.needs.name.lower(),
            }
        )
    if question := QUESTIONS.get(name):
        rows.append({**_question_row(question, own, spoken), "example": _EXAMPLES[name]})
    return tuple(rows)


def _question_row(one: Question, own: Language | None, spoken: Words) -> Row:
    also = _also((*one.aliases, *(own.questions.get(one.name, ()) if own else ())))
    return {**_NO_MORE, "command": _written(one.written, one.takes, spoken), "does": spoken.gettext(one.help), "also": also}


def _verb_row(verb: Verb, own: Language | None, spoken: Words) -> Row:
    shorts = [name for name, change in SHORT_FORMS.items() if change.verb == verb.name]
    others = (*verb.aliases, *shorts, *_words(own, verb.name), *(word for name in shorts for word in _words(own, name)))
    return {**_NO_MORE, "command": _written(f"#{verb.name}", verb.argument, spoken), "does": spoken.gettext(verb.help), "also": _also(others)}


def _written(command: str, takes: str, spoken: Words) -> str:
    """A command with its argument, which is named in the reader's language."""
    return f"{command} {spoken.gettext(takes)}" if takes else command


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

"""What `#help` answers: the commands that somebody of a role may use, each with its words, made from the verb table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maildesk.directory import Directory
from maildesk.language import Words
from maildesk.ticket import Role
from maildesk.verbs.card import card_for
from maildesk.verbs.examples import example_of, names_for
from maildesk.verbs.questions import QUESTIONS, Question
from maildesk.verbs.table import SHORT_FORMS, VERBS, Verb
from maildesk.verbs.vocabulary import Language, folded, languages

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


def language_of(line: str) -> str:
    """The language of the word for help that a line begins with, as `#Hilfe`; "" where it is English."""
    word = folded(line.lstrip("#＃ ")).split(maxsplit=1)[:1]
    found = (one.name for one in languages()[1:] if set(word) & set(map(folded, one.questions.get("help", ()))))
    return next(found, "")


def card_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """The card, with what each of its commands does."""
    named = {written: name for name, written in _card_of(language).items()}
    return tuple({"command": one, "does": spoken.gettext(VERBS[named[one]].help), "also": ""} for one in card_for(role, language))


def verb_rows(role: Role, language: str, spoken: Words) -> tuple[Row, ...]:
    """Every command that this role may use, in the order of the table, and the questions."""
    own = _own(language)
    verbs = (_verb_row(verb, own, spoken) for verb in VERBS.values() if verb.needs <= role)
    return (*verbs, *(_question_row(one, own, spoken) for one in QUESTIONS.values()))


def explained(name: str, role: Role, language: str, directory: Directory, spoken: Words) -> tuple[Row, ...]:
    """One command by its name: what it does, an example, what it may name, and where this role may not use it, which may.

    `queue` is two: a verb and a question.
    """
    own = _own(language)
    rows = []
    if verb := VERBS.get(name):
        names = names_for(verb.argument, directory)
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        rows.append(
            {
                **_verb_row(verb, own, spoken),
                "example": _example(name, own, directory, bool(names)),
                "names": shown,
                "needs": "" if verb.needs <= role else verb.needs.name.lower(),
            }
        )
    if question := QUESTIONS.get(name):
        rows.append({**_question_row(question, own, spoken), "example": _EXAMPLES[name]})
    return tuple(rows)


def _example(name: str, own: Language | None, directory: Directory, named: bool) -> str:
    """A line to copy: as the card of the asker's language has it, unless the desk has names of its own that belong there."""
    carded = own.card.get(name, "") if own else ""
    example = example_of(name, directory)
    if not carded or not example:
        return example
    return f"{carded.partition(' ')[0]} {example.partition(' ')[2]}".strip() if named else carded


def _question_row(one: Question, own: Language | None, spoken: Words) -> Row:
    first, *others = (one.written.removeprefix("#"), *one.aliases)
    command, also = _in_own(own.questions.get(one.name, ()) if own else (), first, others)
    return {**_NO_MORE, "command": _written(command, one.takes, spoken), "does": spoken.gettext(one.help), "also": also}


def _verb_row(verb: Verb, own: Language | None, spoken: Words) -> Row:
    shorts = [name for name, change in SHORT_FORMS.items() if change.verb == verb.name]
    words = (*_words(own, verb.name), *(word for name in shorts for word in _words(own, name)))
    carded = own.card.get(verb.name, "").partition(" ")[0].removeprefix("#") if own else ""
    mine = sorted(words, key=lambda word: word != carded)  # the card's word first: it is known from every letter
    command, also = _in_own(mine, verb.name, (*verb.aliases, *shorts))
    return {**_NO_MORE, "command": _written(command, verb.argument, spoken), "does": spoken.gettext(verb.help), "also": also}


def _in_own(own: Sequence[str], english: str, others: Sequence[str]) -> tuple[str, str]:
    """A command by its word of the asker's language, else by English; and all other words for it."""
    words = (*own, english, *others)
    return f"#{words[0]}", _also(words[1:])


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

"""`when:` of a rule: conditions, and groups of them, read into questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maildesk.config.nearest import did_you_mean
from maildesk.config.yamlfile import Data, Route
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.rules.conditions import ADDRESS, CONDITIONS, Condition
from maildesk.rules.facts import Facts
from maildesk.rules.needs import Need
from maildesk.rules.patterns import Budget
from maildesk.rules.reading import Reading, shown
from maildesk.rules.rule import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the words its trace uses; `cost` puts the cheap ones first. `need` and `word` as a check has them."""

    question: Question
    words: str
    cost: int
    need: Need | None = None
    word: str = ""


def read_when(value: Data, route: Route, reading: Reading) -> list[Asked]:
    """The conditions that must all hold, cheapest first; none for a rule without conditions."""
    if value is None:
        return []
    if not isinstance(value, dict):
        reading.wrong(route, Said("conditions must be a mapping"), Said("write condition: value lines, or any: […], all: […], none: […]"))
        return []
    return _ordered(_entry(name, item, (*route, name), reading) for name, item in value.items())


def _ordered(asked: Iterator[Asked | None]) -> list[Asked]:
    return sorted((one for one in asked if one), key=lambda one: one.cost)


def _entry(name: str, value: Data, route: Route, reading: Reading) -> Asked | None:
    if name in GROUPS:
        return _group(name, value, route, reading)
    condition = CONDITIONS.get(name)
    if condition is None:
        reading.wrong_key(route, Said("there is no condition {name!r}", name=name), did_you_mean(name, [*CONDITIONS, *GROUPS]))
        return None
    try:
        question = condition.reads(value)
        _check_names(condition, value, reading)
        _check_addresses(condition, value)
    except Wrong as wrong:
        reading.note(route, wrong)
        return None
    need = condition.needs(value) if condition.needs else None
    return Asked(question, f"{name}: {shown(value)}", condition.cost, need, _word(name, value, condition.cost))


def _check_names(condition: Condition, value: Data, reading: Reading) -> None:
    """A rule for a mailbox, team or agent that is not there would never fire, and nobody would know why."""
    if condition.names is None:
        return
    known = frozenset(condition.names(reading.config))
    for name in value if isinstance(value, list) else [value]:
        plain = isinstance(name, str) and "*" not in name and name[0] not in "@/"
        if plain and str(name).casefold() not in map(str.casefold, known):
            raise Wrong(Said("there is no {what} {name!r}", what=condition.name, name=name), did_you_mean(str(name), known))


def _check_addresses(condition: Condition, value: Data) -> None:
    """Addresses are compared whole: a bare word is none, and its rule would never fire."""
    if condition.takes != ADDRESS:
        return
    for word in value if isinstance(value, list) else [value]:
        if isinstance(word, str) and not re.search("[@*/]", word):
            example = f"@{word}" if "." in word else f"{word}@example.com, @example.com"
            raise Wrong(
                Said("{word!r} is no address, and addresses are compared whole", word=word),
                Said("write {example} or *{word}*", example=example, word=word),
            )


def _group(name: str, value: Data, route: Route, reading: Reading) -> Asked | None:
    members = _members(value, route, reading)
    if not members:
        if not isinstance(value, dict | list) or not value:
            reading.wrong(route, Said("{name} has no conditions", name=name), Said("write {name}: [{{subject: refund}}, …]", name=name))
        return None
    questions = tuple(member.question for member in members)
    cost = sum(member.cost for member in members)
    return Asked(GROUPS[name].combine(questions), f"{name}: {shown(value)}", cost, word=_word(name, value, cost))


def _word(name: str, value: Data, cost: int) -> str:
    return "" if cost else f"{name}: {value!r}"


def _members(value: Data, route: Route, reading: Reading) -> list[Asked]:
    """A mapping gives a member a key; a list gives one an entry, whose keys must all hold together."""
    if isinstance(value, dict):
        return read_when(value, route, reading)
    if not isinstance(value, list):
        return []
    return _ordered(_together(item, (*route, number), reading) for number, item in enumerate(value))


def _together(value: Data, route: Route, reading: Reading) -> Asked | None:
    members = read_when(value, route, reading)
    if not members:
        return None
    return Asked(_all(tuple(member.question for member in members)), shown(value), sum(member.cost for member in members))


def _all(questions: tuple[Question, ...]) -> Question:
    def asks(facts: Facts, budget: Budget) -> bool:
        return all(question(facts, budget) for question in questions)

    return asks


def _any(questions: tuple[Question, ...]) -> Question:
    def asks(facts: Facts, budget: Budget) -> bool:
        return any(question(facts, budget) for question in questions)

    return asks


def _none(questions: tuple[Question, ...]) -> Question:
    def asks(facts: Facts, budget: Budget) -> bool:
        return not any(question(facts, budget) for question in questions)

    return asks


@dataclass(frozen=True, slots=True)
class Group:
    help: str
    combine: Callable[[tuple[Question, ...]], Question]


GROUPS: dict[str, Group] = {
    "all": Group("every one of them holds", _all),
    "any": Group("at least one of them holds", _any),
    "none": Group("not one of them holds", _none),
}

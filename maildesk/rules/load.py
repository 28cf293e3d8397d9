"""The rule files of a folder, read together: a set of rules, or every problem in any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from maildesk.changes import Change
from maildesk.config.nearest import did_you_mean
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Data, Document, Route, in_order, read_yaml
from maildesk.errors import Place, Problem
from maildesk.language import Said
from maildesk.rules.reading import Reading
from maildesk.rules.rule import EVENTS, Check, Rule, RuleName
from maildesk.rules.ruleset import RuleSet
from maildesk.rules.then import read_then
from maildesk.rules.when import read_when

NO_MACROS: Mapping[str, tuple[Change, ...]] = {}
KEYS = ("name", "on", "when", "then", "stop", "ignore")


def check_rules(folder: Path, config: DeskConfig, template_names: frozenset[str]) -> tuple[RuleSet | None, tuple[Problem, ...]]:
    """The rules of a folder, or None with every problem; files count in the order of their names."""
    documents, problems = read_rule_files(folder)
    return (None, problems) if problems else rules_of(documents, config, template_names)


def read_rule_files(folder: Path) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The files of a folder as they stand, in the order of their names; the problems are of the folder alone."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))
    except OSError as error:
        return (), (
            Problem(
                Place(str(folder)),
                Said("the rules cannot be read: {why}", why=error.strerror),
                Said("make this folder, or take the key rules away"),
            ),
        )
    return tuple(map(read_yaml, paths)), ()


def rules_of(
    documents: Iterable[Document], config: DeskConfig, template_names: frozenset[str], macros: Mapping[str, tuple[Change, ...]] = NO_MACROS
) -> tuple[RuleSet | None, tuple[Problem, ...]]:
    """The rules of these files, or None with every problem; `macros` are the lists of commands that they may name."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    files: dict[str, str] = {}
    for document in documents:
        reading = Reading(document, config, template_names, macros)
        files[Path(document.file).name] = document.file
        rules += _rules(reading)
        problems += in_order([*document.problems, *reading.problems])
    problems += _same_names(rules, files)
    return (None if problems else RuleSet(tuple(rules))), tuple(problems)


def _rules(reading: Reading) -> list[Rule]:
    route, items = _listed(reading.document.data)
    if items is None:
        reading.wrong(route, Said("this is no list of rules"), Said("begin each rule with a dash: - name: …"))
        return []
    read = (_rule(item, (*route, number), reading) for number, item in enumerate(items))
    return [rule for rule in read if rule]


def _listed(data: Data) -> tuple[Route, list[Data] | None]:
    """A file is a list of rules, or `rules:` with one; a file of comments alone has none."""
    if data is None:
        return (), []
    if isinstance(data, dict) and list(data) == ["rules"]:
        rules = data["rules"]
        return ("rules",), rules if isinstance(rules, list) else None
    return (), data if isinstance(data, list) else None


def _rule(value: Data, route: Route, reading: Reading) -> Rule | None:
    if not isinstance(value, dict):
        reading.wrong(route, Said("this is no rule"), Said("write name:, on:, when: and then:"))
        return None
    for key in value:
        if key not in KEYS:
            reading.wrong_key((*route, key), Said("unknown key {name!r}", name=key), did_you_mean(key, KEYS))
    name = _name(value.get("name"), route, reading)
    on = _events(value.get("on", "created"), (*route, "on"), reading)
    asked = read_when(value.get("when"), (*route, "when"), reading)
    rule = Rule(
        name,
        on,
        name.missed(f"on: {', '.join(sorted(on))}"),
        tuple(Check(one.question, name.missed(one.words), one.need, one.word) for one in asked),
        read_then(value.get("then"), (*route, "then"), reading),
        reading.flag((*route, "stop"), value.get("stop")),
        reading.flag((*route, "ignore"), value.get("ignore")),
        None
        if value.get("ignore") or _asks(value.get("when"), _ABOUT_JUNK)
        else name.missed("the ticket is junk, and it asks for neither junk nor status"),
    )
    _check_sense(rule, value, route, reading)
    return rule


_ABOUT_JUNK = frozenset({"junk", "junk_score", "status"})


def _asks(value: Data, names: frozenset[str]) -> bool:
    """Whether any condition of these names stands in `when:`, in a group or out of it."""
    if isinstance(value, list):
        return any(_asks(item, names) for item in value)
    return isinstance(value, dict) and any(name in names or _asks(item, names) for name, item in value.items())


def _name(value: Data, route: Route, reading: Reading) -> RuleName:
    place = reading.document.place(route)
    file = Path(place.file).name
    if value is None:
        return RuleName(f"{file}:{place.line}", file, place.line)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.isprintable() or not 1 <= len(value) <= 80 or value.startswith("builtin:"):
        reading.wrong((*route, "name"), Said("this is no name of a rule"), Said("write one line of up to 80 letters; builtin: is kept for ours"))
    return RuleName(str(value), file, place.line)


def _events(value: Data, route: Route, reading: Reading) -> frozenset[str]:
    listed = value if isinstance(value, list) else [value]
    if not listed:
        reading.wrong(route, Said("a rule without an event never fires"), Said("write on: created"))
    for number, event in enumerate(listed):
        if str(event) not in EVENTS:
            place = (*route, number) if isinstance(value, list) else route
            reading.wrong(place, Said("there is no event {event!r}", event=event), did_you_mean(str(event), EVENTS, Said("events are")))
    return frozenset(str(event) for event in listed)


def _check_sense(rule: Rule, value: dict[str, Data], route: Route, reading: Reading) -> None:
    if rule.ignore and rule.on != {"created"}:
        reading.wrong((*route, "ignore"), Said("only a mail that would make a new ticket can be ignored"), Said("write on: created"))
    if rule.ignore and value.get("then"):
        reading.wrong((*route, "then"), Said("an ignored mail has no ticket to change"), Said("keep ignore: true or then:, not both"))
    if not rule.ignore and not rule.stop and not value.get("then"):
        reading.wrong(route, Said("this rule does nothing"), Said("add then: with verbs, or stop: true, or ignore: true"))


def _same_names(rules: list[Rule], files: Mapping[str, str]) -> Iterator[Problem]:
    """The ledger and the history name a rule by its name alone."""
    first: dict[str, RuleName] = {}
    for rule in rules:
        known = first.setdefault(rule.name.name, rule.name)
        if known is not rule.name:
            place = Place(files[rule.name.file], rule.name.line)
            yield Problem(
                place,
                Said("a rule {name!r} stands in {file}:{line} already", name=rule.name.name, file=known.file, line=known.line),
                Said("give each rule a name of its own"),
            )

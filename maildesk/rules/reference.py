"""The manual's tables of rules, read off the registries, so that docs/rules.md cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.rules.conditions import CONDITIONS
from maildesk.rules.patterns import OPERATORS
from maildesk.rules.rule import EVENTS
from maildesk.rules.then import RULE_VERBS
from maildesk.rules.when import GROUPS


def event_table() -> str:
    return _table(("on", "the rule is asked when"), EVENTS.items())


def condition_table() -> str:
    groups = ((f"`{name}`", "conditions", f"a group: {group.help}") for name, group in GROUPS.items())
    rows = ((f"`{condition.name}`", _code(condition.takes), condition.help) for condition in CONDITIONS.values())
    return _table(("condition", "takes", "asks"), [*rows, *groups])


def operator_table() -> str:
    return _table(("compare", "where"), ((f"`{{{name}: TEXT}}`", meaning) for name, meaning in OPERATORS.items()))


def verb_table() -> str:
    rows = ((f"`{verb.name}`", "TEMPLATE" if verb.name == "reply" else _code(verb.argument.value), verb.help) for verb in RULE_VERBS.values())
    return _table(("verb", "takes", "does"), rows)


def _code(text: str) -> str:
    """A pipe would end the cell."""
    return text.replace("|", "or")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

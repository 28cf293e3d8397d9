"""Rules for tests: a folder that must be right."""

from __future__ import annotations

from pathlib import Path

from maildesk.config.schema import DeskConfig
from maildesk.errors import BadConfiguration
from maildesk.rules.load import check_rules
from maildesk.rules.ruleset import RuleSet


def load_rules(folder: Path, config: DeskConfig, template_names: frozenset[str]) -> RuleSet:
    """The rules of a folder; raises BadConfiguration with every problem."""
    rules, problems = check_rules(folder, config, template_names)
    if rules is None:
        raise BadConfiguration(problems)
    return rules

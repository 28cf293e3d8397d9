"""V045, V046: an admin's pattern and a stranger's text cannot hold the desk up together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.resources import data_dir
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import Facts, Text
from maildesk.rules.load import check_rules
from maildesk.rules.rule import RuleRun
from maildesk.rules.ruleset import RuleSet
from tests.rulesets import load_rules

CONFIG = DeskConfig(mailboxes=(Mailbox(address="support@example.com", name="Support"),))
NOW = datetime(2026, 1, 5, tzinfo=UTC)

# Beyond the age of the world for this library, each on the text beside it.
SLOW = {
    r"(a|aa)+$": "a" * 80 + "!",
    r"(.*?,){20}P": "P" + "1," * 40 + "x",
    r"(\w|\w\w)+$": "w" * 80 + "!",
    r"([a-z]|[a-y]z)+$": "yz" * 40 + "!",
}

# Famous ones that this library is clever about: they need only end.
FAMOUS = {
    r"(a+)+$": "a" * 60 + "!",
    r"(a|a)*b$": "a" * 60,
    r"^(\w+\s?)*$": "word " * 40 + "!",
    r"(x+x+)+y": "x" * 80,
    r"([a-z]+)*\d": "abcdefgh" * 10,
    r"^(([a-z])+.)+[A-Z]([a-z])+$": "a" * 60 + "0",
    r"(.*)*(.*)*(.*)*z(.*)*9$": "y" * 200,
}


def _rules(folder: Path, text: str) -> RuleSet:
    (folder / "10-evil.yaml").write_text(text, encoding="utf-8")
    return load_rules(folder, CONFIG, frozenset())


def _run(rules: RuleSet, text: str, limits: Limits = CONFIG.limits) -> RuleRun:
    return run_rules(Facts("created", "support@example.com", NOW, subject=Text((text,)), body=Text((text,))), rules, limits)


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_takes_too_long_is_a_miss(tmp_path: Path, pattern: str) -> None:
    """The rule misses, under `none` too; the trace says why; and the rules after it are asked as ever."""
    rules = _rules(
        tmp_path,
        f"- {{name: evil, when: {{body: '/{pattern}/'}}, then: close}}\n"
        f"- {{name: not evil, when: {{none: {{body: '/{pattern}/'}}}}, then: close}}\n"
        "- {name: after, then: {tag: x}}\n",
    )

    run = _run(rules, SLOW[pattern])

    assert [found.hit for found in run.trace] == [False, False, True]
    assert run.trace[0].missed == f"body: /{pattern}/ (the pattern took too long)"


@pytest.mark.parametrize("pattern", FAMOUS)
def test_famous_patterns_end(tmp_path: Path, pattern: str) -> None:
    """The run comes to its end, and rules after such a pattern are asked."""
    rules = _rules(tmp_path, f"- {{name: evil, when: {{body: '/{pattern}/'}}, then: close}}\n- {{name: after, then: {{tag: x}}}}\n")

    assert _run(rules, FAMOUS[pattern]).trace[1].hit


def test_many_slow_patterns_share_one_budget(tmp_path: Path) -> None:
    """A thousand evil rules cost what the limit allows, not a thousand times one search."""
    rules = _rules(tmp_path, "".join(f"- {{name: evil {n}, when: {{body: '/(a|aa)+$|{n}/'}}, then: close}}\n" for n in range(1000)))

    run = _run(rules, "a" * 80 + "!", Limits(regex=timedelta(seconds=1)))

    searched = [found for found in run.trace if "took too long" in found.missed]
    assert 1 <= len(searched) <= 40
    assert {found.missed.partition(" (")[2] for found in run.trace[len(searched) :]} == {"the patterns before it used up the time for this mail)"}


PIECES = ("(", "http://a.b/(", ">", "a ", "<", "不", "urgent", " urgen", "\u0301", "[#1] ")


@pytest.mark.parametrize("piece", PIECES)
def test_the_shipped_patterns_on_evil_texts(piece: str) -> None:
    """No pattern of ours needs its time limit on the longest subject there can be."""
    text = (piece * CONFIG.limits.header)[: CONFIG.limits.header]
    rules = load_rules(data_dir("rules.d"), CONFIG, frozenset({"acknowledgement"}))

    assert [found.missed for found in _run(rules, text).trace if "took too long" in found.missed] == []


@pytest.mark.parametrize("written", ["a*a*a*a*a*a*a*a*a*b", "*".join("x" * 30) + "*y"])
def test_stars_do_not_backtrack(tmp_path: Path, written: str) -> None:
    """A `*` is compared in linear time, so it needs no limit."""
    rules = _rules(tmp_path, f"- {{when: {{subject: '{written}'}}, then: close}}\n")

    assert _run(rules, "ax" * 100_000).trace[0].missed == f"subject: {written}"


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "(?P<x", "\\", "(?<=a+)(", "*a", "(?R"])
def test_a_broken_pattern_is_refused_at_load(tmp_path: Path, pattern: str) -> None:
    """It is told with its place before the desk starts, not when a mail comes."""
    (tmp_path / "10.yaml").write_text(f"- when:\n    subject: '/{pattern}/'\n  then: close\n")

    rules, problems = check_rules(tmp_path, CONFIG, frozenset())

    assert rules is None
    assert [str(problem).partition(": ")[0] for problem in problems] == [f"{tmp_path}/10.yaml:2:14"]
    assert problems[0].wrong.startswith("this is no regular expression: ")

"""Of thousands of rules only those that may fire are asked, and what comes of it is what asking each of them comes to."""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maildesk.config.schema import DeskConfig, Mailbox, Team
from maildesk.config.yamlfile import read_yaml
from maildesk.errors import Wrong
from maildesk.expressions import compiled
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import Facts, Text
from maildesk.rules.load import rules_of
from maildesk.rules.patterns import Budget
from maildesk.rules.patternwords import words_of
from maildesk.rules.ruleset import RuleSet
from maildesk.ticket import Status, Ticket

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
CONFIG = DeskConfig(
    mailboxes=(Mailbox(address="support@example.com", name="Support"), Mailbox(address="sales@example.com", name="Sales")),
    teams={"billing": Team(), "night": Team()},
)

_WORDS = ("refund", "Refund now", "fun", "ŝo", "退款", "退", "İnvoice", "ſtop", "Straße", "a", "")
_ADDRESSES = ("ann@one.example", "Bob@two.example", "bob@one.example", "ann@sub@two.example")
_WAYS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(_WORDS[:-1]),
    st.sampled_from(("*fun*", "ref*", "*", "/re?fund|退款/", "/fu[mn]/", "/s.?top/", "/(i|in)voice$/", "/strasse|x?/", "/now/")),
    st.fixed_dictionaries({"contains": st.sampled_from(_WORDS[:-1])}),
    st.fixed_dictionaries({"ends": st.lists(st.sampled_from(("now", "fund", "款")), min_size=1, max_size=2)}),
)
_SENDERS = st.one_of(st.sampled_from((*_ADDRESSES, "@one.example", "@two.example", "*@two.*", "/bob/", "nobody@example.org")))
_ONE: dict[str, st.SearchStrategy[Any]] = {
    "subject": st.one_of(_WAYS, st.lists(_WAYS, min_size=1, max_size=3)),
    "body": _WAYS,
    "from": st.one_of(_SENDERS, st.lists(_SENDERS, min_size=1, max_size=2)),
    "mailbox": st.sampled_from(("support@example.com", "sales@example.com", "s*")),
    "header": st.dictionaries(st.sampled_from(("X-One", "x-two")), st.sampled_from(("yes", "/ye/", "no")), min_size=1),
    "nature": st.sampled_from(("human", "bounce")),
    "hour": st.sampled_from(("9-17", "22-6")),
    "status": st.sampled_from(("open", "junk", "closed")),
    "tag": st.sampled_from(("vip", "v*", "late")),
    "team": st.sampled_from(("billing", "night", "b*")),
    "token": st.booleans(),
}
_CONDITIONS = st.lists(st.sampled_from([*_ONE, "tag", "tag", "status", "team"]), max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _ONE[name] for name in names})
)
_WHEN = st.one_of(
    _CONDITIONS, st.builds(lambda outer, group, inner: {**outer, group: [inner]}, _CONDITIONS, st.sampled_from(("none", "any")), _CONDITIONS)
)
_THEN = st.sampled_from(({"tag": "vip"}, {"tag": "late"}, {"assign": "night"}, {"assign": "billing"}, "junk", "close", {"priority": "high"}))
_RULE = st.fixed_dictionaries(
    {"when": _WHEN, "then": st.lists(_THEN, min_size=1, max_size=2)},
    optional={"stop": st.booleans(), "on": st.sampled_from(("created", ["created", "noted"], "noted"))},
)
_FACTS = st.builds(
    lambda event, sender, subject, body, header, known, status, tags: Facts(
        event,
        "support@example.com",
        NOW,
        Ticket(1, "support@example.com", "A subject", "ann@one.example", NOW, NOW, status=status, tags=tags),
        from_=Text((sender,)),
        subject=Text((subject,)),
        body=Text((body,)),
        headers={"x-one": Text(header)} if header else {},
        known=known,
    ),
    st.sampled_from(("created", "noted")),
    st.sampled_from(_ADDRESSES),
    st.sampled_from(_WORDS),
    st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join),
    st.sampled_from(((), ("yes",), ("no", "yesterday"))),
    st.booleans(),
    st.sampled_from((Status.OPEN, Status.JUNK)),
    st.sampled_from(((), ("vip",))),
)


def _loaded(folder: Path, rules: list[dict[str, Any]]) -> RuleSet:
    numbered = [{"name": f"rule {number}", **rule} for number, rule in enumerate(rules)]
    file = folder / "10.yaml"
    file.write_text(json.dumps(numbered, ensure_ascii=False), encoding="utf-8")
    loaded, problems = rules_of([read_yaml(file)], CONFIG, frozenset())
    assert loaded is not None, problems
    return loaded


def _each_asked(rules: RuleSet) -> RuleSet:
    """The same rules, of which nothing says when they need not be asked."""
    return RuleSet(tuple(replace(rule, checks=tuple(replace(check, need=None, word="") for check in rule.checks)) for rule in rules.rules))


@settings(max_examples=300)
@given(st.lists(_RULE, min_size=1, max_size=8), st.lists(_FACTS, min_size=1, max_size=3))
def test_whom_nobody_asks_would_have_missed(tmp_path_factory: Any, written: list[dict[str, Any]], mails: list[Facts]) -> None:
    """Changes and trace are the same, line by line, as where every rule is asked."""
    assume(all(any(rule["when"].values()) or not rule["when"] for rule in written))
    rules = _loaded(tmp_path_factory.getbasetemp(), written)

    for facts in mails:
        assert run_rules(facts, rules, CONFIG.limits) == run_rules(facts, _each_asked(rules), CONFIG.limits)


def test_of_many_rules_few_are_asked(tmp_path: Path) -> None:
    """A mail is held against the rules that its own words lead to, and against no other."""
    whens = ({"from": "bob{n}@x.example"}, {"nature": "human", "subject": "/order[ -]{n}z/"}, {"nature": "bounce"}, {"hour": "9-17", "tag": "tag{n}"})
    rules = _loaded(
        tmp_path,
        [{"when": ast.literal_eval(str(when).replace("{n}", str(number))), "then": "close"} for number in range(100, 350) for when in whens],
    )
    facts = Facts("created", "support@example.com", NOW, from_=Text(("bob123@x.example",)), subject=Text(("About order 234z",)))

    asked = rules.asked(facts, Budget(1)).numbers

    assert {92, 537} <= set(asked)
    assert len(asked) < 30


# Whole pieces among the letters: of letters alone, few would be an expression.
_PIECES = (
    *"abKß|()[]*+?{}\\.^$1,-İi :=<!e",
    *(
        "(a|",
        "(?:b",
        "(?P<a>",
        "(?<b>",
        "(?=a",
        "(?!b",
        "(?<=a",
        "(?<!b",
        "(?i)",
        "(?>",
        "(?i:",
        "(?|",
        "(?#",
        "(?(1)",
        "(?1)",
        "(*",
        "a)",
        "b)?",
        ")*",
        "){0}",
    ),
    *("[ab]", "[^a]", "[]a]", "[^]b]", "[a\\]]", "[[:alpha:]]", "{2}", "{1,}", "{,1}", "{0,2}", "{e<=1}", "a+", "b?", "a*?", "b++", "ab", "Kß"),
    *("\\b", "\\.", "\\-", "\\1", "\\d", "\\W", "\\x61", "\\141", "\\N{DIGIT ONE}", "\\p{L}", "\\L<a>", "\\K", "\\X", "\\R", "\\m"),
)
_PATTERN = st.lists(st.sampled_from(_PIECES), max_size=10).map("".join)
_TEXT = st.text(st.sampled_from("abkKßSsſ1,-Iiı :="), max_size=12)


@settings(max_examples=1000)
@given(_PATTERN, st.lists(_TEXT, min_size=1, max_size=10))
def test_a_pattern_stands_nowhere_without_its_words(pattern: str, texts: list[str]) -> None:
    """Wherever the library finds it, one word of each stands, folded; Turkish letters and every cheap trick of a pattern among them."""
    try:
        library = compiled(pattern)
    except Wrong:
        return
    for text in texts:
        if library.search(text, timeout=1):
            assert all(any(word in text.casefold() for word in words) for words in words_of(pattern))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("order", ["order"]),
        ("Order[ -]?No", ["order", "no"]),
        ("colou?r", ["colo", "r"]),
        ("go+al{2,}", ["go", "al"]),
        ("re(?:f|p)und", ["re", "f/p", "und"]),
        ("refund|money back", ["money back/refund"]),
        ("(?i)urgent!*\\.", ["urgent", "."]),
        (r"^(?P<what>bug|crash) \#\d+$", ["bug/crash", " #"]),
        ("(?=spam)a(?!b)c(d)?(e(f)){1,3}", ["a", "c", "e", "f"]),
        ("b(?i){0,2}a", []),  # it repeats the b
        ("[]a]b", []),
        ("(?:stop){e<=1}", []),
        (r"(a)\1b", []),
    ],
)
def test_the_words_of_a_pattern(pattern: str, words: list[str]) -> None:
    """What stands in it for sure is read, one of several ways as well; of what is not known, nothing is said."""
    assert ["/".join(sorted(each)) for each in words_of(pattern)] == words


def test_letters_that_are_alike_fold_alike() -> None:
    """Whatever letter the library takes for another, case aside, is the same when folded; but for four, which are in no word."""
    letters = [letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.casefold() != letter or letter.swapcase() != letter]
    all_of_them = "".join(letters)
    unlike = {one for one in letters for other in regex.findall(re.escape(one), all_of_them, regex.IGNORECASE) if other.casefold() != one.casefold()}

    assert unlike == set("iIİı")
    assert words_of("".join(sorted(unlike))) == []

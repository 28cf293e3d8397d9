"""Rules: read with every problem at its place, and run with a reason for each hit and miss."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.config.schema import Agent, DeskConfig, Mailbox, Team
from maildesk.config.yamlfile import read_yaml
from maildesk.errors import BadConfiguration
from maildesk.judged import Junk, Nature, NatureKind, Trust, TrustLevel
from maildesk.mail import Address, Attachment, Forwarded, ParsedMail
from maildesk.newwords import SplitText
from maildesk.resources import data_dir
from maildesk.rules.conditions import CONDITIONS
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import Facts, Text, facts_of
from maildesk.rules.load import check_rules
from maildesk.rules.reading import shown
from maildesk.rules.reference import condition_table, event_table, operator_table, verb_table
from maildesk.rules.rule import RuleRun
from maildesk.rules.ruleset import RuleSet
from maildesk.ticket import Priority, Status, Ticket
from maildesk.verbs.table import VERBS
from tests.rulesets import load_rules

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "rules"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEMPLATES = frozenset({"acknowledgement", "notification", "held", "correction", "delivery_failed", "reply", "weekend"})
CONFIG = DeskConfig(
    mailboxes=(Mailbox(address="support@example.com", name="Support"), Mailbox(address="sales@example.com", name="Sales")),
    agents=(Agent(address="anna@example.com", name="Anna"),),
    teams={name: Team() for name in ("support", "billing", "night")},
)


def _loaded(folder: Path, *files: Path) -> RuleSet:
    for file in files:
        shutil.copy(file, folder)
    return load_rules(folder, CONFIG, TEMPLATES)


def _rules(folder: Path, text: str) -> RuleSet:
    (folder / "10-rules.yaml").write_text(text, encoding="utf-8")
    return load_rules(folder, CONFIG, TEMPLATES)


def _facts(mail: dict[str, Any]) -> Facts:
    """The facts a case writes down; what it leaves out is an ordinary human mail that made a ticket."""

    def text(name: str) -> Text:
        value = mail.get(name, [])
        return Text(tuple(value) if isinstance(value, list) else (value,))

    ticket = Ticket(
        1,
        "support@example.com",
        "A subject",
        mail.get("requester", "dora@example.org"),
        NOW,
        NOW,
        team=mail.get("team"),
        assignee=mail.get("assignee"),
        status=Status(mail.get("status", "open")),
        priority=Priority(mail.get("priority", "normal")),
        tags=tuple(mail.get("tags", [])),
    )
    return Facts(
        event=mail.get("event", "created"),
        mailbox=mail.get("mailbox", "support@example.com"),
        local=datetime.fromisoformat(mail.get("at", NOW.isoformat())),
        ticket=ticket,
        assignee_away=mail.get("assignee_away", False),
        nature=mail.get("nature", "human"),
        trust=mail.get("trust", "none"),
        token=mail.get("token", False),
        from_=text("from"),
        to=text("to"),
        cc=text("cc"),
        subject=text("subject"),
        body=text("body"),
        headers={name.lower(): Text((value,)) for name, value in mail.get("headers", {}).items()},
        attachments=text("attachments"),
        invite=text("invite"),
        size=mail.get("size", 0),
        junk=Junk(mail.get("junk", {}).get("found", False), score=float(score) if (score := mail.get("junk", {}).get("score")) else None),
        known=mail.get("known", False),
    )


def _said(run: RuleRun) -> list[str]:
    return [f"{found.change.verb} {_words(found.change.value)}".strip() for found in run.changes]


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return str(getattr(value, "name", value or ""))


def _cases(name: str) -> list[Any]:
    document = read_yaml(CASES / name)
    assert document.problems == ()
    assert isinstance(document.data, list)
    return document.data


def _holds(rules: RuleSet, case: dict[str, Any]) -> None:
    run = run_rules(_facts(case["mail"]), rules, CONFIG.limits)
    trace = {found.rule: found for found in run.trace}
    if "hits" in case:
        assert [found.rule for found in run.trace if found.hit] == case["hits"]
    if "changes" in case:
        assert _said(run) == case["changes"]
    assert run.ignored_by == case.get("ignored_by")
    assert {rule: trace[rule].missed for rule in case.get("missed", {})} == case.get("missed", {})


@pytest.mark.parametrize("case", _cases("shipped.yaml"), ids=lambda case: shown(case["mail"]))
def test_the_shipped_rules(case: dict[str, Any]) -> None:
    """The rules every desk starts with do what their comments say: people are answered and staff told, robots are left alone."""
    _holds(load_rules(data_dir("rules.d"), CONFIG, TEMPLATES), case)


def _manual_rules(folder: Path) -> RuleSet:
    manual = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```yaml\n(.*?)^```", manual, re.MULTILINE | re.DOTALL)
    return _rules(folder, "".join(examples))


@pytest.mark.parametrize("case", _cases("manual.yaml"), ids=lambda case: shown(case["mail"]))
def test_the_examples_of_the_manual_at_work(case: dict[str, Any], tmp_path: Path) -> None:
    """Each example of docs/rules.md is a rule that can be copied, and it does what the text beside it says."""
    _holds(_manual_rules(tmp_path), case)


def test_every_example_of_the_manual_is_seen_to_fire(tmp_path: Path) -> None:
    """An example nobody ran is a guess."""
    fired = {rule for case in _cases("manual.yaml") for rule in case.get("hits", [])}

    assert {rule.name.name for rule in _manual_rules(tmp_path).rules} == fired


@pytest.mark.parametrize("case", _cases("comparing.yaml"), ids=lambda case: shown(case["when"]))
def test_conditions(case: dict[str, Any], tmp_path: Path) -> None:
    """Each condition holds for the mails it should hold for, and not for their neighbours."""
    rules = _rules(tmp_path, f"- when: {shown_whole(case['when'])}\n  then: close\n")

    for mail in case["holds"]:
        assert run_rules(_facts(mail), _any_event(rules), CONFIG.limits).trace[0].hit, mail
    for mail in case["fails"]:
        assert not run_rules(_facts(mail), _any_event(rules), CONFIG.limits).trace[0].hit, mail


def shown_whole(value: object) -> str:
    """A value as flow YAML with all text in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown_whole(key)}: {shown_whole(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(shown_whole, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()


def _any_event(rules: RuleSet) -> RuleSet:
    return RuleSet(tuple(replace(rule, on=frozenset({"created", "customer-replied"})) for rule in rules.rules))


def test_every_condition_has_a_case() -> None:
    """A condition that is added without a case here is not done."""
    written = " ".join(shown_whole(case["when"]) for case in _cases("comparing.yaml"))

    assert [name for name in CONDITIONS if f"'{name}'" not in written] == []


def test_every_problem_is_told_with_its_place(tmp_path: Path) -> None:
    """A file with every slip one can make: one run tells all of them, from top to bottom, with what would be right."""
    with pytest.raises(BadConfiguration) as refused:
        _loaded(tmp_path, CASES / "broken.yaml")

    assert str(refused.value).replace(f"{tmp_path}/broken.yaml:", "") + "\n" == (CASES / "broken.txt").read_text(encoding="utf-8")


def test_rules_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    """File names give the order, hidden files and others are no rules, and an empty file has none."""
    (tmp_path / "20-b.yaml").write_text("- {name: second, then: close}")
    (tmp_path / "10-a.yml").write_text("rules:\n  - {name: first, then: close}\n  - then: close\n")
    (tmp_path / "30-c.yaml").write_text("# nothing yet\n")
    (tmp_path / ".10-a.yaml.swp").write_text("\0")
    (tmp_path / ".hidden.yaml").write_text("[")
    (tmp_path / "README").write_text("hello")

    rules, problems = check_rules(tmp_path, CONFIG, TEMPLATES)

    assert problems == ()
    assert rules is not None
    assert [str(rule.name) for rule in rules.rules] == ["10-a.yml:2 first", "10-a.yml:3 10-a.yml:3", "20-b.yaml:1 second"]


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    """It is never taken for a folder without rules."""
    rules, problems = check_rules(tmp_path / "none", CONFIG, TEMPLATES)

    assert rules is None
    assert [problem.wrong for problem in problems] == ["the rules cannot be read: No such file or directory"]


def test_a_later_rule_sees_what_an_earlier_one_changed(tmp_path: Path) -> None:
    """Status, team, assignee and tags are as the rules before would leave them; the facts given stay as they were."""
    rules = _rules(
        tmp_path,
        """
- {name: first, then: [{tag: [a, b]}, {assign: billing}, {assign: anna@example.com}, {wait: 3d}]}
- {name: second, when: {tag: a, team: billing, assignee: anna@example.com, status: waiting}, then: [{tag: -a}, open]}
- {name: third, when: {none: {tag: a}, status: open}, then: {priority: low}}
""",
    )
    facts = _facts({})

    run = run_rules(facts, rules, CONFIG.limits)

    assert [found.hit for found in run.trace] == [True, True, True]
    assert facts == _facts({})


def test_an_ignoring_rule_takes_back_what_came_before(tmp_path: Path) -> None:
    """An ignored mail has no ticket, so nothing is changed."""
    rules = _rules(tmp_path, "- {name: a, then: {tag: x}}\n- {name: b, when: {tag: x}, ignore: true}\n- {name: c, then: close}\n")

    run = run_rules(_facts({}), rules, CONFIG.limits)

    assert (run.changes, run.ignored_by, [found.hit for found in run.trace]) == ((), "b", [True, True, False])


def test_hours_are_those_of_the_mailbox() -> None:
    """Noon in London is evening in Shanghai."""
    mailbox = Mailbox(address="support@example.com", name="S", timezone="Asia/Shanghai")
    seen = SimpleNamespace(
        mail=ParsedMail(), nature=Nature(NatureKind.HUMAN, True), trust=Trust(), split=SplitText(), junk=Junk(), known=False, now=NOW
    )

    facts = facts_of("created", seen, mailbox, None)

    assert (facts.local.hour, facts.now) == (20, NOW)


def test_facts_of_a_mail() -> None:
    """Every part of a mail that rules ask for arrives as it was read; the quote does not, a forwarded text does."""
    mail = ParsedMail(
        from_=Address("Carol", "Carol@example.net"),
        to=(Address("", "support@example.com"), Address("Nobody", "")),
        subject="Hi",
        text="new\n> old",
        headers=(("X-A", "1"), ("x-a", "2")),
        attachments=(Attachment("a.pdf", "application/pdf", b"12345"),),
        invite=("request", "Meeting"),
    )
    split = SplitText(reply="new", quoted="old", forwarded=Forwarded(text="passed on"))
    seen = SimpleNamespace(
        mail=mail,
        nature=Nature(NatureKind.LIST, False),
        trust=Trust(TrustLevel.DMARC, token=True),
        split=split,
        junk=Junk(found=True),
        known=True,
        now=NOW,
    )

    facts = facts_of("noted", seen, CONFIG.mailboxes[0], None)

    assert (facts.from_.values, facts.to.values) == (("Carol@example.net",), ("support@example.com",))
    assert facts.body.values == ("new", "passed on")
    assert facts.headers["x-a"].values == ("1", "2")
    assert facts.attachments.values == ("a.pdf", "application/pdf")
    assert facts.invite.values == ("request", "Meeting")
    assert (facts.size, facts.nature, facts.trust, facts.token) == (14, "list", "dmarc", True)
    assert (facts.junk.found, facts.known) == (True, True)


_TEXTS = st.sampled_from(["a", "ab", "", "*", "a*", "@x", "/a+/", "B"])
_MAILS = st.fixed_dictionaries(
    {},
    optional={
        "attachment": _TEXTS,
        "subject": _TEXTS,
        "body": _TEXTS,
        "tags": st.lists(_TEXTS, max_size=2),
        "nature": st.sampled_from(["human", "bounce"]),
    },
)
_PATTERNS = st.sampled_from(["a", "ab", "*b", "a*", "@x", "/^a+$/", "/b|a/"])
_WHENS = st.recursive(
    st.dictionaries(st.sampled_from(["attachment", "subject", "body", "tag"]), _PATTERNS, min_size=1, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from(["any", "all", "none"]), st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.lists(_WHENS, max_size=4), _MAILS)
def test_a_run_is_a_function_of_its_arguments(tmp_path_factory: pytest.TempPathFactory, whens: list[object], mail: dict[str, Any]) -> None:
    """The same rules and facts give the same run, with one trace for each rule in its order, and `none` is the opposite of `any`."""
    folder = tmp_path_factory.mktemp("rules")
    lines = [f"- {{name: a{n}, when: {{any: [{shown_whole(when)}]}}, then: {{tag: t{n}}}}}\n" for n, when in enumerate(whens)]
    lines += [f"- {{name: n{n}, when: {{none: [{shown_whole(when)}]}}, then: close}}\n" for n, when in enumerate(whens)]
    rules = _rules(folder, "".join(lines))
    facts = replace(_facts(mail), ticket=None)

    run = run_rules(facts, rules, CONFIG.limits)

    assert run == run_rules(facts, rules, CONFIG.limits)
    assert [found.rule for found in run.trace] == [rule.name.name for rule in rules.rules]
    hits = [found.hit for found in run.trace]
    assert hits[: len(whens)] == [not hit for hit in hits[len(whens) :]]


_WORDS = st.sampled_from(
    [*CONDITIONS, *VERBS, "name", "on", "when", "then", "any", "none", "stop", "ignore", "created", "true", "1", "*", "/(/", "contains"]
)


@settings(max_examples=300)
@given(st.recursive(_WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4), max_leaves=20))
def test_any_yaml_gives_rules_or_problems(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    """Whatever stands in a rule file, the answer is a set of rules or problems with places in it, never an exception."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "any.yaml").write_text(shown_whole(data).replace("'true'", "true"))

    rules, problems = check_rules(folder, CONFIG, TEMPLATES)

    assert (rules is None) == bool(problems)
    assert all(problem.place.file == str(folder / "any.yaml") and problem.wrong for problem in problems)


def test_the_manual_lists_every_condition_and_verb() -> None:
    """docs/rules.md holds the tables of the registries."""
    manual = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")

    assert all(table() in manual for table in (event_table, condition_table, operator_table, verb_table))


def test_long_bodies_are_read_to_the_limit(tmp_path: Path) -> None:
    """Rules read that many characters and no more."""
    rules = _rules(tmp_path, "- {name: end, when: {body: needle}, then: close}\n")
    facts = _facts({"body": "x" * 100 + "needle"})

    assert run_rules(facts, rules, Limits(rule_text=106)).trace[0].hit
    assert not run_rules(facts, rules, Limits(rule_text=105)).trace[0].hit

"""What the rules cost: 5,000 of them over a mail of 4 KiB, the figure of docs/performance.md.

Run: .venv/bin/python bench/rules.py
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.rules.evaluate import run_rules
from maildesk.rules.facts import Facts, Text
from maildesk.rules.load import check_rules
from maildesk.rules.ruleset import RuleSet
from maildesk.ticket import Ticket

RULES, RUNS, GOAL = 5000, 50, 0.005

# What a large desk has: most rules look at the sender or the mailbox, some at the subject, few at the body.
SHAPES = (
    "from: person{n}@example.com",
    'from: "@customer{n}.example.com"',
    "{{nature: human, from: [a{n}@example.org, b{n}@example.org]}}",
    "subject: product {n}",
    "subject: '/invoice[ -]?{n}/'",
    "{{nature: bounce, body: /code {n}/}}",
    "{{tag: tag{n}, status: open}}",
    "team: team{n}*",
    "{{header: {{X-Source: source{n}}}}}",
    "{{hour: 22-6, body: reference {n}}}",
)


def main() -> None:
    config = DeskConfig(mailboxes=(Mailbox(address="support@example.com", name="Support"),))
    with TemporaryDirectory() as folder:
        lines = [_rule(number) for number in range(RULES)]
        Path(folder, "10-many.yaml").write_text("".join(lines), encoding="utf-8")
        started = process_time()
        rules, problems = check_rules(Path(folder), config, frozenset())
        assert rules is not None, problems
        print(f"load {RULES} rules: {process_time() - started:.2f} s")
    times = sorted(_timed(rules, config) for _ in range(RUNS))
    median = times[RUNS // 2]
    print(f"run {RULES} rules over 4 KiB: median {median * 1000:.2f} ms, best {times[0] * 1000:.2f} ms (goal {GOAL * 1000:.0f} ms)")
    sys.exit(median > GOAL)


def _rule(number: int) -> str:
    shape = SHAPES[number % len(SHAPES)].format(n=number)
    when = shape if shape.startswith("{") else f"{{{shape}}}"
    return f"- {{name: rule {number}, when: {when}, then: [close]}}\n"


def _timed(rules: RuleSet, config: DeskConfig) -> float:
    facts = _facts()
    started = process_time()
    run = run_rules(facts, rules, config.limits)
    spent = process_time() - started
    assert len(run.trace) == RULES
    return spent


def _facts() -> Facts:
    now = datetime(2026, 1, 5, 10, tzinfo=UTC)
    ticket = Ticket(1, "support@example.com", "Hello", "carol@example.net", now, now)
    body = "The quick brown fox jumps over the lazy dog. " * 91
    return Facts("created", "support@example.com", now, ticket, from_=Text(("carol@example.net",)), subject=Text(("A question",)), body=Text((body,)))


if __name__ == "__main__":
    main()

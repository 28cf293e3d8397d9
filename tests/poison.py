"""A desk with a rule that kills, hangs or eats memory when a mail's subject says so: for tests of real workers."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

from maildesk.bootstrap import open_desk
from maildesk.desk import Desk
from maildesk.rules.facts import Facts
from maildesk.rules.patterns import Budget
from maildesk.rules.rule import Check, Rule, RuleName, RuleSet, RuleTrace


def build(path: Path) -> Desk:
    """The desk of a file; the poisonous rule is asked before its own."""
    desk = open_desk(path)
    missed = RuleTrace("poison", "test", 1, hit=False)
    poison = Rule(RuleName("poison", "test", 1), frozenset({"created"}), missed, (Check(_swallow, missed),))
    return replace(desk, rules=RuleSet((poison, *desk.rules.rules)))


def _swallow(facts: Facts, _: Budget) -> bool:
    subject = "".join(facts.subject.values)
    if subject == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if subject == "hang":
        while True:
            signal.pause()
    if subject == "loop":
        while True:
            pass
    if subject == "memory":
        raise AssertionError(len(bytearray(8 << 30)))
    if subject == "bug":
        raise ValueError("a bug of ours")
    return False

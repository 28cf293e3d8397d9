"""A desk with a rule that kills, hangs or eats memory when a mail's subject says so: for tests of real workers; and mails to it."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from maildesk.bootstrap import open_desk
from maildesk.desk import Desk
from maildesk.mail import Envelope, RawMail
from maildesk.rules.facts import Facts
from maildesk.rules.patterns import Budget
from maildesk.rules.rule import Check, Rule, RuleName, RuleSet, RuleTrace

DESK = """\
mailboxes: [{address: support@example.com, name: Support, team: support}]
teams: {support: {members: [anna@example.com]}}
agents: [{address: anna@example.com, name: Anna}, {address: sue@example.com, name: Sue, role: supervisor}]
listen: [{smtp: "127.0.0.1:%d"}]
relays: {default: {capture: outgoing}}
limits: {workers: 2, worker_deadline: 3s, worker_cpu: 1s}
proof: {gives_up: [signature, confirmation]}
"""
POISONS = ("segfault", "hang", "loop", "memory", "bug")


def mail(number: int, subject: str) -> RawMail:
    text = f"From: c{number}@customer.example\r\nTo: support@example.com\r\nSubject: {subject}\r\nMessage-ID: <{number}@customer.example>\r\n\r\nHello\r\n"
    return RawMail(text.encode(), Envelope(f"c{number}@customer.example", ("support@example.com",), "smtp"), datetime.now(UTC))


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

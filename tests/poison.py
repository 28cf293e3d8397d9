"""A desk with a rule that kills, hangs or eats memory when a mail's subject says so: for tests of real workers; and mails to it."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from maildesk.bootstrap import open_desk, read_edition
from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.eventlog import EventLog
from maildesk.mail import Envelope, RawMail
from maildesk.rules.facts import Facts
from maildesk.rules.patterns import Budget
from maildesk.rules.rule import Check, Rule, RuleName, RuleTrace
from maildesk.rules.ruleset import RuleSet
from maildesk.service.daemon import serve
from maildesk.service.nursery import Nursery

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


@asynccontextmanager
async def served(file: Path) -> AsyncIterator[Path]:
    """A daemon with that rule, in a process of its own; gives its log. Nobody is left of it at the end."""
    path = file.parent / "log"
    with path.open("wb") as log:
        daemon = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.poison", str(file), stdout=log, stderr=log, cwd=Path(__file__).parent.parent
        )
    try:
        yield path
    finally:
        daemon.terminate()
        assert await daemon.wait() == 0, path.read_text()


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


def _serve(file: Path) -> None:
    reading = read_edition(file)
    poisoned = replace(reading, edition=replace(reading.right(), build=functools.partial(build, file)))
    with Nursery() as nursery:
        uvloop.run(serve(poisoned, lambda: poisoned, EventLog(SystemClock()), nursery))


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))

"""A rule as a value: what it listens for, the questions it asks, the changes it wants; and what a run of rules says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from maildesk.changes import Change
from maildesk.rules.facts import Facts
from maildesk.rules.needs import Need
from maildesk.rules.patterns import Budget

# What a rule can listen for, with the words of the manual.
EVENTS: dict[str, str] = {
    "created": "a mail made a new ticket",
    "customer-replied": "a customer, or anybody who is no agent, wrote on a ticket",
    "agent-replied": "an agent's answer leaves for the customer",
    "noted": "an agent wrote an internal note",
    "commanded": "an agent's mail had commands only",
    "wait-over": "the moment has come up to which a ticket waited or was put off; it is open again",
    "due": "the moment has come by which a ticket had to be done",
    "outside-answered": "somebody outside answered what an agent asked beside the ticket's conversation",
    "assignee-away": "the answering machine of the agent who has the ticket answered a letter about it: the agent is away",
    "reported": "a mail system reported that an agent's answer did not arrive, once an address and ticket; or keeps it back until it is confirmed; or somebody complained of a letter",
}

Question = Callable[[Facts, Budget], bool]


@dataclass(frozen=True, slots=True)
class RuleName:
    """A rule's name, unique in its set, and where it stands."""

    name: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.name}"

    def missed(self, why: str) -> RuleTrace:
        return RuleTrace(self.name, self.file, self.line, hit=False, missed=why)

    def hit(self) -> RuleTrace:
        return RuleTrace(self.name, self.file, self.line, hit=True)


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """Whether a rule fired; `missed` is the first of its conditions that did not hold, or why it was not asked."""

    rule: str
    file: str
    line: int
    hit: bool
    missed: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a rule, with the trace it leaves where it does not hold.

    `need` must be met for it to hold. `word` is the condition as it is written where it costs next to nothing: the same word, the same answer.
    """

    holds: Question
    missed: RuleTrace
    need: Need | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`checks` must all hold, cheapest first. `stop` ends the run after it; `ignore` gives its mail the outcome ignored.

    `unheard` is the trace where the event is another one. Traces of misses are made at load: thousands miss on every mail.
    """

    name: RuleName
    on: frozenset[str]
    unheard: RuleTrace
    checks: tuple[Check, ...] = ()
    changes: tuple[Change, ...] = ()
    stop: bool = False
    ignore: bool = False
    passed_over: RuleTrace | None = None  # the trace on a ticket that is junk, None where the rule asks about that itself

    def deaf(self, event: str, junk: bool) -> RuleTrace | None:
        """Why it is not asked at all: it listens for other events, or not on a ticket that is junk."""
        return self.unheard if event not in self.on else self.passed_over if junk else None

    @property
    def hides(self) -> bool:
        """Whether it may make junk of a ticket."""
        return any(change.verb == "junk" for change in self.changes)

    @property
    def tells(self) -> bool:
        """Whether it may have somebody of staff told: whom a ticket is given to hears of it, too; what a macro does is anybody's guess."""
        return any(change.verb in ("notify", "assign", "macro") for change in self.changes)


@dataclass(frozen=True, slots=True)
class RuleChange:
    change: Change
    rule: RuleName


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What the rules want, and why; `ignored_by` names the rule that ends the mail as ignored: then there are no changes."""

    changes: tuple[RuleChange, ...] = ()
    ignored_by: str | None = None
    trace: tuple[RuleTrace, ...] = ()

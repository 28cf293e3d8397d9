"""All that was decided about one mail (stages 3 to 11), before anything of it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from maildesk.changes import Act, Actor, Effect
from maildesk.decision.circumstances import BUILTIN, Circumstances
from maildesk.decision.consequence import Consequence, Step
from maildesk.newwords import SplitText
from maildesk.rules.facts import Facts, facts_of
from maildesk.rules.rule import RuleRun
from maildesk.threading.candidates import Candidates
from maildesk.threading.decision import Decision, Question
from maildesk.threading.weighing.clues import Weighed, weigh
from maildesk.ticket import Ticket
from maildesk.verbs.alter import altered


@dataclass(frozen=True)
class Verdict:
    """The decision, what it comes to and what the rules add, each with its reasons."""

    seen: Circumstances
    candidates: Candidates
    decision: Decision
    consequence: Consequence
    run: RuleRun
    also: tuple[Verdict, ...] = ()  # of the same mail for the other mailboxes it was sent to, where each has a ticket of it

    @property
    def clues(self) -> tuple[Weighed, ...]:
        """Each clue of the mail with its verdict."""
        return weigh(self.question)

    @property
    def question(self) -> Question:
        """What was decided of."""
        seen = self.seen
        return Question(seen.clues, self.candidates, seen.mail, seen.nature, seen.trust, seen.now)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The changes in order: ours and the agent's first, then those of the rules."""
        return self.consequence.steps + tuple(Step(found.change, rule_act(str(found.rule), self.seen)) for found in self.run.changes)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return effects_of_steps(self.steps)

    @property
    def ticket(self) -> Ticket | None:
        """The ticket after all of it, None where no ticket is concerned."""
        before = self.consequence.ticket
        return before and altered(before, self.effects, self.seen.now)


def rule_act(rule: str, seen: Circumstances) -> Act:
    return Act(Actor(f"rule:{rule}", BUILTIN), f"mail {seen.raw.id}", seen.now, seen.trust.word, automatic=True)


def effects_of_steps(steps: Iterable[Step]) -> tuple[Effect, ...]:
    return tuple(effect for step in steps for effect in step.effects)


def facts_for(consequence: Consequence, seen: Circumstances) -> Facts:
    """What the rules are asked about: the mail, and the ticket as the steps before them leave it."""
    before = consequence.ticket
    ticket = before and altered(before, effects_of_steps(consequence.steps), seen.now)
    if consequence.mail:  # rules ask about the customer's mail, not about the one it came in
        words = SplitText(reply=consequence.mail.text)
        seen = replace(seen, reading=replace(seen.reading, mail=consequence.mail), split=words)
    away = {*seen.away, *((consequence.absence.address,) if consequence.absence else ())}
    return facts_of(consequence.event, seen, seen.clues.mailbox, ticket, away)

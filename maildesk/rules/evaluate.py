"""A run of the rules over the facts of one mail: which fire, what they want, and why the others did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from maildesk.changes import Act, Actor, Change
from maildesk.config.limits import Limits
from maildesk.rules.facts import Facts
from maildesk.rules.patterns import Budget, TooSlow
from maildesk.rules.rule import Rule, RuleChange, RuleRun, RuleTrace
from maildesk.rules.ruleset import RuleSet
from maildesk.ticket import Role
from maildesk.verbs.alter import altered
from maildesk.verbs.dates import When
from maildesk.verbs.table import effects_of, reckoned


def run_rules(facts: Facts, rules: RuleSet, limits: Limits) -> RuleRun:
    """Asks the rules that may fire in their order; a later rule sees the ticket as the earlier ones would leave it.

    Pure but for the clock of the patterns' time limit: a pattern that takes too long is a miss, said in the trace.
    """
    facts, budget = facts.within(limits.rule_text), Budget(limits.regex.total_seconds())
    changes: list[RuleChange] = []
    trace: list[RuleTrace] = []
    asked = rules.asked(facts, budget)
    while (number := asked.first_from(len(trace))) is not None:
        trace += asked.misses[len(trace) : number]
        rule = rules.rules[number]
        missed = _missed(rule, facts, budget)
        if missed is not None:
            trace.append(missed)
            continue
        trace.append(rule.name.hit())
        if rule.ignore:
            return RuleRun((), rule.name.name, (*trace, *_not_asked(rules.rules[number + 1 :], rule)))
        wanted = tuple(reckoned(change, When(facts.now, facts.local.tzinfo or UTC)) for change in rule.changes)
        changes += [RuleChange(change, rule.name) for change in wanted]
        before, facts = facts, _after(facts, rule, wanted)
        if facts.ticket != before.ticket:
            asked = rules.asked(facts, budget)
        if rule.stop:
            return RuleRun(tuple(changes), None, (*trace, *_not_asked(rules.rules[number + 1 :], rule)))
    return RuleRun(tuple(changes), None, (*trace, *asked.misses[len(trace) :]))


def _missed(rule: Rule, facts: Facts, budget: Budget) -> RuleTrace | None:
    """The trace of the first condition that does not hold; None where the rule fires."""
    for check in rule.checks:
        try:
            if not check.holds(facts, budget):
                return check.missed
        except TooSlow as slow:
            return replace(check.missed, missed=f"{check.missed.missed} ({slow})")
    # A person who takes part is never hidden, whatever a filter and a rule make of the mail.
    return rule.name.missed("junk: the sender takes part in a ticket") if facts.known and rule.hides else None


def _not_asked(rules: Iterable[Rule], stopped: Rule) -> list[RuleTrace]:
    return [rule.name.missed(f"not asked: {stopped.name.name} came first and ended the run") for rule in rules]


def _after(facts: Facts, rule: Rule, changes: Iterable[Change]) -> Facts:
    if facts.ticket is None:
        return facts
    act = Act(Actor(f"rule:{rule.name}", Role.ADMIN), f"rule:{rule.name}", facts.now, facts.trust, automatic=True)
    ticket = facts.ticket
    for change in changes:
        ticket = altered(ticket, effects_of(change, act), facts.now)
    return replace(facts, ticket=ticket)

"""All rules of a desk, and which of them a mail is held against: of thousands nearly all miss, and need not be asked to miss."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from maildesk.rules.facts import Facts
from maildesk.rules.needs import Need, Pick
from maildesk.rules.patterns import Budget
from maildesk.rules.patternwords import Words
from maildesk.rules.rule import Check, Question, Rule, RuleTrace
from maildesk.ticket import Status


@dataclass(frozen=True)
class RuleSet:
    """All rules of a desk in their order: by file name, then as they stand in the file."""

    rules: tuple[Rule, ...] = ()

    @cached_property
    def hides(self) -> bool:
        """Whether any of them may make junk of a ticket."""
        return any(rule.hides for rule in self.rules)

    def untold(self, event: str) -> bool:
        """Whether nobody of staff hears of this event, whatever comes: no rule that listens for it tells anybody."""
        return not any(rule.tells for rule in self.rules if event in rule.on)

    @cached_property
    def _indexes(self) -> dict[tuple[str, bool], _Index]:
        return {}

    def asked(self, facts: Facts, budget: Budget) -> Asked:
        """Which of them are to be asked, as the ticket stands now."""
        about = (facts.event, facts.ticket is not None and facts.ticket.status is Status.JUNK)
        if about not in self._indexes:
            self._indexes[about] = _Index(self.rules, *about)
        return self._indexes[about].asked(facts, budget)


@dataclass(frozen=True, slots=True)
class Asked:
    """The numbers of the rules that may fire, in order, and of each other rule what the trace says of it."""

    numbers: Sequence[int]
    misses: Sequence[RuleTrace]

    def first_from(self, number: int) -> int | None:
        """The first of them that is not before this one."""
        at = bisect_left(self.numbers, number)
        return self.numbers[at] if at < len(self.numbers) else None


@dataclass(frozen=True, slots=True)
class _Alike:
    """Rules whose first conditions are the same few of one word each, so that those are asked once for all; behind them the conditions differ.

    `misses[n]` are their traces where condition n does not hold. `always` are asked wherever all of these hold, the others where their need is met.
    """

    questions: tuple[Question, ...]
    misses: tuple[Mapping[int, RuleTrace], ...]
    always: frozenset[int]
    others: frozenset[int]

    def holding(self, facts: Facts, budget: Budget) -> int:
        """How many of the conditions hold before one that does not."""
        return next((number for number, question in enumerate(self.questions) if not question(facts, budget)), len(self.questions))


class _Index:
    """The rules of an event, for tickets that are junk or for all others."""

    def __init__(self, rules: Sequence[Rule], event: str, junk: bool) -> None:
        passed_over = {number: rule.deaf(event, junk) for number, rule in enumerate(rules)}
        heard = [number for number, trace in passed_over.items() if trace is None]
        self._misses = [passed_over[number] or rule.name.hit() for number, rule in enumerate(rules)]
        leads = {number: _lead(rules[number].checks) for number in heard}
        nexts = {number: rules[number].checks[len(lead) :][:1] for number, lead in leads.items()}
        needs = {number: check.need for number, checks in nexts.items() for check in checks if check.need and _in_pieces(check.need)}
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, lead in leads.items():
            groups[tuple(check.word for check in lead)].append(number)
        self._alike = [_alike(rules, numbers, needs.keys(), len(words)) for words, numbers in groups.items()]
        self._by_piece = _by_piece(needs)

    def asked(self, facts: Facts, budget: Budget) -> Asked:
        met = set(self._met(facts))
        asked: list[int] = []
        misses = self._misses.copy()
        for alike in self._alike:
            holding = alike.holding(facts, budget)
            for number, trace in alike.misses[holding].items():
                misses[number] = trace
            if holding == len(alike.questions):
                asked += alike.always
                asked += alike.others & met
        return Asked(sorted(asked), misses)

    def _met(self, facts: Facts) -> Iterator[int]:
        for pick, by_piece in self._by_piece.items():
            for value in pick(facts).folded:
                for numbers in _standing_in(value, by_piece):
                    yield from numbers


def _lead(checks: Sequence[Check]) -> Sequence[Check]:
    return checks[: next((number for number, check in enumerate(checks) if not check.word), len(checks))]


def _alike(rules: Sequence[Rule], numbers: Sequence[int], needy: Iterable[int], shared: int) -> _Alike:
    misses = [{number: rules[number].checks[at].missed for number in numbers} for at in range(shared)]
    behind = {number: rules[number].checks[shared].missed for number in numbers if len(rules[number].checks) > shared}
    others = frozenset(numbers) & frozenset(needy)
    questions = tuple(check.holds for check in rules[numbers[0]].checks[:shared])
    return _Alike(questions, (*misses, behind), frozenset(numbers) - others, others)


# Letters of a piece; words of Chinese have two.
_LONG, _SHORT = 3, 2


def _in_pieces(need: Need) -> list[Words]:
    """Of what it needs, that of which each word is long enough to be found by a piece of it."""
    return [words for words in need.each if all(len(word) >= _SHORT for word in words)]


def _by_piece(needs: Mapping[int, Need]) -> dict[Pick, dict[str, list[int]]]:
    """Rules by the pieces of words that fewest of them need."""
    common: dict[Pick, Counter[str]] = defaultdict(Counter)
    for need in needs.values():
        common[need.of].update(piece for words in _in_pieces(need) for word in words for piece in _pieces(word))
    found: dict[Pick, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, need in needs.items():
        times = common[need.of]
        rarest = [[min(_pieces(word), key=times.__getitem__) for word in words] for words in _in_pieces(need)]
        for piece in min(rarest, key=lambda pieces: sum(times[piece] for piece in pieces)):
            found[need.of][piece].append(number)
    return found


def _pieces(word: str) -> list[str]:
    length = min(_LONG, len(word))
    return [word[at : at + length] for at in range(len(word) - length + 1)]


def _standing_in(value: str, by_piece: Mapping[str, list[int]]) -> Iterable[list[int]]:
    """The rules of each piece that stands in a value. Of a short value all pieces are looked up, a long one is searched for all that are known."""
    if len(by_piece) < len(value):
        return (numbers for piece, numbers in by_piece.items() if piece in value)
    pieces = {value[at : at + length] for length in (_LONG, _SHORT) for at in range(len(value) - length + 1)}
    return (by_piece[piece] for piece in pieces & by_piece.keys())

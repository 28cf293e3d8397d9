"""Which lines of a mail counted as commands, which did not, and why nothing of it was carried out; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.changes import CommandProblem
from maildesk.commands.lines import top_block
from maildesk.decision.verdict import Verdict
from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.language import Said
from maildesk.threading.decision import Answer, PassedOn, Several


def weigh_commands(verdict: Verdict) -> tuple[Evidence, ...]:
    """Nothing of a customer's mail without such lines."""
    return winners_first(_of_an_agent(verdict) if isinstance(verdict.decision, Answer | PassedOn | Several) else _of_others(verdict))


def _of_others(verdict: Verdict) -> Iterator[Evidence]:
    told = verdict.consequence.told
    why = Said("commands are read in mail of proven agents alone")
    for line in top_block(verdict.seen.split.reply).lines:
        yield lost(Said.as_is(line), why)
    yield from (_wrong(problem) for problem in (told.problems if told else ()))


def _of_an_agent(verdict: Verdict) -> Iterator[Evidence]:
    block, told = verdict.seen.block, verdict.consequence.told
    problems = told.problems if told else ()
    wrong = {problem.line.strip() for problem in problems}
    lines = [line.strip() for line in (*block.subject, *block.lines) if line.strip()]
    for line in lines:
        if told is None:
            yield won(Said.as_is(line), Said("it is carried out"))
        elif line not in wrong:
            yield lost(Said.as_is(line), Said("all commands of a mail are carried out, or none"))
    yield from map(_wrong, problems)
    if told is not None:
        yield lost(
            Said("the whole mail"),
            Said("somebody wrote meanwhile") if told.between else Said("{rule} keeps it from being carried out", rule=told.rule),
        )
    elif not lines:
        yield won(Said("no command"), Said("the new words begin with none"))


def _wrong(problem: CommandProblem) -> Evidence:
    if not problem.nearest:
        return lost(Said.as_is(problem.line), problem.why)
    return lost(Said.as_is(problem.line), Said("{why}; perhaps {nearest} is meant", why=problem.why, nearest=", ".join(problem.nearest)))

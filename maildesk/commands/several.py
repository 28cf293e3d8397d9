"""Reads a mail to the address for agents: `#on 12 15` and the commands below it, several such groups, and questions. Pure, total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from maildesk.changes import Change, CommandProblem
from maildesk.commands.block import read_commands
from maildesk.commands.lines import bare
from maildesk.commands.merge import numbers_in
from maildesk.commands.outside import OUTSIDE
from maildesk.commands.questions import question_in
from maildesk.directory import Directory
from maildesk.language import Said
from maildesk.ticket import MessageKind
from maildesk.verbs.effects import TEXTS
from maildesk.verbs.questions import MOST_QUESTIONS, Asked

MOST_TICKETS = 50
_ON = re.compile(r"[#＃﹟](?i:on|针对|工单)(?:\s+|(?=\d))(.*)\Z")
_COMMAND = re.compile(r"[#＃﹟][^\W\d_]")
_END = re.compile(r"[#＃﹟](?:(?i:end)|--|——|—)\s*\.?\Z")
_NUMBERS = re.compile(r"(?:[\s,;，、]*[#＃T]?-?\d{1,15})+[\s.]*\Z")


@dataclass(frozen=True, slots=True)
class Group:
    """What is to be done with some tickets; `line` names them as it was written."""

    line: str
    numbers: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that a mail asks for. Where `problems` is not empty, nothing of it may be carried out."""

    groups: tuple[Group, ...] = ()
    questions: tuple[Asked, ...] = ()
    problems: tuple[CommandProblem, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for group in self.groups for number in group.numbers)

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for group in self.groups for change in group.changes)


@dataclass(slots=True)
class _Reading:
    lines: list[tuple[str, list[str]]] = field(default_factory=list)  # of each group: its `#on`, and what stands below it
    questions: list[Asked] = field(default_factory=list)
    problems: list[CommandProblem] = field(default_factory=list)


def read_several(subject: str, text: str, directory: Directory) -> Wanted:
    """`text` is the new words alone. What stands below the first line that asks for nothing is a signature, unless it asks for something."""
    reading = _Reading()
    if (asked := question_in(subject)) is not None:
        reading.questions.append(asked)
    lines = text.splitlines()
    for position, line in enumerate(lines):
        shown = bare(line)
        if _END.match(shown):
            break
        if shown and not _took(line, shown, reading):
            reading.problems += _strays(lines[position + 1 :])
            break
    groups = tuple(_group(line, below, directory, reading) for line, below in reading.lines)
    reading.problems += _on_the_whole(groups, reading.questions)
    return Wanted(groups, tuple(reading.questions), tuple(reading.problems))


def _took(line: str, shown: str, reading: _Reading) -> bool:
    """Whether a line asks for something; then it is in the reading."""
    asked = question_in(shown)
    if on := _ON.match(shown):
        reading.lines.append((line.strip(), []))
        if not _NUMBERS.match(on[1]):
            reading.problems.append(CommandProblem(line.strip(), Said("names no tickets; write their numbers, like #on 12 15")))
    elif asked is not None and asked.about_ticket and not asked.text:
        reading.problems.append(CommandProblem(line.strip(), Said("names no ticket; write its number behind it, like #{word} 12", word=asked.name)))
    elif asked is not None:
        reading.questions.append(asked)
    elif _COMMAND.match(shown) and reading.lines:
        reading.lines[-1][1].append(line)
    elif _COMMAND.match(shown):
        reading.problems.append(CommandProblem(line.strip(), Said("stands below no #on: which tickets is it for? Write #on 12 15 above it")))
    else:
        return False
    return True


def _strays(lines: Sequence[str]) -> Iterator[CommandProblem]:
    why = Said("stands below other text, so it was not taken for a command")
    return (CommandProblem(line.strip(), why) for line in lines if _COMMAND.match(bare(line)))


def _group(line: str, below: Sequence[str], directory: Directory, reading: _Reading) -> Group:
    block = read_commands("\n".join(below), directory)
    reading.problems += block.problems
    found = _ON.match(bare(line))
    numbers = tuple(dict.fromkeys(int(number) for number in re.findall(r"\d{1,15}", found[1] if found else "")))
    note = (Change("note", block.rest.strip()),) if block.rest.strip() else ()
    if block.visibility is MessageKind.REPLY or any(change.verb in (*OUTSIDE, *TEXTS) for change in block.changes):
        reading.problems.append(
            CommandProblem(line, Said("words that leave the house are an answer to the notification of that ticket; here only #note is possible"))
        )
    elif not block.changes and not note and not block.problems:
        reading.problems.append(CommandProblem(line, Said("no command stands below it")))
    return Group(line, numbers, (*block.changes, *note))


def _on_the_whole(groups: Sequence[Group], questions: Sequence[Asked]) -> Iterator[CommandProblem]:
    """What is wrong although each line is right."""
    every = Counter(number for group in groups for number in group.numbers)
    yield from (CommandProblem(f"#on {number}", Said("a ticket stands below one #on of a mail only")) for number, times in every.items() if times > 1)
    for number in sorted({named for group in groups for named in numbers_in([one for one in group.changes if one.verb == "merge"])} & every.keys()):
        yield CommandProblem(f"#merge {number}", Said("stands behind an #on of the same mail, too; merge it in a mail of its own"))
    if len(every) > MOST_TICKETS:
        yield CommandProblem("#on", Said("more than {most} tickets in one mail; send the others in another", most=MOST_TICKETS))
    if len(questions) > MOST_QUESTIONS:
        yield CommandProblem(
            questions[MOST_QUESTIONS].line, Said("more than {most} questions in one mail; send the others in another", most=MOST_QUESTIONS)
        )

"""Reads what an agent asks the desk: `queue`, `find printer`, `help`, with or without a `#`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from maildesk.commands.lines import bare


class Question(StrEnum):
    QUEUE = "queue"  # what waits for me?
    FIND = "find"  # which tickets are like that?
    HELP = "help"  # what may I write?


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `text` is what is searched for, `line` how it was written."""

    question: Question
    text: str
    line: str


_WORDS = {
    Question.QUEUE: ("queue", "队列", "待办"),
    Question.FIND: ("find", "search", "查找", "搜索"),
    Question.HELP: ("help", "commands", "帮助"),
}
_NAMED = {word: question for question, words in _WORDS.items() for word in words}
_LINE = re.compile(rf"[#＃﹟]?({'|'.join(sorted(_NAMED, key=len, reverse=True))})(?![\w-])[?？:：.]?\s*(.*)\Z", re.IGNORECASE)
_LONGEST = 500  # characters of a query


def question_in(line: str) -> Asked | None:
    """What a line asks, None where it asks nothing: only `find` has words behind it."""
    found = _LINE.match(bare(line))
    if found is None:
        return None
    question, text = _NAMED[found[1].casefold()], found[2].strip()
    if (question is Question.FIND) is not bool(text) and not (question is Question.HELP and text.casefold() in ("all", "全部")):
        return None
    return Asked(question, text[:_LONGEST], line.strip())

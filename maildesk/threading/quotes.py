"""Each line of an answer as new or quoted: one pass, linear in its length."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from maildesk.threading.attributions import LONGEST_ATTRIBUTION, field_of, is_attribution, is_rule, is_separator


class Kind(Enum):
    NEW = "new"
    QUOTED = "quoted"


def marked(lines: Sequence[str], answer_lines: Sequence[str]) -> list[Kind]:
    """The kind of each line."""
    end = _known_end(lines, answer_lines)
    kinds = [Kind.NEW] * end + [Kind.QUOTED] * (len(lines) - end)
    index = 0
    while index < end:
        height = _introduction(lines, index, end)
        if height and _opens_tail(lines, index + height, end):
            kinds[index:end] = [Kind.QUOTED] * (end - index)
            break
        if height:
            kinds[index : index + height] = [Kind.QUOTED] * height
        elif lines[index].lstrip().startswith(">"):
            kinds[index] = Kind.QUOTED
        index += height or 1
    return kinds


def _known_end(lines: Sequence[str], answer_lines: Sequence[str]) -> int:
    """Where our own letter begins: its answer line, and what introduces it just before."""
    for index, line in enumerate(lines):
        if any(known in line for known in answer_lines):
            return _before_introduction(lines, index)
    return len(lines)


def _before_introduction(lines: Sequence[str], index: int) -> int:
    """Steps back over the blank lines, the attribution or the header block that a mail program put over our letter."""
    start = index
    lowest = max(0, index - 14)
    for candidate in range(index - 1, lowest - 1, -1):
        height = _introduction(lines, candidate, index)
        if height and not any(line.strip(" >|*\t") for line in lines[candidate + height : index]):
            start = candidate
    while start > 0 and not lines[start - 1].strip(" >|\t"):
        start -= 1
    return start


def _introduction(lines: Sequence[str], index: int, end: int) -> int:
    """How many lines from here introduce a quote; 0 where none does."""
    line = lines[index]
    if not line.strip():
        return 0
    if is_separator(line):
        return 1 + _block_height(lines, index + 1, end)
    if is_rule(line):
        height = _block_height(lines, index + 1, end)
        return 1 + height if height else 0
    return _attribution_height(lines, index, end) or _block_height(lines, index, end)


def _attribution_height(lines: Sequence[str], index: int, end: int) -> int:
    """An attribution may be folded over up to four lines."""
    text = ""
    for height in range(1, 5):
        if index + height > end or not lines[index + height - 1].strip(" >"):
            return 0
        text = f"{text} {lines[index + height - 1].strip(' >')}".strip()
        if len(text) > LONGEST_ATTRIBUTION:
            return 0
        if is_attribution(text):
            return height
    return 0


def _block_height(lines: Sequence[str], index: int, end: int) -> int:
    """A header block: a from line and two more fields within a few lines, blank lines between them allowed at its start."""
    start = index
    while index < end and not lines[index].strip() and index - start < 3:
        index += 1
    seen: list[str] = []
    last = index
    while index < end and index - last < 3 and len(seen) < 8:
        name = field_of(lines[index])
        if name and name not in seen:
            seen.append(name)
            last = index + 1
        elif not seen:
            return 0
        elif not lines[index].strip():
            break
        index += 1
    return last - start if "from" in seen[:2] and len(seen) >= 3 else 0


def _opens_tail(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether everything after an introduction is quote: unless marked lines follow it and then unmarked ones again."""
    while index < end and not lines[index].strip():
        index += 1
    if index >= end:
        return True
    return not lines[index].lstrip().startswith(">")

"""Each line of an answer as new or quoted: one pass, linear in its length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from maildesk.threading.comparable import comparable
from maildesk.threading.quoting.attributions import LONGEST_ATTRIBUTION, ends_with_colon, goes_on, is_attribution, is_bare_attribution, opens
from maildesk.threading.quoting.blocks import MOST_LINES, is_source, read_block
from maildesk.threading.quoting.broken import broken_pieces
from maildesk.threading.quoting.lines import evenly
from maildesk.threading.quoting.marks import in_common, is_marked, other_mark, unmarked, with_initials
from maildesk.threading.quoting.named import named_height
from maildesk.threading.quoting.reported import NOBODY, Parties, is_told
from maildesk.threading.quoting.separators import is_answer_line, is_drawn, is_forward_separator, is_rule, is_separator, separates_alone
from maildesk.threading.quoting.shown import Shown
from maildesk.threading.quoting.stacked import read_stacked

_MARKS = " >|\t\u00a0"
# What a rule or a separator begins with.
_DRAWN = re.compile(r"[\s>*]*[-_—–=─‐‑#]|[\s>]*(?:>>>|[*~@+!]{3}|\[)")
# Over how many lines an attribution may be folded.
_MOST_FOLDS, _MOST_DASHED, _MOST_BARE = 6, 3, 3
_MOST_COLONS = 1  # lines of a folded attribution, above its last one, that end with a colon
# Of our own letter, as much as no person repeats by chance.
_FEWEST_LINES, _FEWEST_LETTERS = 2, 40
_LONGEST_KNOWN, _MOST_KNOWN = 400, 16
# How far above our own letter its introduction may begin.
_HIGHEST_INTRODUCTION = 16
_ENDS_BARE = (">", ")", "から", "より")
_MOVED_IN = ("  ", "\t")
# The end of a link in brackets, alone on its line; the whole of one; the beginning of one that the line does not end.
_LINKED = re.compile(r"\s*[(<\[]?[^\s<>()\[\]]+[)>\]]\s*>?\s*\Z")
_LINK_ALONE = re.compile(r"\s*[(<\[]https?://")
_LINK_OPEN = re.compile(r"[(<\[]https?://[^\s()<>\[\]]*\Z")


class Kind(Enum):
    NEW = "new"
    QUOTED = "quoted"


def marked(lines: Sequence[str], end: int, known: Sequence[str] = (), parties: Parties = NOBODY, *, pasted: str = "") -> list[Kind]:
    """The kind of each line; those from `end` on are known to be quoted. `known` are the letters of what the HTML marks as introductions.

    Above our own letter, which a program introduced, mails of others than the author (`pasted`, an address) may be pasted without marks, and words go on below.
    What only looks like an introduction is told from one by the `parties` that the mail answers.
    """
    lines = with_initials(evenly(lines), end, parties.initials)
    kinds = _by_introductions(lines, end, known, parties, pasted)
    for place in broken_pieces(lines, [kind is Kind.QUOTED for kind in kinds]):
        kinds[place] = Kind.QUOTED
    return kinds


def _by_introductions(lines: Sequence[str], end: int, known: Sequence[str], parties: Parties, pasted: str) -> list[Kind]:
    """The kind of each line as introductions and marks tell it, in one pass."""
    kinds = [Kind.NEW] * end + [Kind.QUOTED] * (len(lines) - end)
    index, shown, introduced = 0, Shown(lines, end), False
    while index < end:
        height = introduction(lines, index, end) or (_known_height(lines, index, end, known) if known else 0)
        height = height or named_height(lines, index, end, parties)
        if not height and (skipped := shown.height(index)):
            index += skipped
            continue
        follow = bool(height) and _marks_follow(lines, index + height, end)
        if height and pasted and not follow and pasted not in _whose(lines, index, height):
            height = 0
        mark = other_mark(lines, index + height, end) if height and not follow else None
        proven = follow or mark or (known and height and _known_height(lines, index, end, known))
        if height and not proven and is_told(lines, index, height, parties):
            index += height
            continue
        if height:
            _edge_above(lines, kinds, index, first=not introduced)
            introduced = True
        if mark:
            lines = (*lines[: index + height], *in_common(lines[index + height :], mark))
        elif height and not follow:
            until = _answer_below(lines, index + height) if end == len(lines) and not _says(lines, kinds[:index]) else end
            kinds[index:until] = [Kind.QUOTED] * (until - index)
            break
        if height:
            kinds[index : index + height] = [Kind.QUOTED] * height
        elif is_marked(lines[index]) or _is_broken_link(lines, index, end):
            kinds[index] = Kind.QUOTED
        shown.over = shown.over or kinds[index] is Kind.QUOTED
        index += height or 1
    return kinds


def _edge_above(lines: Sequence[str], kinds: list[Kind], index: int, first: bool) -> None:
    """Makes the rule above an introduction quoted, and marked lines new that stand between the author's words and the first one: the program's quote is below it."""
    above = _rule_above(lines, index)
    kinds[above:index] = [Kind.QUOTED] * (index - above)
    if not first or is_marked(lines[index]):
        return
    cited = index = above
    while cited and (not lines[cited - 1].strip() or (kinds[cited - 1] is Kind.QUOTED and is_marked(lines[cited - 1]))):
        cited -= 1
    if cited and kinds[cited - 1] is Kind.NEW:
        kinds[cited:index] = [Kind.NEW] * (index - cited)


def _whose(lines: Sequence[str], index: int, height: int) -> str:
    """What an introduction says of the author, in small letters: its From, or all of it."""
    at = index + (is_rule(lines[index]) or is_separator(lines[index]))
    return (read_block(lines, at, index + height, led_in=True).get("from") or " ".join(lines[index : index + height])).lower()


def _says(lines: Sequence[str], kinds: Sequence[Kind]) -> bool:
    return any(kind is Kind.NEW and line.strip(_MARKS) for line, kind in zip(lines, kinds, strict=False))


def _answer_below(lines: Sequence[str], start: int) -> int:
    """Where the answer begins below a quote without marks that has nothing new above it.

    Below its moved-in lines, else with the last paragraph.
    """
    said = [index for index in range(start, len(lines)) if lines[index].strip(_MARKS)]
    if not said:
        return len(lines)
    if lines[said[0]].startswith(_MOVED_IN):
        return next((index for index in said if not lines[index].startswith(_MOVED_IN)), len(lines))
    last = next((index for index in reversed(said) if not lines[index - 1].strip(_MARKS)), said[0])
    return last if last > said[0] else len(lines)


def _rule_above(lines: Sequence[str], index: int) -> int:
    """Where the rule begins that a program drew above an introduction, itself where there is none."""
    above = index - 1
    while above >= 0 and not lines[above].strip(_MARKS):
        above -= 1
    return above if above >= 0 and is_drawn(lines[above]) else index


def _known_height(lines: Sequence[str], index: int, end: int, known: Sequence[str]) -> int:
    """How many lines from here say what one of the known introductions says."""
    letters = comparable(lines[index][:_LONGEST_KNOWN])
    started = [one for one in known if letters and one.startswith(letters)]
    height = 1
    while started and letters not in started:
        if index + height >= end or height >= _MOST_KNOWN:
            return 0
        letters += comparable(lines[index + height][:_LONGEST_KNOWN])
        started = [one for one in started if one.startswith(letters)]
        height += 1
    return height if started else 0


def _is_broken_link(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether an unmarked line between two marked ones is the link that a program broke out of the quote, or the rest of it."""
    if not 0 < index < end - 1 or not _LINKED.match(lines[index][:2000]):
        return False
    above, below = lines[index - 1], lines[index + 1]
    return is_marked(above) and is_marked(below) and (_LINK_ALONE.match(lines[index]) is not None or _LINK_OPEN.search(above[-500:]) is not None)


def own_letter_start(lines: Sequence[str], answer_lines: Sequence[str]) -> int | None:
    """Where our own letter begins: at its answer line or at what introduces it just above; None where it is not quoted.

    Letters alone are compared, because programs change blanks, marks and line ends of what they quote.
    """
    known = [comparable(line) for line in answer_lines]
    whole = comparable("".join(line[:400] for line in lines))
    if not any(answer in whole for answer in known):
        return None
    before = ""
    for index, line in enumerate(lines):
        letters = comparable(line[:400]) if line.strip() else before
        if any(answer in letters for answer in known):
            return _introduced(lines, index)
        if any(answer in before + letters for answer in known):
            return _introduced(lines, index - 1)
        before = letters
    return None


def sent_start(lines: Sequence[str], letter: str) -> int | None:
    """Where the end of our own letter begins, whose last lines the text ends with; None where it does not, or where nothing else is said.

    Whole lines, and two of them at least: a person may repeat some of our words.
    """
    ours = comparable(letter)
    start, matched, left = len(lines), 0, len(ours)
    for index in range(len(lines) - 1, -1, -1):
        letters = comparable(lines[index])
        if not letters:
            continue
        if len(letters) > left or not ours.endswith(letters, 0, left):
            break
        left -= len(letters)
        start, matched = index, matched + 1
    if matched < _FEWEST_LINES or len(ours) - left < _FEWEST_LETTERS or not any(line.strip(_MARKS) for line in lines[:start]):
        return None
    return _introduced(lines, start)


def _introduced(lines: Sequence[str], index: int) -> int:
    """Steps back over blank lines, the attribution or the header block that a program put over our letter."""
    start = index
    for candidate in range(index - 1, max(0, index - _HIGHEST_INTRODUCTION) - 1, -1):
        height = introduction(lines, candidate, start) or is_forward_separator(lines[candidate]) or is_bare_attribution(_said(lines[candidate]))
        if height and not any(line.strip(_MARKS) for line in lines[candidate + height : start]):
            start = candidate
    start = _rule_above(lines, start)
    while start > 0 and not lines[start - 1].strip(_MARKS):
        start -= 1
    return start


def introduction(lines: Sequence[str], index: int, end: int) -> int:
    """How many lines from here introduce a quote; 0 where none does."""
    line = lines[index]
    if not line.strip() or _is_prose(lines, index, end):
        return 0
    height = _separator_height(lines, index, end)
    if height:
        below = index + height
        more = read_block(lines, below, end, led_in=True).height or (_attribution_height(lines, below, end) if below < end else 0)
        alone = separates_alone(" ".join(part.strip() for part in lines[index:below]))
        return height + more if alone or more or _marks_follow(lines, below, end) else 0
    if is_answer_line(line):
        return int(_marks_follow(lines, index + 1, end) or any(said.strip(_MARKS) for said in lines[:index]))
    if is_rule(line):
        height = read_block(lines, index + 1, end, led_in=True).height or _marked_block_height(lines, index + 1, end)
        return 1 + height if height else 0
    height = _bare_height(lines, index, end) or _attribution_height(lines, index, end) or _block_height(lines, index, end)
    return height or read_stacked(lines, index, end).height


def _marked_block_height(lines: Sequence[str], index: int, end: int) -> int:
    """Of a header with marks, below a rule that a program drew; what it is of may have none."""
    if index >= end or not is_marked(lines[index]):
        return 0
    head = [unmarked(line) for line in lines[index : min(end, index + MOST_LINES)]]
    return read_block(head, 0, len(head)).height


def _block_height(lines: Sequence[str], index: int, end: int) -> int:
    height = read_block(lines, index, end).height
    return 0 if height and is_source(lines, index, height) else height


def _is_prose(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether no introduction can begin here: asked first, because it costs least. They have colons, bars, rules, or a bracket at their end."""
    line = lines[index]
    near = "\n".join(lines[index : min(end, index + _MOST_FOLDS)])
    if ":" in near or "：" in near or "|" in line:
        return False
    if _DRAWN.match(line) or " above this line" in line or " ABOVE THIS LINE" in line:
        return False
    return not line.rstrip(" \t\u00a0").endswith(_ENDS_BARE)


def _attribution_height(lines: Sequence[str], index: int, end: int) -> int:
    """An attribution may be folded over some lines; a person's line above it is not part of it."""
    within = lines[index : min(end, index + _MOST_FOLDS)]
    if not any(map(ends_with_colon, within)):
        return 0
    text, ended = "", 0
    for height in range(1, len(within) + 1):
        line = _said(lines[index + height - 1])
        if "<" in text[text.rfind(">") + 1 :] and not is_marked(within[0]) and is_marked(within[height - 1]):
            line = f">{line}"  # it closes the address that a program broke, and is no mark
        text = f"{text} {line}".strip()
        if len(text) > LONGEST_ATTRIBUTION or not (line or _opens_bracket(lines, index + height, end)):
            return 0
        if is_attribution(text):
            rest = " ".join(_said(part) for part in lines[index + 1 : index + height])
            return height if height == 1 or not is_attribution(rest) or goes_on(_said(lines[index]), rest) else 0
        ended += ends_with_colon(line)
        if ended > _MOST_COLONS:
            return 0
    return 0


def _opens_bracket(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether a line begins with the bracket of an address: programs leave a gap above it."""
    return index < end and lines[index].strip(_MARKS).startswith("<")


def _separator_height(lines: Sequence[str], index: int, end: int) -> int:
    """A line between dashes may be folded, too: “---- On Monday, Anna” above “wrote ----”."""
    if is_separator(lines[index]):
        return 1
    text = lines[index].strip()
    edge = text[:3]
    for height in range(2, min(_MOST_DASHED, end - index) + 1 if edge in ("---", ">>>") else 0):
        text = f"{text} {lines[index + height - 1].strip()}"
        if text.endswith(edge):
            return height if is_separator(text) else 0
    return 0


def _bare_height(lines: Sequence[str], index: int, end: int) -> int:
    """How many lines introduce a quote only because its marks follow."""
    heights = range(1, min(_MOST_BARE, end - index) + 1)
    marked_below = {height for height in heights if _marks_follow(lines, index + height, end)}
    text = ""
    for height in heights if marked_below else ():
        text = f"{text} {_said(lines[index + height - 1])}".strip()
        if height in marked_below and is_bare_attribution(text):
            return height
        if not opens(text):
            return 0
    return 0


def _said(line: str) -> str:
    """A line without the marks of a quote before it."""
    return line.lstrip(_MARKS).rstrip()


def _marks_follow(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether the quote below an introduction has marks, so that unmarked lines after it are the answer."""
    while index < end and not lines[index].strip():
        index += 1
    return index < end and is_marked(lines[index])

"""A mail that was not carried out, written again: each misspelt word as the nearest one there is, commands on top, and text as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.changes import CommandProblem
from maildesk.commands.elsewhere import ELSEWHERE
from maildesk.commands.lines import bare, pieces, top_block, visible
from maildesk.commands.words import is_command_word, is_nearly_command_word, nearest_words, verb_named
from maildesk.verbs.vocabulary import folded

_NOT_FOR_CUSTOMERS = frozenset({"note", "ask", "forward"})  # what stands below one of these was not meant for them
Again = tuple[str, str]  # the commands of a mail that is ready to be sent, and the words below them
_BEFORE_WORD = re.compile(r"\A[^\w\\]*")  # what stands before a word that was meant as a command: marks of a list, and the sign itself


def redrafted(text: str, subject: Sequence[str], problems: Sequence[CommandProblem] = ()) -> tuple[Again, ...]:
    """The commands of a mail put right, and the words below them; `subject` are the commands of its subject, `problems` say what names may have been meant.

    A last line that begins with a word like none of ours is text, and written so that it stays text. Nothing where nothing is known that would be right, as
    with a day that is none: sent again, the same mail is as wrong as before.
    """
    written, rest = _parted(text, subject)
    if written and _is_text(written[-1]):
        written, rest = written[:-1], "\n".join(filter(None, (f"#{written[-1]}", rest)))
        if not any(map(_is_text, written)):
            return (("\n".join(_put_right(line, problems) for line in written), rest),)
    lines = [_put_right(line, problems) for line in written]
    return (("\n".join(lines), rest),) if lines != written else ()


def as_written(text: str, subject: Sequence[str]) -> tuple[Again, ...]:
    """The commands of a mail and the words below them, to be sent once more."""
    written, rest = _parted(text, subject)
    return (("\n".join(written), rest),)


def moved_up(text: str, subject: Sequence[str], stray: Sequence[str]) -> tuple[Again, ...]:
    """A mail with those lines on top that stood among its words and look like commands; and as it is, with all of these as text.

    Where a colleague is called, the first of them is a note.
    """
    written, rest = _parted(text, subject)
    meant = [line for line in stray if visible(line)[:1] not in "@＠" or is_command_word(_first_word(line))]
    below = "\n".join(line for line in rest.split("\n") if line not in meant).strip()
    commands = [*(_BEFORE_WORD.sub("#", visible(line)) for line in meant), *(["#note"] if len(meant) < len(stray) else [])]
    as_text = ("\n".join((*written, "#end")), rest) if written else ("", f"#end\n\n{rest}")
    inside = "#note" in commands or any(verb_named(_first_word(line)) in _NOT_FOR_CUSTOMERS for line in stray)
    return (("\n".join((*written, *commands)), below), *([] if inside else [as_text]))


def _parted(text: str, subject: Sequence[str]) -> tuple[list[str], str]:
    top = top_block(text)
    return [bare(line) for line in (*(group.strip("[]") for group in subject), *top.lines) if bare(line)], top.rest.strip()


def _is_text(line: str) -> bool:
    """Whether a line begins with a word that is like no command, here or elsewhere, and goes on."""
    word, value = next(((piece.word, piece.value) for piece in pieces(line)), ("", ""))
    return bool(word and value) and not (
        is_command_word(word) or is_nearly_command_word(word) or folded(word) in ELSEWHERE or is_command_word(_joined(line))
    )


def _is_slip(word: str) -> bool:
    return not is_command_word(word) and folded(word) not in ELSEWHERE and is_nearly_command_word(word)


def _first_word(line: str) -> str:
    return next(iter(re.findall(r"[^\W\d_][\w-]*", line)), "")


def _joined(line: str) -> str:
    """The first two words as one: `#not spam`."""
    return "".join(re.findall(r"\w+", line)[:2])


def _put_right(line: str, problems: Sequence[CommandProblem]) -> str:
    meant = {one.nearest[0].split(" ")[0]: one.nearest[0] for one in problems if one.nearest and " " in one.nearest[0]}
    said = {near for one in problems for near in one.nearest}
    for piece in pieces(line):
        tag = f"#tag {piece.word}"
        if right := meant.get(f"#{piece.word}") or (tag if tag in said and not is_command_word(piece.word) else ""):
            line = re.sub(rf"[#＃﹟]{re.escape(piece.word)}[\s:：=]*{re.escape(piece.value)}", lambda _, right=right: right, line, count=1)  # type: ignore[misc]
            continue
        nearest = nearest_words(piece.word) if _is_slip(piece.word) else ()
        if nearest:
            line = re.sub(rf"[#＃﹟]{re.escape(piece.word)}(?![\w-])", nearest[0], line, count=1)
    return line

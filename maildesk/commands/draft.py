"""A mail that was not carried out, written again with each misspelt word as the nearest one there is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.changes import CommandProblem
from maildesk.commands.lines import bare, pieces, top_block
from maildesk.commands.words import is_command_word, nearest_words


def redrafted(text: str, subject: Sequence[str], problems: Sequence[CommandProblem] = ()) -> tuple[str, str] | None:
    """The commands of a mail put right, and the words below them; `subject` are the commands of its subject, `problems` say what names may have been meant.

    None where nothing is known that would be right, as with a day that is none: sent again, the same mail is as wrong as before.
    """
    written, rest = _parted(text, subject)
    lines = [_put_right(line, problems) for line in written]
    return ("\n".join(lines), rest) if lines != written else None


def as_written(text: str, subject: Sequence[str]) -> tuple[str, str]:
    """The commands of a mail and the words below them, to be sent once more."""
    written, rest = _parted(text, subject)
    return "\n".join(written), rest


def _parted(text: str, subject: Sequence[str]) -> tuple[list[str], str]:
    top = top_block(text)
    return [bare(line) for line in (*(group.strip("[]") for group in subject), *top.lines) if bare(line)], top.rest.strip()


def _put_right(line: str, problems: Sequence[CommandProblem]) -> str:
    meant = {one.nearest[0].split(" ")[0]: one.nearest[0] for one in problems if one.nearest and " " in one.nearest[0]}
    for piece in pieces(line):
        if right := meant.get(f"#{piece.word}"):
            line = re.sub(rf"[#＃﹟]{re.escape(piece.word)}[\s:：=]*{re.escape(piece.value)}", lambda _, right=right: right, line, count=1)  # type: ignore[misc]
            continue
        nearest = () if is_command_word(piece.word) else nearest_words(piece.word)
        if nearest:
            line = re.sub(rf"[#＃﹟]{re.escape(piece.word)}(?![\w-])", nearest[0], line, count=1)
    return line

"""Commands in a subject: `[#close #high]`, anywhere in it. Which of them are asked for, and which only came along, is not known here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from maildesk.commands.lines import visible

_LONGEST = 2000  # characters of a subject that are looked at
_GROUP = re.compile(r"[\[［【]\s*([#＃﹟][^\W\d_][^\[\]［］【】]*)[\]］】]")


def groups_in(subject: str) -> tuple[str, ...]:
    """The commands in each pair of brackets, as they were written: `#close #high`. A ticket's label `[#4711]` is none."""
    return tuple(visible(found) for found in _GROUP.findall(visible(subject[:_LONGEST])))


def new_groups(subject: str, came_before: Iterable[str]) -> tuple[str, ...]:
    """The commands that stand in none of the subjects that came before: those a mail program repeated, or a customer wrote, ask for nothing."""
    old = {_form(group) for before in came_before for group in groups_in(before)}
    return tuple(group for group in groups_in(subject) if _form(group) not in old)


def _form(group: str) -> str:
    """A group in the form it is compared in; mail programs and relays alter blanks and width."""
    return "".join(unicodedata.normalize("NFKC", group).casefold().split())

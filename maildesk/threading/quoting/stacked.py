"""The header that Notes puts over what it quotes: who, then when, then each label on a line of its own above its value."""

from __future__ import annotations

from collections.abc import Sequence

from maildesk.threading.quoting.attributions import is_moment
from maildesk.threading.quoting.blocks import FIELD_OF, Block

_MARKS = " \t>*_\u00a0"
_HIGHEST, _LONGEST = 24, 200  # lines, and characters of each
_ANSWERS_TO = frozenset(
    {"please respond to", "bitte antworten an", "veuillez répondre à", "por favor, responda a", "rispondere a", "antwoord graag aan"}
)


def read_stacked(lines: Sequence[str], index: int, end: int) -> Block:
    """The header that begins with its author at a line; no fields where none does. It ends with what stands below the label of the subject."""
    dated = next((place for place in range(index + 1, min(end - 3, index + 3)) if lines[place].strip(_MARKS)), -1)
    when = lines[dated].strip(_MARKS) if dated > 0 else ""
    if not when[:1].isdigit():
        return Block()
    author = lines[index].strip(_MARKS)
    if not author or not is_moment(when) or _label(author):
        return Block()
    fields, label = [("from", author), ("date", when)], ""
    for place in range(dated + 1, min(end, index + _HIGHEST)):
        said = lines[place].strip(_MARKS)
        name = _label(said)
        if not said or name or len(said) > _LONGEST:
            label = name or label
            continue
        if not label:
            return Block()
        fields.append((label, said))
        if label == "subject":
            known = any("@" in value for one, value in fields if one in ("from", "to"))
            return Block(place + 1 - index, tuple(fields)) if known and any(one == "to" for one, _ in fields) else Block()
    return Block()


def _label(said: str) -> str:
    """What a line stands for that is a label and nothing else."""
    low = said.lower()
    return "other" if low in _ANSWERS_TO else FIELD_OF.get(low.rstrip(" :"), "") if len(low) < 30 else ""

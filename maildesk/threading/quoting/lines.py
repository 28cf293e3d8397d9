"""A text as the lines a person sees: where programs lost a line end, it is put back before anything is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maildesk.threading.quoting.attributions import has_address, has_hour, is_attribution
from maildesk.threading.quoting.blocks import cut_at_labels, field_of, read_block
from maildesk.threading.quoting.marks import without_marks
from maildesk.threading.quoting.separators import is_forward_separator

# New words and the attribution below them in one line: “Thanks!--- On Wed, Apr 4, 2012, anna@example.com wrote:”.
_SHARED = re.compile(r"(?<=\S)(?:\s?-{2,}\s?|\s)(?=(?:On|Am|Le|El|Il|Op|Em|Den) (?:\w{2,10}[,.]? )?(?:\w{3,10} )?\d)")
_RUN_FORWARD = re.compile(r"(?P<marks>[\s>]*)(-{3,}[^-:]{4,60}-{3,})\s+(\S.*)\Z")
_MARKS_BEFORE = re.compile(r"\A[ \t]*(?:>[ \t]?)+")
_LONGEST = 4000
# Blanks of every width, and those that do not break: programs write them around the hour, and some everywhere.
_BLANKS = {**dict.fromkeys((0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " "), 0x2060: None}


def evenly(lines: Sequence[str]) -> list[str]:
    """The lines with the common blank in the place of all others, one for one."""
    return [line if line.isascii() else line.translate(_BLANKS) for line in lines]


def loosened(text: str) -> list[str]:
    """The lines of a text; joined again they hold the same words."""
    return [part for line in text.split("\n") for part in _parts(line)]


def _parts(line: str) -> Iterator[str]:
    if len(line) < 20 or len(line) > _LONGEST or ":" not in line:
        yield line
        return
    run = _RUN_FORWARD.match(line)
    if run is not None and is_forward_separator(run[2]):
        yield run["marks"] + run[2]
        yield from (run["marks"] + field for field in cut_at_labels(run[3]))
        return
    if line.count(":") > 2 and "@" in line and field_of(line)[0] == "from":
        fields = cut_at_labels(line, spaced=True)
        yield from fields if len(read_block(fields, 0, len(fields)).fields) > 1 else [line]
        return
    # Yahoo on a phone writes the first quoted words behind the attribution; a person leaves one blank there.
    introduced, _, said = line.partition(":  ")
    if said and has_address(introduced) and has_hour(introduced) and is_attribution(f"{introduced}:"):
        yield f"{introduced}:"
        yield said.lstrip()
        return
    shared = _SHARED.search(line) if line.rstrip().endswith(":") else None
    if shared is not None and _has_words(line, shared) and is_attribution(line[shared.end() :]) and not is_attribution(line[: shared.start()] + ":"):
        yield line[: shared.start()]
        yield line[: len(line) - len(_MARKS_BEFORE.sub("", line))] + line[shared.end() :]
        return
    yield line


def _has_words(line: str, shared: re.Match[str]) -> bool:
    """Whether words stand above an attribution in its line: marks, rules and bullets are none, nor is the first word said twice, as Gmail writes “El El lun, 2 feb”."""
    above = without_marks(line[: shared.start()]).strip("> \t-_=*·•")
    return bool(above.removesuffix(line[shared.end() :].partition(" ")[0]))

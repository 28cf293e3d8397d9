"""The mail inside a forwarded one: who wrote it, to whom, when and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from maildesk.mail import Address, Forwarded
from maildesk.subject import unforwarded
from maildesk.threading.quoting.attributions import is_attribution
from maildesk.threading.quoting.blocks import is_machines, read_block
from maildesk.threading.quoting.lines import evenly
from maildesk.threading.quoting.separators import is_forward_separator, is_forward_subject, is_rule, is_separator
from maildesk.threading.quoting.stacked import read_stacked

_ENTRY = re.compile(
    r"\s*(?:\"?([^\"<>\[\]]*?)\"?\s*)(?:<|\[)\s*(?:mailto:)?([^<>\[\]\s]+@[^<>\[\]\s]+?)\s*(?:>|\])(?:\s*[<\[]mailto:[^<>\[\]]*[>\]])?"
)
_LINKED = re.compile(r"\s?[<\[]mailto:[^<>\[\]]{1,250}[>\]](?=\s*[>\]])")  # the link of an address that stands in the same brackets
_BARE = re.compile(r"[^\s<>\"'(),;:\[\]]+@[^\s<>\"'(),;:\[\]]+")
_PREFIX = re.compile(r"\s*[^\s:：]{1,12}\s*[:：.]\s*")
# What Outlook puts between the address that sent a mail and the name of whom it was sent for.
_BEHALF = re.compile(
    r"\s(?:on behalf of|im auftrag von|de la part de|en nombre de|em nome de|per conto di|namens|på vegne af|på vegne av|w imieniu|от имени|代表|の代理)\s+([^<>\[\]@;]{2,80}?)\s*\Z",
    re.IGNORECASE,
)
_HIGHEST = 60  # lines of a block, with what machines read
_END = re.compile(r"[-_—–=─]{2,}.*[-_—–=─]{2,}\Z")
_MARKS = " \t>\u00a0\ufeff"  # what may stand around the words of a quoted line
MOST_ADDRESSES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Where a forwarded mail begins among the lines, and what it says."""

    start: int
    forwarded: Forwarded


def find_forward(lines: Sequence[str], subject: str) -> Found | None:
    """The first forwarded mail of a text: below a line that says so, or below a header block where subject or emptiness above say so."""
    named = is_forward_subject(subject)
    blank_above = True
    for index, line in enumerate(evenly(lines)):
        text = line.strip(_MARKS)
        if not text:
            continue
        says_so = is_forward_separator(line)
        if says_so or named or blank_above:
            found = _forward_at(lines, index, says_so, named, subject)
            if found is not None:
                return found
        blank_above = blank_above and is_rule(line)
    return None


def quoted_mail(lines: Sequence[str], start: int, subject: str) -> Forwarded | None:
    """The mail whose header block begins a quote at `start`: what a mail that answers nothing quotes is passed on."""
    first = lines[start].strip(_MARKS)
    found = _of_block(lines, start, start + (is_separator(first) or is_rule(first)), subject)
    return found.forwarded if found and found.forwarded.from_ else None


def _forward_at(lines: Sequence[str], index: int, says_so: bool, named: bool, subject: str) -> Found | None:
    first = evenly(lines[index : index + 1])[0].strip(_MARKS)
    if says_so or is_separator(first) or is_rule(first):
        return _of_block(lines, index, index + 1, subject) or (_of_attribution(lines, index, index + 1, subject) if says_so else None)
    if named and is_attribution(first):
        return _of_attribution(lines, index, index, subject)
    return _of_block(lines, index, index, subject)


def _of_block(lines: Sequence[str], start: int, below: int, subject: str) -> Found | None:
    """The forwarded mail whose header block stands `below` the line that introduces it, or is that line."""
    head = _unmarked(evenly(lines[below : below + _HIGHEST]))
    read = _weeded(head) if below > start else list(range(len(head)))
    block = read_block([head[index] for index in read], 0, len(read), led_in=below > start)
    if not block.fields:
        first = next((place for place, line in enumerate(head) if line.strip()), 0)
        block, read = read_stacked(head, first, len(head)), list(range(first, len(head)))
    if not block.fields:
        return None
    authors = _authors(block.get("from"))
    end = below + (read[block.height] if block.height < len(read) else len(head))
    under = next((place for place in range(end, min(len(lines), end + 3)) if lines[place].strip(_MARKS)), end)
    end = under + 1 if under < len(lines) and _is_underlined(lines[under].strip(_MARKS), lines[start].strip(_MARKS)) else end
    forwarded = Forwarded(
        from_=authors[0] if authors else None,
        others=authors[1:],
        to=addresses(block.get("to")),
        cc=addresses(block.get("cc")),
        subject=block.get("subject") or _bare(subject),
        date=block.get("date"),
        text="\n".join(_up_to_end(_unmarked(lines[end:]))).strip("\n"),
    )
    return Found(start, forwarded)


def _is_underlined(line: str, introduction: str) -> bool:
    """Whether a program drew a rule under the header, or said below it once more what it says above."""
    return is_rule(line) or (line == introduction and is_forward_separator(line))


def _authors(text: str) -> tuple[Address, ...]:
    """Who wrote it; where a program says for whom it was sent, by that name."""
    named, meant = addresses(text), _BEHALF.search(text[:1000])
    authors = tuple(one for one in named if one.address) or named
    if not meant or not authors or ("@" not in authors[0].name and authors[0].name):
        return authors
    return (replace(authors[0], name=meant[1].strip(" '\"")), *authors[1:])


def _weeded(head: list[str]) -> list[int]:
    """Which lines are read: all but those of the first paragraph that only machines read, and what is folded of them."""
    first = next((index for index, line in enumerate(head) if line.strip()), 0)
    end = next((index for index in range(first, len(head)) if not head[index].strip()), len(head))
    read, dropping = list(range(first)), False
    for index in range(first, end):
        dropping = dropping if head[index][:1].isspace() else is_machines(head[index])
        read += [] if dropping else [index]
    return [*read, *range(end, len(head))]


def _up_to_end(lines: list[str]) -> list[str]:
    """The lines before the one that says that the forwarded mail ends here: no mail follows it."""
    for index, line in enumerate(lines):
        ends = _END.match(line.strip()) is not None and is_forward_separator(line)
        if ends and not read_block(lines, index + 1, min(len(lines), index + 40), led_in=True).fields:
            return lines[:index]
    return lines


def _of_attribution(lines: Sequence[str], start: int, below: int, subject: str) -> Found | None:
    """Programs that forward with an attribution alone: its address is the author, the mail's own subject the subject."""
    below = next((place for place in range(below, min(len(lines), below + 3)) if lines[place].strip(_MARKS)), below)
    introduction = evenly(lines[below : below + 1])[0].strip(_MARKS) if below < len(lines) else ""
    if not is_attribution(introduction):
        return None
    authors = addresses(introduction)
    text = "\n".join(_up_to_end(_unmarked(lines[below + 1 :]))).strip("\n")
    return Found(start, Forwarded(from_=authors[0] if authors else None, subject=_bare(subject), text=text))


def _unmarked(lines: Sequence[str]) -> list[str]:
    """One level of quote marks taken off, where the first line with words has one."""
    lead = next((line for line in lines if line.strip(" \t>\u00a0")), "")
    if not lead.lstrip().startswith(">"):
        return list(lines)
    return [re.sub(r"^\s*> ?", "", line) for line in lines]


def _bare(subject: str) -> str:
    bare = unforwarded(subject)
    return _PREFIX.sub("", subject, count=1) if bare == subject and is_forward_subject(subject) else bare


def addresses(text: str) -> tuple[Address, ...]:
    """The people of a header line as programs print them: names with <…> or [mailto:…], bare addresses, divided by commas or semicolons."""
    text = _LINKED.sub("", text[:4000])
    found: list[Address] = []
    position = 0
    for match in _ENTRY.finditer(text[:4000]):
        found += (Address("", bare) for bare in _BARE.findall(text[position : match.start()]))
        name = match[1].strip(" ,;'\"\t")
        bare = _BARE.findall(name)
        # “a@b, Name <c@d>” and “Otto; Name <c@d>”: what stands before the comma or the semicolon is somebody else.
        if bare and ("," in name or ";" in name):
            found += (Address("", entry) for entry in bare)
            name = re.split("[,;]", name)[-1].strip(" '\"")
        *others, name = name.split(";")
        found += (Address(other.strip(" '\""), "") for other in others if other.strip(" '\""))
        name = name.strip(" '\"")
        found.append(Address(name, match[2]))
        position = match.end()
    found += (Address("", bare) for bare in _BARE.findall(text[position:4000]))
    found += (
        Address(name, "") for part in text[position:4000].split(";")[1 if found else 0 :] if (name := part.strip(" ,'\"\t")) and "@" not in name
    )
    if not found and text.strip():
        found = [Address(text.strip(" '\"\t"), "")]
    return tuple(found[:MOST_ADDRESSES])

"""Where a signature begins and ends: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from maildesk.footers import is_footer
from maildesk.mail import Address
from maildesk.threading.closings import is_greeting
from maildesk.threading.disclaimers import is_disclaimer, paragraph
from maildesk.threading.prose import is_list_footer, is_said, leads_on

LONGEST_SIGNATURE = 30
_LONGEST_CARD, _LONGEST_LINE = 10, 60  # lines, characters
_WORD = re.compile(r"[^\W\d_]{2,}")
_RULE = re.compile(r"[-_=*]{4,60}")
DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})


def signature_start(lines: Sequence[str], author: Address | None = None) -> int:
    """The index of the first line of the signature; the number of lines where there is none.

    Without a delimiter it is the last paragraph, where the author's own name or address says whose it is.
    """
    end, footers_from = len(lines), (_last_text(lines) - 9) // 2
    for index in range(end - 1, max(-1, end - LONGEST_SIGNATURE - 1), -1):
        line = lines[index].strip()
        if line in DELIMITERS and _worth(lines[index + 1 :]) and not _is_drawn(lines, index, author):
            return _under_another(lines, index)
        if index >= footers_from and 0 < len(line) < 80 and is_footer(line):
            return min(index, _card_start(lines[:index], author)) if author else index  # a phone's line stands under the author's own
        if _RULE.fullmatch(line) and author and _names(lines[index + 1 :], author) and not _stands_twice(lines, _RULE.fullmatch):
            return index
    return _card_start(lines, author) if author and any(line.strip() for line in lines) else end


def signature_end(lines: Sequence[str], start: int) -> int:
    """Where the signature that begins at `start` ends: at a later paragraph that says something, unless lawyers or programs say it."""
    for index in range(start + 2, len(lines)):
        if not lines[index].strip() or lines[index - 1].strip():
            continue
        words = paragraph(lines, index)
        if lines[index].strip() in DELIMITERS or is_disclaimer(words) or is_list_footer(words):
            break
        if is_said(words):
            return index
    return len(lines)


def _is_drawn(lines: Sequence[str], index: int, author: Address | None) -> bool:
    """Whether a delimiter is one of several that a person drew between parts: no name stands below any, and no list's footer below this one."""
    if not _stands_twice(lines, DELIMITERS.__contains__):
        return False
    if author and any(line.strip() in DELIMITERS and _says_a_name(below, author) for line, below in pairwise(lines)):
        return False
    return not is_list_footer("\n".join(line[:_LONGEST_MARKED] for line in lines[index + 1 :]))


def _stands_twice(lines: Sequence[str], is_one: Callable[[str], object]) -> bool:
    return sum(bool(is_one(line.strip())) for line in lines) > 1


def _says_a_name(line: str, author: Address) -> bool:
    """Whether a short line holds one of the author's names."""
    names = set(_WORD.findall(f"{author.name} {author.address.partition('@')[0]}".casefold()))
    return len(line) <= _LONGEST_LINE and not line.rstrip().endswith(_ENDS) and not names.isdisjoint(_WORD.findall(line.casefold()))


def _under_another(lines: Sequence[str], start: int) -> int:
    """Where a list or a gateway put a footer under the author's own signature, that one is the beginning."""
    above = (index for index in range(start - 1, max(-1, start - _LONGEST_CARD - 2), -1) if lines[index].strip() == "--")
    return next(above, start)


# What programs write in a text for a picture, and behind the words of a link.
_MARKS = re.compile(r"\[(?:cid|image):[^\]]{1,200}\]|<(?:mailto:|https?:|tel:)[^>\s]{1,200}>", re.IGNORECASE)
_ENDS = (".", "?", "!", ":", ",")
_FINISHED = (*".?!,…)。？！，、）", "--", "—", "__")
# As many words as nobody but in a sentence says.
_A_SENTENCE = 4
_LONGEST_MARKED = 600  # characters of a line with its marks


def _card_start(lines: Sequence[str], author: Address) -> int:
    """The last paragraph as a card, or what of it stands under a greeting: short lines, the author's name the first or his address among them."""
    if not any(line.strip() for line in lines):
        return len(lines)
    last = _last_text(lines)
    first = next((index + 1 for index in range(last, -1, -1) if not lines[index].strip()), 0)
    if first < last and lines[first].strip().endswith(","):
        first += 1
    card = [bare for line in lines[first : last + 1] if (bare := _MARKS.sub("", line[:_LONGEST_MARKED]).strip())]
    short = 2 <= len(card) <= _LONGEST_CARD and all(len(line) <= _LONGEST_LINE and not line.endswith(_ENDS) for line in card)
    mine = short and (_is_name(card[0], author) or any(_is_address(line, author) for line in card))
    above = next((line.strip() for line in reversed(lines[:first]) if line.strip()), "") if mine else ""
    return first if above and not _leads_to(above) else len(lines)


def _leads_to(above: str) -> bool:
    """Whether the line above a card is not finished without it: “The new address:”, “Mailboxes for”, “Please create accounts named”."""
    words = above[-_LONGEST_MARKED:].split()
    if above.endswith(_FINISHED) or is_greeting(above):
        return False
    return leads_on(above) or (len(words) >= _A_SENTENCE and sum(word[0].islower() for word in words) * 2 >= len(words))


def _is_address(line: str, author: Address) -> bool:
    """Whether a line is the author's address, perhaps after a label and before something else."""
    label, at, rest = line.casefold().partition(author.address.casefold()) if author.address else (line, "", "")
    return bool(at) and label.strip(" :.") in _LABELS and (not rest.strip() or rest.strip()[0] in "|·•")


_LABELS = frozenset({"", "e", "m", "mail", "e-mail", "email", "邮箱", "邮件", "电子邮件"})


def _names(lines: Sequence[str], author: Address) -> bool:
    return any(len(line) <= _LONGEST_LINE and author.name.casefold() in line.casefold() for line in lines) if " " in author.name else False


def _is_name(line: str, author: Address) -> bool:
    return " " in author.name and line.casefold() == author.name.strip().casefold()


def _worth(rest: Sequence[str]) -> bool:
    return any(line.strip() for line in rest)


def _last_text(lines: Sequence[str]) -> int:
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)

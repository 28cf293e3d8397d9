"""Where a signature begins: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.footers import is_footer
from maildesk.mail import Address

LONGEST_SIGNATURE = 30
_LONGEST_CARD, _LONGEST_LINE = 10, 60  # lines, characters
_RULE = re.compile(r"[-_=*]{4,60}")
_DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})


def signature_start(lines: Sequence[str], author: Address | None = None) -> int:
    """The index of the first line of the signature; the number of lines where there is none.

    Without a delimiter it is the last paragraph, where the author's own name or address says whose it is.
    """
    end, footers_from = len(lines), (_last_text(lines) - 9) // 2
    for index in range(end - 1, max(-1, end - LONGEST_SIGNATURE - 1), -1):
        line = lines[index].strip()
        if line in _DELIMITERS and _worth(lines[index + 1 :]):
            return _under_another(lines, index)
        if index >= footers_from and 0 < len(line) < 80 and is_footer(line):
            return index
        if _RULE.fullmatch(line) and author and _names(lines[index + 1 :], author):
            return index
    return _card_start(lines, author) if author and any(line.strip() for line in lines) else end


def _under_another(lines: Sequence[str], start: int) -> int:
    """Where a list or a gateway put a footer under the author's own signature, that one is the beginning."""
    above = (index for index in range(start - 1, max(-1, start - _LONGEST_CARD - 2), -1) if lines[index].strip() == "--")
    return next(above, start)


def _card_start(lines: Sequence[str], author: Address) -> int:
    """The last paragraph as a card: short lines, the author's name the first of them or the author's address one of them."""
    last = _last_text(lines)
    first = next((index + 1 for index in range(last, -1, -1) if not lines[index].strip()), 0)
    card = [line.strip() for line in lines[first : last + 1]]
    short = 2 <= len(card) <= _LONGEST_CARD and all(len(line) <= _LONGEST_LINE and not line.endswith((".", "?", "!", ":", ",")) for line in card)
    mine = short and (_is_name(card[0], author) or any(author.address and line.casefold() == author.address.casefold() for line in card))
    return first if mine and any(line.strip() for line in lines[:first]) else len(lines)


def _names(lines: Sequence[str], author: Address) -> bool:
    return any(len(line) <= _LONGEST_LINE and author.name.casefold() in line.casefold() for line in lines) if " " in author.name else False


def _is_name(line: str, author: Address) -> bool:
    return " " in author.name and line.casefold() == author.name.strip().casefold()


def _worth(rest: Sequence[str]) -> bool:
    return any(line.strip() for line in rest)


def _last_text(lines: Sequence[str]) -> int:
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)

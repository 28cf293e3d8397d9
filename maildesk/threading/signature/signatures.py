"""Where a signature begins and ends: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from maildesk.footers import is_footer
from maildesk.mail import Address
from maildesk.threading.comparable import comparable
from maildesk.threading.signature.cards import ENDS, LONGEST_LINE, card_start, is_card, is_found_at, is_full, without_links
from maildesk.threading.signature.disclaimers import is_disclaimer, paragraph
from maildesk.threading.signature.pictures import is_picture
from maildesk.threading.signature.prose import is_list_footer, is_said, leads_on

LONGEST_SIGNATURE, _MOST_FOOTERS = 30, 3  # lines, and those of programs that stand below each other
_LONGEST_CARD, _LONGEST_MARKED = 10, 600  # lines of a signature, characters of one that are looked at
_WORD = re.compile(r"[^\W\d_]{2,}")
_RULE = re.compile(r"[-_=*]{4,60}")
# What people draw between their own parts, too: no standard has it for a delimiter.
_DASHES = frozenset({"—", "__", "--"})
DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})


def signature_start(lines: Sequence[str], author: Address | None = None, footers: int = _MOST_FOOTERS) -> int:
    """The index of the first line of the signature; the number of lines where there is none.

    Without a delimiter it is the last paragraph, where the author's own name or address says whose it is.
    """
    end, footers_from = len(lines), (_last_text(lines) - 9) // 2
    drawn = _is_drawn_twice(lines, author)
    for index in range(end - 1, max(-1, end - LONGEST_SIGNATURE - 1), -1):
        line = lines[index].strip()
        if line in DELIMITERS and _worth(lines[index + 1 :]) and not _is_drawn(lines, index, author, drawn):
            return _under_another(lines, index)
        if index >= footers_from and 0 < len(line) < 80 and is_footer(line) and not _is_led_to(lines, index):
            return _with_own(lines[:index], author, footers - 1) if footers else index
        if _RULE.fullmatch(line) and author and _names(lines[index + 1 :], author) and not _is_between(lines):
            return index
    return card_start(lines, author) if author else end


def _is_led_to(lines: Sequence[str], index: int) -> bool:
    """Whether the line above is not finished without this one: who speaks of such a line shows it."""
    return leads_on(next((line for line in reversed(lines[max(0, index - 3) : index]) if line.strip()), ""))


def _with_own(lines: Sequence[str], author: Address | None, footers: int) -> int:
    """Where the signature begins that ends with a phone's line below these: the author's own stands above it, or a delimiter alone."""
    above = signature_start(lines, author, footers)
    if above < len(lines):
        return above if signature_end(lines, above, author) == len(lines) else len(lines)
    last = _last_text(lines)
    return last if lines and lines[last].strip() in DELIMITERS else len(lines)


def element_places(lines: Sequence[str], elements: frozenset[str]) -> range:
    """Where the last signature stands that the HTML holds in an element of its own; what somebody wrote into that element is none."""
    for index in range(len(lines) - 1, -1, -1) if elements else ():
        letters, end = "", index
        for end in range(index, min(len(lines), index + LONGEST_SIGNATURE)):
            letters += comparable(without_links(lines[end]))
            if letters in elements or not any(element.startswith(letters) for element in elements):
                break
        if lines[index].strip() and letters in elements and not is_said(paragraph(lines, index)):
            return range(index, end + 1)
    return range(0)


def signature_end(lines: Sequence[str], start: int, author: Address | None = None) -> int:
    """Where the signature that begins at `start` ends: at a later paragraph that says something, unless lawyers or programs say it.

    Below the line of a phone nothing stands by itself but such words, a card, and the line of another program.
    """
    for index in range(start + 2, len(lines)):
        if not lines[index].strip() or lines[index - 1].strip():
            continue
        words = paragraph(lines, index)
        if lines[index].strip() in DELIMITERS or is_disclaimer(words) or is_list_footer(words):
            break
        if is_picture(words):
            continue
        if (is_said(words) and not is_found_at(_paragraph(lines, index))) or (_is_phones(lines, index) and not is_card(lines, index, author)):
            return index
    return len(lines)


def _paragraph(lines: Sequence[str], index: int) -> Sequence[str]:
    return lines[index : next((place for place in range(index, len(lines)) if not lines[place].strip()), len(lines))]


def _is_phones(lines: Sequence[str], index: int) -> bool:
    """Whether the line above a paragraph is a phone's, and its own first line is not."""
    above = next((line.strip() for line in reversed(lines[:index]) if line.strip()), "")
    return len(above) < 80 and is_footer(above) and not is_footer(lines[index].strip()[:80])


def _is_drawn_twice(lines: Sequence[str], author: Address | None) -> bool:
    """Whether delimiters stand there more than once, and below none of them a name of the author."""
    places = [index for index, line in enumerate(lines) if line.strip() in DELIMITERS]
    return len(places) > 1 and not (author and any(_says_a_name(lines[index + 1], author) for index in places if index + 1 < len(lines)))


def _is_drawn(lines: Sequence[str], index: int, author: Address | None, twice: bool) -> bool:
    """Whether a delimiter is one of several that a person drew between parts: no name stands below any (`twice`), and no list's footer below this one.

    Three dashes stand between parts, and between the sides of a difference, too.
    """
    if lines[index].strip() == "---" and _goes_on(lines, index + 1):
        return True
    if lines[index] != "-- " and lines[index].strip() in _DASHES and _is_sentence(lines, index + 1, author):
        return True
    return twice and not is_list_footer("\n".join(line[:_LONGEST_MARKED] for line in lines[index + 1 :]))


def _is_sentence(lines: Sequence[str], index: int, author: Address | None) -> bool:
    """Whether a paragraph that says something begins here, and no name of the author stands in its first line."""
    first = next((place for place in range(index, len(lines)) if lines[place].strip()), len(lines))
    words = paragraph(lines, first)
    if author and first < len(lines) and _says_a_name(lines[first], author):
        return False
    return is_said(words) and not is_found_at(_paragraph(lines, first)) and not is_disclaimer(words) and not is_list_footer(words)


def _goes_on(lines: Sequence[str], index: int) -> bool:
    """Whether a sentence follows below an empty line, or another side of a difference at once."""
    if lines[index].strip():
        return lines[index].startswith("> ")
    first = next((line.strip() for line in lines[index:] if line.strip()), "")
    return first.endswith((".", "?", "!", ":", "。", "？", "！"))


def _is_between(lines: Sequence[str]) -> bool:
    """Whether a person drew rules between parts: more than one, unless the second one closes a box at the very end."""
    drawn = [index for index, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
    return len(drawn) > 1 and (len(drawn) > 2 or drawn[-1] != _last_text(lines))


def _says_a_name(line: str, author: Address) -> bool:
    """Whether a short line holds one of the author's names."""
    if len(line) > LONGEST_LINE or line.rstrip().endswith(ENDS):
        return False
    return not _names_of(author).isdisjoint(_WORD.findall(line.casefold()))


@lru_cache(maxsize=8)  # one mail asks it of each of its lines
def _names_of(author: Address) -> frozenset[str]:
    return frozenset(_WORD.findall(f"{author.name} {author.address.partition('@')[0]}".casefold()))


def _under_another(lines: Sequence[str], start: int) -> int:
    """Where a list or a gateway put a footer under the author's own signature, that one is the beginning."""
    above = (index for index in range(start - 1, max(-1, start - _LONGEST_CARD - 2), -1) if lines[index].strip() == "--")
    return next(above, start)


def _names(lines: Sequence[str], author: Address) -> bool:
    return any(len(line) <= LONGEST_LINE and author.name.casefold() in line.casefold() for line in lines) if is_full(author.name) else False


def _worth(rest: Sequence[str]) -> bool:
    return any(line.strip() for line in rest)


def _last_text(lines: Sequence[str]) -> int:
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)

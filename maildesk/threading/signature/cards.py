"""The card below a mail, who wrote it and where that person is found: a signature that no delimiter begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.mail import Address
from maildesk.threading.signature.asked import is_asked_for
from maildesk.threading.signature.closings import is_greeting
from maildesk.threading.signature.disclaimers import is_disclaimer, paragraph
from maildesk.threading.signature.pictures import is_picture
from maildesk.threading.signature.prose import is_said, leads_on

LONGEST_LINE = 60  # characters of a line of a card
_LONGEST_CARD, _MOST_PARAGRAPHS = 10, 4
# What programs write in a text for a picture, and behind the words of a link.
_MARKS = re.compile(r"\[(?:cid|image):[^\]]{1,200}\]|<(?:mailto:|https?:|tel:)[^>\s]{1,200}>", re.IGNORECASE)
ENDS = (".", "?", "!", ":", ",")
_FINISHED = (*".?!,…)。？！，、）", "--", "—", "__")
# As many words as nobody but in a sentence says.
_A_SENTENCE = 4
_LONGEST_MARKED = 600  # characters of a line with its marks
# What stands between a telephone number, an address and a page that share a line.
_BETWEEN = re.compile(r"\s*[|·•]\s*|\s+[/–—]\s+|[,，;；]\s*")
_BARS = re.compile(r"[|·•]")
_LABELS = frozenset({"", "e", "m", "mail", "e-mail", "email", "邮箱", "邮件", "电子邮件"})
# What stands in the further paragraphs of a card: where a person is found, and for whom it works.
_FOUND_AT = re.compile(
    r"\+?\d[\d ()/.-]{6,}\d|\bwww\.|https?://|\S@\S|\b(?:gmbh|ag|inc|ltd|llc|ab|bv|kg|oy|as|aps|sarl|s\.?a\.?|s\.?r\.?l|corp|plc)\b|\b(?:tel|fax|mob|phone|fon)\b"
    r"|\[(?:cid|image):|linkedin|有限公司|株式会社|電話|电话|전화",
    re.IGNORECASE,
)

_AFTER_A_NAME, _SHORTEST_WORD = (",", "|", "/", "–", "—", "·", "•", "("), 3
_TITLE = re.compile(r"\A(?:(?:prof|dr|dipl|ing|mag|mr|mrs|ms|herr|frau|sr|sra|mme|ir|drs)\.?[- ])*")
_INITIAL = re.compile(r"(?<=\w) [^\W\d_]\. (?=\w)")
_HUMBLY = frozenset({"드림", "올림", "拜", "敬上", "拝", "敬具"})
_PLACE = re.compile(r"(?:www\.|https?://)\S+|\S+@\S+")


def card_start(lines: Sequence[str], author: Address, lawyers: int = _MOST_PARAGRAPHS) -> int:
    """Where the card begins: the last paragraph as one, or what of it stands under a greeting; above it the one that it goes on with.

    Lawyers may speak below it, and programs for its pictures.
    """
    if not any(line.strip() for line in lines):
        return len(lines)
    start = _paragraph_start(lines, author)
    end = _without_lawyers(lines)
    if lawyers and start == len(lines) and end < start:
        start = card_start(lines[:end], author, lawyers - 1)
        return start if start < end else len(lines)
    below = _last_paragraph(lines)
    for _ in range(_MOST_PARAGRAPHS - 1):
        if below == 0 or not is_found_at(lines[below:]):
            break
        above = lines[:below]
        begun = _paragraph_start(above, author, named=True)
        if begun < len(above):
            return begun
        below = _last_paragraph(above)
    return start


def address_start(lines: Sequence[str], author: Address) -> int:
    """Where the last paragraph begins if it is the author's address and nothing else, as programs sign above a header block; else the number of lines."""
    last = _last_paragraph(lines)
    said = [line.strip() for line in lines[last:] if line.strip()]
    return last if last and len(said) == 1 and _is_address(said[0], author) else len(lines)


def is_card(lines: Sequence[str], index: int, author: Address | None) -> bool:
    """Whether the paragraph at a line is of a card: where somebody is found, a name of the author, a rule or a link alone."""
    end = next((place for place in range(index, len(lines)) if not lines[place].strip()), len(lines))
    names = {word for word in author.name.casefold().split() if len(word) > 1} if author else set()
    named = not names.isdisjoint(re.findall(r"[^\W\d_]+", paragraph(lines, index).casefold()))
    return named or not any(character.isalpha() for character in paragraph(lines, index)) or is_found_at(lines[index:end])


def _without_lawyers(lines: Sequence[str]) -> int:
    """Where the last paragraph begins, if lawyers or a gateway wrote it, or it stands for a picture; else the number of lines."""
    first = _last_paragraph(lines)
    words = paragraph(lines, first) if first else ""
    return first if is_disclaimer(words) or is_picture(words) else len(lines)


def _last_paragraph(lines: Sequence[str]) -> int:
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)
    return next((index + 1 for index in range(last, -1, -1) if not lines[index].strip()), 0)


def _bare(lines: Sequence[str]) -> list[str]:
    return [bare for line in lines if (bare := without_links(line))]


def without_links(line: str) -> str:
    """A line without what programs write in it for pictures and behind the words of links."""
    return _MARKS.sub("", line[:_LONGEST_MARKED]).strip()


def is_found_at(lines: Sequence[str]) -> bool:
    """Whether a paragraph says where somebody is found, and nothing else."""
    said = [line for line in lines if line.strip()]
    return len(said) <= _LONGEST_CARD and any(map(_FOUND_AT.search, said)) and not is_said(_PLACE.sub(" ", " ".join(_bare(said))))


def _paragraph_start(lines: Sequence[str], author: Address, named: bool = False) -> int:
    """The last paragraph, or what of it stands under a greeting: short lines, the author's name the first or (not `named`) his address among them."""
    first = _last_paragraph(lines)
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)
    if last - first > 2 * _LONGEST_CARD:
        return len(lines)
    greeted = first < last and (lines[first].strip().endswith(",") or is_greeting(lines[first]))
    first += greeted
    card = _bare(lines[first : last + 1])
    alone = len(card) == 1 and _is_all_in_a_line(card[0])
    short = (1 if named or alone else 2) <= len(card) <= _LONGEST_CARD and all(map(_is_short, card))
    mine = short and ((_is_name(card[0], author) and not _is_list(card, author)) or (not (named or alone) and _is_of(card, author)))
    above = next((line.strip() for line in reversed(lines[:first]) if line.strip()), "") if mine else ""
    if not above or _leads_to(above):
        return len(lines)
    return first if greeted or is_greeting(above) or not is_asked_for(card, above) else len(lines)


def _is_of(card: Sequence[str], author: Address) -> bool:
    """Whether a card that does not begin with the whole name of the author is the author's all the same."""
    return _holds_address(card, author) or _begins_with_first_name(card, author)


def _leads_to(above: str) -> bool:
    """Whether the line above a card is not finished without it: “The new address:”, “Mailboxes for”, “Please create accounts named”."""
    words = above[-_LONGEST_MARKED:].split()
    if above.endswith(_FINISHED) or is_greeting(above):
        return False
    return leads_on(above) or (len(words) >= _A_SENTENCE and sum(word[0].islower() for word in words) * 2 >= len(words))


def _is_short(line: str) -> bool:
    """Whether a line says no more than a card does; one that is divided, in each of its pieces."""
    return all(len(piece) <= LONGEST_LINE for piece in _BARS.split(line)) and not line.endswith(ENDS)


def _is_all_in_a_line(line: str) -> bool:
    """Whether a line is a whole card, as “Carla Kunde | Purchase | +43 1 234567”: a sentence with two commas is none."""
    return len(_BARS.findall(line)) > 1 and _FOUND_AT.search(line) is not None


def _holds_address(card: Sequence[str], author: Address) -> bool:
    """Whether the author's address stands in a line of its own, perhaps after a label, or beside what else says where the author is found."""
    for line in card:
        pieces = _BETWEEN.split(line)
        others = [piece for piece in pieces if not _is_address(piece, author)]
        if len(others) < len(pieces) and all(map(_is_place, others)):
            return True
    return False


def _is_place(piece: str) -> bool:
    """Whether a piece of a line says where somebody is found, and is not somebody else's address."""
    return not piece or ("@" not in piece and _FOUND_AT.search(piece) is not None)


def _is_address(piece: str, author: Address) -> bool:
    """Whether it is the author's address, perhaps after a label."""
    label, at, rest = piece.casefold().partition(author.address.casefold()) if author.address else (piece, "", "")
    return bool(at) and label.strip(" :：.") in _LABELS and not rest.strip()


def is_full(name: str) -> bool:
    """Whether a name is more than a word that anybody may write: two words, or one of a script that leaves no blanks."""
    return " " in name.strip() or (len(name) > 1 and name.lower() == name.upper())


def _is_name(line: str, author: Address) -> bool:
    """The author's name, perhaps between a title and an office."""
    said = line.casefold()
    said = _without_initials(_TITLE.sub("", said, count=1))
    last, comma, first = author.name.strip().casefold().partition(",")
    name = _without_initials(f"{first.strip()} {last.strip()}" if comma and first.strip() else last)
    name = _as_written(said, name)
    rest = said[len(name) :]
    return (
        is_full(name)
        and said.startswith(name)
        and (rest.lstrip()[:1] in ("", *_AFTER_A_NAME) or rest.startswith(("  ", "\t")) or rest.strip() in _HUMBLY)
    )


def _without_initials(name: str) -> str:
    """“Anna M. Berg” is Anna Berg."""
    return _INITIAL.sub(" ", name)


def _as_written(said: str, name: str) -> str:
    """The name as the line writes it: initials between its words are of the same person, as in “Carla M. Kunde”."""
    words = name.split()
    found = (
        re.match(rf"{re.escape(words[0])}(?: \w\.?){{1,2}} {re.escape(words[-1])}(?!\w)", said)
        if len(words) > 1 and said.startswith(words[0])
        else None
    )
    return found[0] if found else name


def _is_list(card: Sequence[str], author: Address) -> bool:
    """Whether each line has what stands behind the author's name in the first, as in “Carla Kunde, admin” above “Otto Other, user”."""
    behind = card[0][len(author.name.strip()) :].lstrip()[:1]
    return len(card) > 2 and behind in _AFTER_A_NAME and all(behind in line for line in card)


def _begins_with_first_name(card: Sequence[str], author: Address) -> bool:
    """Whether a word of the author's name stands above where that one is found."""
    words = [word.strip(",") for word in author.name.casefold().split()]
    return card[0].casefold() in words and len(card[0]) >= _SHORTEST_WORD and is_found_at(card[1:])

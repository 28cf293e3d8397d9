"""Answers inside of a quote of our letter that has no marks: where their author says that they are there (“see below, in red”), or between two of our lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from maildesk.config.limits import Limits
from maildesk.html.text import to_text
from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText
from maildesk.threading.comparable import comparable
from maildesk.threading.quoting.marks import is_marked
from maildesk.threading.quoting.quotes import introduction
from maildesk.threading.signature.closings import Closing
from maildesk.threading.signature.disclaimers import is_disclaimer, paragraph
from maildesk.threading.split import split

# How people say that they answer further down, or in another colour.
POINTS_BELOW = {
    "en": ("below", "inline", "in-line", "in red", "in blue", "in green", "in bold", "in colour", "in color", "between the lines", "interspersed"),
    "ar": ("أدناه", "بالأحمر"),
    "cs, sk": ("níže", "nižšie", "červeně", "červenou", "v textu"),
    "da, no": ("nedenfor", "med rødt", "i rødt", "med blåt", "i blått"),
    "de": ("unten", "untenstehend", "im text", "in rot", "in blau", "rot markiert", "farbig", "zwischen den zeilen", "dazwischen"),
    "el": ("παρακάτω", "με κόκκινο"),
    "es": ("abajo", "a continuación", "debajo", "en rojo", "en azul"),
    "fi": ("alla", "alle", "punaisella"),
    "fr": ("ci-dessous", "plus bas", "dans le texte", "en rouge", "en bleu"),
    "he": ("למטה", "להלן", "באדום"),
    "hu": ("alább", "lent", "pirossal"),
    "id, ms": ("di bawah", "merah"),
    "it": ("sotto", "di seguito", "in rosso", "in blu"),
    "ja": ("下記", "以下", "赤字", "青字", "インライン"),
    "ko": ("아래", "빨간", "파란"),
    "nl": ("hieronder", "onderstaand", "in het rood", "in het blauw", "tussen de regels"),
    "pl": ("poniżej", "na czerwono", "w tekście"),
    "pt": ("abaixo", "a seguir", "em vermelho", "em azul"),
    "ro": ("mai jos", "cu roșu"),
    "ru": ("ниже", "красным", "синим", "в тексте"),
    "sv": ("nedan", "i rött", "med rött", "i blått"),
    "th": ("ด้านล่าง", "สีแดง"),
    "tr": ("aşağıda", "kırmızı"),
    "uk": ("нижче", "червоним", "у тексті"),
    "vi": ("bên dưới", "màu đỏ"),
    "zh": ("下面", "以下", "如下", "见下", "見下", "红色", "紅色", "红字", "紅字", "蓝色", "藍色"),
}
_POINTS = re.compile("|".join(re.escape(word) for words in POINTS_BELOW.values() for word in words), re.IGNORECASE)
_LONGEST = 2000  # characters of an answer that only points to others
# Of our own letter, as much as no person repeats by chance.
_FEWEST_LINES, _FEWEST_LETTERS = 2, 40
_TELLING, _FARTHEST = 12, 2000  # letters of a line that may stand anywhere, and how many of ours the quote may leave out before it
_MOST_LINES, _LONGEST_LETTER = 2000, 100_000
_BRACKETED = re.compile(r"\s*(?:\[[^\]]*\]|<[^>]*>|https?://\S+|\*)\s*\Z")  # a picture or a link, and nothing else


def points_below(words: SplitText) -> bool:
    """Whether the new words say that there are more among those that are quoted, and no mark tells which."""
    return has_no_marks(words) and len(words.reply) <= _LONGEST and _POINTS.search(words.reply) is not None


def has_no_marks(words: SplitText) -> bool:
    """Whether much of what is quoted has no marks."""
    return bool(words.quoted) and sum(bool(line.strip()) and not is_marked(line) for line in words.quoted.split("\n")) > _FEWEST_LINES


def with_answers_inside(mail: ParsedMail, words: SplitText, letter: ParsedMail, closings: Sequence[Closing] = ()) -> SplitText:
    """The words of a mail with those inside of our letter, or below it, that has no marks there; as they are where there are none."""
    text = with_marks(mail.text, words.quoted, letter.text) if points_below(words) else with_marks_around(mail.text, words, letter)
    return words if text == mail.text else split(replace(mail, text=text), closings=closings)


def may_repeat(mail: ParsedMail, words: SplitText) -> bool:
    """Whether our letter may stand in a text in which nothing looks quoted."""
    return not words.quoted and mail.text.count("\n") >= _FEWEST_LINES and len(mail.text) >= _FEWEST_LETTERS


def repeating(mail: ParsedMail, words: SplitText, letter: ParsedMail, closings: Sequence[Closing] = ()) -> SplitText:
    """The words of a mail that repeats our letter from its first line to the end with nothing that says so; as they are where it does not.

    Who takes up single lines of ours, however many, says them.
    """
    lines = mail.text.split("\n")
    if len(lines) > _MOST_LINES:
        return words
    known = _places(lines, 0, letter.text[:_LONGEST_LETTER])
    if not (known.whole and known.begun and _is_much(lines, known)):
        return words
    text = "\n".join(f"> {line}" if place in known.ours and not is_marked(line) else line for place, line in enumerate(lines))
    return split(replace(mail, text=text), closings=closings)


def with_marks(text: str, quoted: str, letter: str) -> str:
    """The text with marks before the lines of our letter in what it quotes; as it is where too little of the letter stands there."""
    lines = text.split("\n")
    ours = _known(lines, quoted, letter).ours
    return "\n".join(f"> {line}" if place in ours and not is_marked(line) else line for place, line in enumerate(lines))


def with_marks_around(text: str, words: SplitText, letter: ParsedMail) -> str:
    """The text with marks before all that is quoted of our letter but for what was written between two of its lines that are neighbours, or below its end.

    Where a line of ours is missing beside another one, a program wrote it in its own way. As it is where that tells nothing new.
    """
    lines = text.split("\n")
    known = _known(lines, words.quoted, letter.text)
    if not known.ours:
        return text
    first, last = min(known.ours), max(known.ours)
    below = _below(lines, last) if known.whole else range(0)
    shown = comparable(to_text(letter.html, Limits())) if letter.html else ""
    answers = {place for place in (*known.between, *below) if _is_answer(lines[place], shown)}
    said = set(words.reply.split("\n"))
    if not answers and not any(lines[place].rstrip() in said for place in known.ours):
        return text
    end = next((place for place in range(last + 1, len(lines)) if introduction(lines, place, len(lines))), len(lines))
    return "\n".join(
        f"> {line}" if first <= place < end and place not in answers and line.strip() and not is_marked(line) else line
        for place, line in enumerate(lines)
    )


def _below(lines: Sequence[str], last: int) -> range:
    """The lines below the end of our letter, as far as no other mail is quoted and no lawyer speaks."""
    for place in range(last + 1, len(lines)):
        if lines[place].strip() and (introduction(lines, place, len(lines)) or is_disclaimer(paragraph(lines, place))):
            return range(last + 1, place)
    return range(last + 1, len(lines))


def _is_answer(line: str, shown: str) -> bool:
    """Whether a line has words of its own: no picture, no link, and nothing that our letter shows elsewhere."""
    letters = comparable(line)
    return bool(letters) and not is_marked(line) and _BRACKETED.match(line) is None and (len(letters) < _TELLING or letters not in shown)


@dataclass(frozen=True, slots=True)
class _Known:
    """The places of the lines that our letter says; of those between two of its neighbours; whether its end is there."""

    ours: frozenset[int] = frozenset()
    between: frozenset[int] = frozenset()
    whole: bool = False
    begun: bool = False  # whether its first words are there


def _known(lines: Sequence[str], quoted: str, letter: str) -> _Known:
    """What of our letter stands in what is quoted; nothing where that is too little."""
    start = next((place for place, line in enumerate(lines) if line.strip() and quoted.startswith(line.rstrip())), len(lines))
    if len(lines) - start > _MOST_LINES:
        return _Known()
    known = _places(lines, start, letter[:_LONGEST_LETTER])
    return known if _is_much(lines, known) else _Known()


def _is_much(lines: Sequence[str], known: _Known) -> bool:
    return len(known.ours) >= _FEWEST_LINES and sum(len(comparable(lines[place])) for place in known.ours) >= _FEWEST_LETTERS


def _places(lines: Sequence[str], start: int, letter: str) -> _Known:
    """Which lines say what our letter says, in its order; one as short as “Yes.” only right below another, and to the end of a line."""
    said = [comparable(line) for line in letter.split("\n")]
    ours, ends = "".join(said), frozenset(accumulate(map(len, said)))
    found: list[int] = []
    between: list[int] = []
    foreign: list[int] = []
    at, begun, above = 0, False, False  # whether the words above are ours: what has no letters goes with them
    for place, line in enumerate(lines[start:], start):
        letters = comparable(line)
        begins = ours.find(letters, at, at + len(letters) + _FARTHEST) if letters else -1
        is_ours = begins >= 0 and (len(letters) >= _TELLING or (begins == at and begins + len(letters) in ends))
        if is_ours:
            between += foreign if found and begins == at else []
            foreign = []
            begun |= begins == 0
            at = begins + len(letters)
        elif letters:
            foreign.append(place)
        above = begins >= 0 and at == begins + len(letters) if letters else above
        found += [place] if above and line.strip() else []
    ends_at = {len(ours), *(sum(map(len, said[:place])) for place in _own_words(letter))}
    return _Known(frozenset(found), frozenset(between), bool(found) and at in ends_at, begun)


def _own_words(letter: str) -> tuple[int, int]:
    """How many lines of a letter stand above what it quotes in its turn, and above its signature, which some programs leave out."""
    lines = letter.split("\n")
    quoted = next((place for place, line in enumerate(lines) if is_marked(line) or introduction(lines, place, len(lines))), len(lines))
    return quoted, next((place for place, line in enumerate(lines[:quoted]) if line.rstrip() == "--"), quoted)

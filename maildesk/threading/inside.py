"""Answers inside of a quote of our letter that has no marks, where their author says that they are there: “see below, in red”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from maildesk.mail import SplitText
from maildesk.threading.marks import is_marked

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
_NO_LETTERS = re.compile(r"[\W_]+")


def points_below(words: SplitText) -> bool:
    """Whether the new words say that there are more among those that are quoted, and no mark tells which."""
    if not words.quoted or len(words.reply) > _LONGEST or _POINTS.search(words.reply) is None:
        return False
    return sum(bool(line.strip()) and not is_marked(line) for line in words.quoted.split("\n")) > _FEWEST_LINES


def with_marks(text: str, quoted: str, letter: str) -> str:
    """The text with marks before the lines of our letter in what it quotes; as it is where too little of the letter stands there."""
    lines = text.split("\n")
    start = next((place for place, line in enumerate(lines) if line.strip() and quoted.startswith(line.rstrip())), len(lines))
    if len(lines) - start > _MOST_LINES:
        return text
    ours = _places(lines, start, letter[:_LONGEST_LETTER])
    if len(ours) < _FEWEST_LINES or sum(len(_letters(lines[place])) for place in ours) < _FEWEST_LETTERS:
        return text
    return "\n".join(f"> {line}" if place in ours and not is_marked(line) else line for place, line in enumerate(lines))


def _places(lines: Sequence[str], start: int, letter: str) -> frozenset[int]:
    """Which lines say what our letter says, in its order; one as short as “Yes.” only right below another, and to the end of a line."""
    said = [_letters(line) for line in letter.split("\n")]
    ours, ends = "".join(said), frozenset(accumulate(map(len, said)))
    found: list[int] = []
    at, above = 0, False  # whether the words above are ours: what has no letters goes with them
    for place, line in enumerate(lines[start:], start):
        letters = _letters(line)
        begins = ours.find(letters, at, at + len(letters) + _FARTHEST) if letters else -1
        if begins >= 0 and (len(letters) >= _TELLING or (begins == at and begins + len(letters) in ends)):
            at = begins + len(letters)
        above = begins >= 0 and at == begins + len(letters) if letters else above
        found += [place] if above and line.strip() else []
    return frozenset(found)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)

"""Subjects: what one says (label, forward, base), and how ours say it so that strict mail programs keep their thread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What mail programs put before the subject of an answer and of a forwarded mail, by language. Where two languages
# disagree (VS is an answer in Finnish, a forward in Danish) it is an answer: an answer taken for a forward loses its ticket.
REPLY_PREFIXES = {
    "en": ("re", "reply"),
    "ar": ("رد",),
    "bg": ("отг",),
    "cs, pl, sk": ("odp",),
    "cy": ("atb",),
    "da, is, no, sv": ("sv", "svar"),
    "de": ("aw", "antwort"),
    "el": ("απ", "σχετ"),
    "et, fi": ("vs",),
    "fa": ("پاسخ",),
    "he": ("השב", "תשובה"),
    "hr, sl, sr": ("odg",),
    "hu": ("vá",),
    "id": ("bls",),
    "it": ("r", "rif"),
    "ja": ("返信",),
    "ko": ("회신", "답장"),
    "lt": ("ats",),
    "lv": ("atb",),
    "nl": ("antw",),
    "pt": ("res",),
    "ru": ("ответ", "отв"),
    "th": ("ตอบ", "ตอบกลับ"),
    "tr": ("ynt", "yanıt"),
    "uk": ("відп",),
    "vi": ("tl",),
    "zh": ("回复", "答复", "回覆"),
}
FORWARD_PREFIXES = {
    "en": ("fw", "fwd", "forward", "forwarded"),
    "ar": ("إعادة توجيه", "تحويل"),
    "bg": ("препр",),
    "cs": ("přep", "pře"),
    "cy": ("yml",),
    "de": ("wg",),
    "el": ("πρθ",),
    "es, ca": ("rv", "reenv"),
    "fa": ("هدایت",),
    "fi": ("vl",),
    "fr": ("tr",),
    "he": ("הועבר",),
    "hr, sl, sr": ("prosl", "proslijeđeno"),
    "hu": ("továbbítás", "továbbított", "tovább"),
    "id": ("trs",),
    "is": ("fs",),
    "it": ("i", "inoltro"),
    "ja": ("転送",),
    "ko": ("전달",),
    "lt": ("pers",),
    "lv": ("pārs",),
    "nl": ("doorst",),
    "pl": ("pd",),
    "pt": ("enc",),
    "ru": ("пересл", "пер", "перенаправлено"),
    "sv": ("vb",),
    "th": ("ส่งต่อ",),
    "tr": ("ilt", "i̇lt", "iletilen"),
    "uk": ("пересл",),
    "vi": ("ct",),
    "zh": ("转发", "轉寄", "轉發"),
}

_FORWARDS = frozenset(word for words in FORWARD_PREFIXES.values() for word in words)
_PREFIXES = _FORWARDS.union(*REPLY_PREFIXES.values())
# `Re:`, `Re[2]:`, `Re(2):`, `Re^2:`, `Re2:` and `回复：`.
_PREFIX = re.compile(r"\s*(?P<word>[^\W\d_][^\W\d_̇]*(?: [^\W\d_]+)?)\s?(?:[\[(^]?\d{1,4}[\])]?)?\s?[:：]\s*")
_LABEL = re.compile(r"\s*[\[［][#＃](?P<number>[0-9]{1,15})[\]］]\s*")
_LONGEST = 2000  # a subject is read so far; RFC 5322 asks for far less


@dataclass(frozen=True, slots=True)
class Subject:
    """`label` is the ticket number of `[#4711]`, `base` what is left without labels and prefixes."""

    base: str
    label: int | None = None
    forward: bool = False


def read_subject(text: str) -> Subject:
    """What a subject says; total."""
    text = text[:_LONGEST]
    labels = _LABEL.findall(text)
    rest = " ".join(_LABEL.sub(" ", text).split())
    prefixes: list[str] = []
    while (found := _PREFIX.match(rest)) and _folded(found["word"]) in _PREFIXES:
        prefixes.append(_folded(found["word"]))
        rest = rest[found.end() :]
    # `Re: Fwd:` answers a forwarded mail, `Fwd: Re:` forwards an answer: the outermost says what this mail is.
    return Subject(rest, int(labels[0]) if labels else None, bool(prefixes) and prefixes[0] in _FORWARDS)


# “R: programming” and “Vs: Bremen” may well be a person's own words: a subject that begins so still gets its Re.
_SURE_REPLIES = frozenset(word for words in REPLY_PREFIXES.values() for word in words if len(word) > 1) - {"res", "tl", "vs"}


def parted(subject: str) -> tuple[str, str]:
    """The prefix of an answer as it came ("" for none), once, and the rest of a subject.

    Of several the innermost stays: a program in German that strips its own `AW:` finds it where it put it.
    """
    prefix, rest = "", subject.strip()
    while (found := _PREFIX.match(rest)) and _folded(found["word"]) in _SURE_REPLIES:
        prefix, rest = found[0].strip(), rest[found.end() :]
    return prefix, rest


def unlabelled(subject: str, number: int) -> str:
    """A subject without this ticket's label, however often it came back."""
    return " ".join(_LABEL.sub(lambda found: " " if int(found["number"]) == number else found[0], subject[:_LONGEST]).split())


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())

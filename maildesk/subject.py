"""Subjects: what one says (label, forward, base), and how ours say it so that strict mail programs keep their thread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

# What mail programs put before the subject of an answer and of a forwarded mail, by language. Where two languages
# disagree (VS is an answer in Finnish, a forward in Danish) it is an answer: an answer taken for a forward loses its ticket.
REPLY_PREFIXES = {
    "en": ("re", "reply"),
    "af": ("antw",),
    "ar": ("رد", "الرد", "إجابة"),
    "az": ("cvb", "cavab"),
    "be": ("адк", "адказ"),
    "bg": ("отг", "отговор"),
    "bn": ("উত্তর",),
    "ca, es, gl": ("respuesta", "resposta"),
    "cs, pl, sk": ("odp", "odpověď", "odpoveď", "odpowiedź"),
    "cy": ("atb",),
    "da, is, no, sv": ("sv", "svar"),
    "de": ("aw", "antwort"),
    "el": ("απ", "απάντηση", "σχετ"),
    "et": ("vs", "vastus"),
    "fa": ("پاسخ",),
    "fi": ("vs", "vast", "vastaus"),
    "fr": ("rép", "réponse"),
    "he": ("השב", "תשובה", "תגובה"),
    "hi": ("उत्तर", "प्रत्युत्तर", "जवाब", "पुनः"),
    "hr, bs, sl, sr": ("odg", "odgovor", "одг", "одговор"),
    "hu": ("vá", "válasz"),
    "id, ms": ("bls", "balas", "balasan"),
    "it": ("r", "risposta"),
    "ja": ("返信",),
    "ka": ("პასუხი",),
    "kk": ("жауап",),
    "ko": ("회신", "답장"),
    "lt": ("ats", "atsakymas"),
    "lv": ("atb", "atbilde"),
    "mk": ("одг",),
    "nl": ("antw", "antwoord"),
    "pt": ("res", "resposta"),
    "ro": ("răsp", "răspuns"),
    "ru": ("ответ", "отв"),
    "ta": ("பதில்",),
    "th": ("ตอบ", "ตอบกลับ"),
    "tr": ("ynt", "yanıt", "yanit"),
    "uk": ("відп", "відповідь"),
    "ur": ("جواب",),
    "vi": ("tl", "trả lời"),
    "zh": ("回复", "答复", "回覆", "答覆", "回應", "回应"),
}
FORWARD_PREFIXES = {
    "en": ("fw", "fwd", "forward", "forwarded"),
    "af": ("aangestuur",),
    "ar": ("إعادة توجيه", "تحويل"),
    "be": ("перасл",),
    "bg": ("препр",),
    "cs": ("přep", "pře", "předáno"),
    "cy": ("yml",),
    "da, no": ("videresendt", "videresend"),
    "de": ("wg", "weitergeleitet"),
    "el": ("πρθ", "προωθ"),
    "es, ca": ("rv", "reenv", "reenviado"),
    "et": ("edasi", "edastatud"),
    "fa": ("هدایت",),
    "fi": ("vl", "välitetty"),
    "fr": ("tr", "transf", "transféré"),
    "he": ("הועבר",),
    "hi": ("अग्रेषित",),
    "hr, sl, sr": ("prosl", "proslijeđeno", "posredovano", "прослеђено"),
    "hu": ("továbbítás", "továbbított", "tovább"),
    "id, ms": ("trs", "terusan", "teruskan", "majukan", "dimajukan"),
    "is": ("fs", "áframsent"),
    "it": ("i", "inoltro", "inoltrato"),
    "ja": ("転送",),
    "ko": ("전달",),
    "lt": ("pers", "persiųsta"),
    "lv": ("pārs", "pārsūtīts"),
    "nl": ("doorst", "doorgestuurd"),
    "pl": ("pd", "przekazano"),
    "pt": ("enc", "reenc", "encaminhado", "encaminhada"),
    "ro": ("redirecționat", "redirecţionat"),
    "ru": ("пересл", "пер", "перенаправлено"),
    "sk": ("prepos", "preposlané"),
    "sv": ("vb", "vidarebefordrat"),
    "th": ("ส่งต่อ",),
    "tr": ("ilt", "i̇lt", "iletilen"),
    "uk": ("пересл", "переслано"),
    "vi": ("ct", "chuyển tiếp"),
    "zh": ("转发", "轉寄", "轉發", "转寄"),
}
# What a gateway puts before the subject of mail from outside, between signs or with a colon.
OUTSIDE_MARKS = (
    "external", "ext", "extern", "externe", "externer", "externo", "externa", "esterno", "esterna", "ekstern", "ulkoinen", "zewnętrzny", "zewnętrzna",
    "externí", "externý", "külső", "harici", "dış", "εξωτερικό", "внешнее", "внешняя", "внешний", "зовнішній", "зовнішнє", "外部", "社外", "외부",
)  # fmt: skip

# What some programs, Notes for one, put before an answer and people before any matter: it stays where a subject is shown.
REFERENCE_PREFIXES = {
    "da, no": ("vedr", "vedrørende"),
    "de, nl": ("betr", "betreff", "betreft"),
    "en, es, pt": ("ref", "rf"),
    "fr": ("réf",),
    "it": ("rif",),
    "sv": ("ang", "angående"),
}

_FORWARDS = frozenset(word for words in FORWARD_PREFIXES.values() for word in words)
_PREFIXES = _FORWARDS.union(*REPLY_PREFIXES.values())
_REFERENCES = _PREFIXES.union(*REFERENCE_PREFIXES.values())
# What shows nothing, or only turns the direction of writing.
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
# A letter, or a sign that is written above or below one (Python counts those of no script as letters).
_LETTER = "(?:[^\\W\\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"
# `Re:`, `Re[2]:`, `Re(2):`, `Re^2:`, `Re2:`, `Re.:` and `回复：`; `Re.` alone before a blank, of the words in _DOTTED.
_PREFIX = re.compile(
    rf"[\s{_UNSEEN}]*(?P<word>{_LETTER}{{1,20}}(?: {_LETTER}{{1,20}})?)\s?(?:[\[(（［^*]?\d{{1,4}}[\])）］]?)?"
    rf"(?:\.?\s?[{_UNSEEN}]*[:：]|(?P<dot>\.(?=\s)))[\s{_UNSEEN}]*"
)
_DOTTED = frozenset({"re", "odp", "antw", "fw", "fwd"})
_OUTSIDE = rf"(?:{'|'.join(OUTSIDE_MARKS)})(?:[ -]?(?:e-?mail|mail|message|sender|absender|expéditeur|posta|почта|邮件|郵件|メール|메일))?"
_MARK = re.compile(
    rf"\s*(?:[\[<{{【［]\s?{_OUTSIDE}\s?[\]>}}】］][:：]?|\*{{1,3}}\s?{_OUTSIDE}\s?\*{{1,3}}[:：]?|(?-i:EXTERNAL|EXTERN)(?: (?:E-?MAIL|MAIL|SENDER))?\s?[:：])\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*[\[［【] ?[#＃] ?(?P<number>[0-9]{1,15}) ?[\]］】]\s*")
_MOST_LABELS = 3
_LONGEST = 2000  # a subject is read so far; RFC 5322 asks for far less


@dataclass(frozen=True, slots=True)
class Subject:
    """`label` is the ticket number of `[#4711]`, `further` are more such numbers, `base` what is left without labels and prefixes."""

    base: str
    label: int | None = None
    forward: bool = False
    further: tuple[int, ...] = ()


def read_subject(text: str) -> Subject:
    """What a subject says; total."""
    return _read(text[:_LONGEST])


@lru_cache(maxsize=32)  # of one mail it is asked a dozen times, from its clues to its letters
def _read(text: str) -> Subject:
    labels = _LABEL.findall(text)
    rest = " ".join(_LABEL.sub(" ", text).split())
    prefixes: list[str] = []
    while found := _next(rest):
        prefixes += [_folded(found["word"])] if "word" in found.groupdict() else []
        rest = rest[found.end() :]
    # `Re: Fwd:` answers a forwarded mail, `Fwd: Re:` forwards an answer: the outermost says what this mail is.
    label, *further = (int(number) for number in labels[:_MOST_LABELS]) if labels else (None,)
    return Subject(rest, label, bool(prefixes) and prefixes[0] in _FORWARDS, tuple(further))


def unforwarded(text: str) -> str:
    """A subject without what says that the mail is passed on; what stands behind that is the other mail's own."""
    rest = text
    while found := _next(rest, _FORWARDS):
        rest = rest[found.end() :]
        if "word" in found.groupdict():
            return rest
    return text


def matter_of(text: str) -> str:
    """What a subject is compared by: without what may be a person's own word before it, too. A number behind “Ref:” is nothing without it."""
    rest = text
    while (found := _next(rest, _REFERENCES)) and not rest[found.end() : found.end() + 1].isdigit():
        rest = rest[found.end() :]
    return rest


def _next(text: str, known: Collection[str] = _PREFIXES) -> re.Match[str] | None:
    """What a program or a gateway put before the rest of a subject."""
    found = _PREFIX.match(text)
    word = _folded(found["word"]) if found else ""
    return found if found and word in known and (not found["dot"] or word in _DOTTED) else _MARK.match(text)


# “R: programming” and “Vs: Bremen” may well be a person's own words: a subject that begins so still gets its Re.
_SURE_REPLIES = frozenset(word for words in REPLY_PREFIXES.values() for word in words if len(word) > 1) - {"res", "tl", "vs"}


def parted(subject: str) -> tuple[str, str]:
    """The prefix of an answer as it came ("" for none), once, and the rest of a subject.

    Of several the innermost stays: a program in German that strips its own `AW:` finds it where it put it.
    """
    prefix, rest = "", subject.strip()
    while found := _next(rest, _SURE_REPLIES):
        prefix, rest = found[0].strip() if "word" in found.groupdict() else prefix, rest[found.end() :]
    return prefix, rest


def unlabelled(subject: str, number: int) -> str:
    """A subject without this ticket's label, however often it came back."""
    return " ".join(_LABEL.sub(lambda found: " " if int(found["number"]) == number else found[0], subject[:_LONGEST]).split())


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold())

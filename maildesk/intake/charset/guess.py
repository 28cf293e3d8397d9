"""A careful guess at text whose charset nobody declared: each candidate is scored by how its letters stand together.

No statistics of a language are needed: wrong readings betray themselves by rare ideographs, by accents among
consonants, by letters that no language has side by side, by capitals inside words and by signs no letter holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from maildesk.intake.charset.frequent import IDEOGRAPHS, WORDS

# What is looked at is bounded: a guess needs no more than the first 4 KiB that are not plain ASCII.
LOOKED_AT = 4096
_VIETNAMESE = "cp1258"

# In order of preference where two score the same.
_WIDE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "johab")
_OF_DOS = ("cp852", "cp737", "cp862", "cp857", "cp855", "cp1125", "cp775", "iso-8859-4", "iso-8859-16", "iso-8859-3", "iso-8859-14")
_SINGLE = (
    "cp1251",
    "koi8-r",
    "koi8-u",
    "cp1252",
    "cp1250",
    "iso-8859-2",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
    "cp866",
    "mac-roman",
    "mac-cyrillic",
    "cp1254",
    "cp1257",
    "cp1258",
    "cp850",
    "iso-8859-5",
    "iso-8859-6",
    *_OF_DOS,
)
# What hardly anybody sends without a word about it, and what nobody has sent for long.
_RARE = frozenset({"mac-roman", "mac-cyrillic", "cp850", "iso-8859-5", "iso-8859-6"})
_OLD = frozenset({*_OF_DOS, "johab"}) - _RARE
# What customers of a mailbox write in, by their language: of readings that are nearly as likely theirs is taken.
CHARSETS_OF = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), ("cp1250", "iso-8859-2")),
    **dict.fromkeys(("be", "bg", "sr"), ("cp1251",)),
    **dict.fromkeys(("da", "de", "es", "fi", "fr", "it", "nl", "no", "pt", "sv"), ("cp1252",)),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    **dict.fromkeys(("ar", "fa"), ("cp1256",)),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8-r", "cp866"),
    "th": ("cp874",),
    "tr": ("cp1254",),
    "uk": ("cp1251", "koi8-u"),
    "vi": ("cp1258",),
    "zh_CN": ("gb18030",),
    "zh_TW": ("big5hkscs",),
}
_EXPECTED, _EXPECTED_LETTERS = 0.3, 0.7  # of a charset, and of a charset in which the letters are the language's own
KANA = re.compile(r"[\u3040-\u30ff]")  # Chinese charsets hold them too, and nobody writes Chinese with them
# Signs that Arabic and Thai set over a letter are part of its word.
_WORD = re.compile(r"(?:[^\W\d_]|[\u064b-\u0652\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+")


def guess(data: bytes, languages: Collection[str] = ()) -> str | None:
    """The likeliest text, or None where no candidate reads all of the bytes; `languages` are those the desk's customers write."""
    sample = _sample(data)
    expected: dict[str, list[str]] = {}
    for language in languages:
        for codec in CHARSETS_OF.get(language, ()):
            expected.setdefault(codec, []).append(language)
    scored = [
        (score(text) + _hoped_for(text, expected.get(codec, ())) - _against(text, codec), -order, codec)
        for order, codec in enumerate((*_WIDE, *_SINGLE))
        if (text := _read(sample, codec)) is not None
    ]
    for _, _, codec in sorted(scored, reverse=True):
        text = _read(data, codec)
        if text is not None:
            return text
    return None


def _sample(data: bytes) -> bytes:
    """The first lines that hold anything but ASCII, whole, so that no character is cut."""
    if len(data) <= LOOKED_AT:
        return data
    kept, size = [], 0
    for line in data.splitlines(keepends=True):
        if size > LOOKED_AT:
            break
        if not line.isascii():
            kept.append(line)
            size += len(line)
    return b"".join(kept)[: LOOKED_AT * 4]


def strictly(data: bytes, codec: str) -> str:
    """What the codec makes of it, or its UnicodeError.

    The charset of Vietnam writes most letters and their accents as two signs, and Outlook takes it for names of a Macintosh: each is one sign here.
    """
    text = data.decode(codec)
    return unicodedata.normalize("NFC", text) if codec == _VIETNAMESE else text


def _read(data: bytes, codec: str) -> str | None:
    try:
        return strictly(data, codec)
    except UnicodeDecodeError as problem:
        # The end may be cut inside a character.
        if problem.end >= len(data) - 1 and problem.start >= len(data) - 4 and codec in _WIDE:
            return data[: problem.start].decode(codec, "replace") + "\ufffd"
    return None


def _hoped_for(text: str, languages: Collection[str]) -> float:
    """What speaks for a charset of those that customers write in."""
    if not languages or KANA.search(text):
        return 0.0
    accents = accents_of(text)
    theirs = bool(accents) and any(ALPHABETS[one].issuperset(accents) for one in languages if one in ALPHABETS)
    return _EXPECTED_LETTERS if theirs else _EXPECTED


def accents_of(text: str) -> list[str]:
    """The letters of the Latin script that English has not, small."""
    return [c for c in text.lower() if "\xaa" < c < "\u0250" and c.isalpha()]


def _against(text: str, codec: str) -> float:
    """What speaks against a charset before its letters do: that it is rare, and, of Chinese, letters of other scripts, which its charsets hold too."""
    if codec in _RARE or codec in _OLD:
        return (1 if codec in _RARE else 3) / max(1, sum(c > "\x7f" for c in text))
    return 2 * len(_STRAYS.findall(text)) / len(text) if codec in ("gb18030", "big5hkscs") and text else 0.0


def score(text: str) -> float:
    """Marks a character, from about -2 (nonsense) to 2 (common letters)."""
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    marks = sum(map(_mark, foreign)) + sum(map(_word_mark, _WORD.findall(text))) + len(_WELL_PLACED.findall(text)) - len(_ILL_PLACED.findall(text))
    accents = accents_of(text)
    if accents:
        said = Counter(_PLAIN_WORD.findall(text.lower()))
        marks -= min(
            _UNEXPLAINED * sum(c not in alphabet for c in accents) - _sounds_like(language, said) for language, alphabet in ALPHABETS.items()
        )
    return marks / len(foreign)


def _sounds_like(language: str, said: Counter[str]) -> float:
    """What the plain words beside the accents say for a language."""
    return _SAID * min(_MOST_SAID, sum(count for word, count in said.items() if word in _WORDS_OF.get(language, ())))


@lru_cache(maxsize=8192)
def _mark(char: str) -> float:
    code = ord(char)
    for first, last, mark in _RANGES:
        if first == _HANGUL <= code <= last:
            return mark + 0.5 * (char in _SYLLABLES) if _in_charset(char, "euc_kr") else -0.5
        if first <= code <= last:
            return mark + (_frequent(char) if first == _IDEOGRAPHS else 0.5 * (char in _COMMON or char.lower() in _COMMON))
    category = unicodedata.category(char)
    if category[0] == "L":
        return 0.6
    return -2.0 if category in ("Cc", "Cf", "Co", "Cn") else -0.5


# Quotation marks, dashes and the like, where people put them.
_WELL_PLACED = re.compile(
    r"(?<=[^\W\d_])’(?=[^\W\d_])|(?<![^\W_])[“«»¿¡](?=\w)|(?<=[\w.,!?])[”“’»«](?!\w)|(?<=[\s\d])[–—](?=[\s\d])|(?<=\w)…(?!\w)|(?<!\w)[№§£€](?= ?\d)|(?<=\d)[€°]|(?<=\d )[€°]"
)
# Letters right before a number, signs of Thai where none stands, marks and brackets inside a word.
_ILL_PLACED = re.compile(
    r"(?<!\w)[À-ɏЂ-Џђ-џ](?=\d)|(?<![ก-ฮ])[ัิ-ฺ]|(?<![ก-ฮัิ-ฺ])[็-๎]|[เ-ไ](?![ก-ฮ])|(?<![ก-ฮ็-๎])[ะาำ]|(?<=\w)[¬×÷](?=[\w ])|[ฃฅ]"
    r"|[๐-๙](?=[A-Za-z])|(?<=[A-Za-z])[๐-๙]|[†‡‰™](?=[^\W\d_])|(?<=[^\W\d_])[†‡‰‚]|(?<=[a-z])[”„](?=[a-z])|(?<=[A-Za-z])[〈-】〔-〛！-～](?=[a-z])|[aeiou][èêùûôâ](?=[aeiou])|(?<=[b-df-hj-np-tv-xz])ç(?=[b-df-hj-np-tv-xz])|íi|ìi|óo|òo|úu|ùu|áa|àa"
)
# Letters that a language has beside those of English; a text in the Latin script has those of one.
_LETTERS = {
    "de": "äöüß",
    "fr": "çèéàâêëîïôùûüœæ",
    "es": "áéíóúñüï",
    "pt": "áâãàçéêíóôõú",
    "it": "àèéìíîòóù",
    "nl": "àèéáíóúñüïëö",
    "sv": "åäöé",
    "fi": "åäö",
    "da": "æøåéòô",
    "no": "æøåéòô",
    "is": "áéíóúýþæöð",
    "et": "õäöüšž",
    "lv": "āčēģīķļņšūžõ",
    "lt": "ąčęėįšųūž",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "hr": "čćđšž",
    "sl": "čćđšž",
    "tr": "çğıöşüâîû",
    "sq": "ëç",
    "ca": "àçèéíïòóúü·",
    "cy": "âêîôûŵŷ",
    "ga": "áéíóú",
    "fo": "áíóúýæøð",
    "mt": "ċġħżàèìòù",
    "eo": "ĉĝĥĵŝŭ",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơư",
}
_PLAIN_WORD = re.compile(r"(?<!\w)[a-z]+(?!\w)")
_WORDS_OF = {language: frozenset(words.split()) for language, words in WORDS.items()}
_SAID, _MOST_SAID = 0.5, 4
ALPHABETS = {language: frozenset(letters) for language, letters in _LETTERS.items()}
_UNEXPLAINED = 1.5
_STRAYS = re.compile(r"[\u0370-\u052f\u0e00-\u0e7f\u3041-\u30ff\u2460-\u24ff\u2500-\u25ff]")
# The ten letters each script uses most, small: where two readings give letters, the likelier ones tell them apart.
_COMMON = frozenset("оеаинтсрвлαοιετσνηυρςάόיוהלאתרמבשاليمنتروبéèàçêüöäßåøñáíóúãőűąęłśżčěšřžşţığİðþานรอกเงคมยลวดทสตะปบข่้ิี")
# The syllables that make up most of any Korean text.
_SYLLABLES = frozenset(
    "이다는에을의가고하지은를로기한사어자대인도리아서나시정해일수라게요니들으부김박최조윤임준현민희진영주전제보상면만과원구장거세있그안연여성동오없않습했합것음까터중할되더무신문용공우미생된스경내계분간프린또났"
)
_USUAL = 0.7
_IDEOGRAPHS, _HANGUL = 0x4E00, 0xAC00
_RANGES = (
    (0x00C0, 0x024F, 0.9),  # Latin with accents
    (0x1EA0, 0x1EF9, 1.0),  # Vietnamese
    (0x2010, 0x2026, 0.5),  # dashes, quotation marks
    (0x0391, 0x03CE, 1.0),
    (0x0410, 0x044F, 1.2),
    (0x0401, 0x0491, 0.9),
    (0x05D0, 0x05EA, 1.2),
    (0x0621, 0x0652, 1.1),
    (0x0E01, 0x0E5B, 1.1),
    (0x3040, 0x30FF, 1.5),
    (0x3000, 0x3020, 1.2),
    (0xFF01, 0xFF5E, 0.9),
    (0xFF61, 0xFF9F, -0.9),  # half-width kana: what other charsets look like in Shift_JIS
    (_IDEOGRAPHS, 0x9FFF, 0.9),
    (0x3400, 0x4DBF, -1.0),
    (_HANGUL, 0xD7A3, 1.3),
    (0xE000, 0xF8FF, -2.0),
)


def _in_charset(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def _frequent(char: str) -> float:
    """Whether an ideograph is of the first level of its national set: those are the ones people write."""
    best = -1.2
    for codec, first, last, mark in (("gb2312", 0xB0, 0xD7, 0.3), ("big5", 0xA4, 0xC6, 0.3), ("shift_jis", 0x88, 0x97, 0.2)):
        try:
            lead = char.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        best = max(best, mark if first <= lead <= last else -0.3)
    return best + _USUAL * (char in IDEOGRAPHS)


_VOWELS = frozenset("аеёиоуыэюяєіїўјъαεηιουωάέήίόύώϊϋΐΰр")


def _word_mark(word: str) -> float:
    """Words have one script, and capitals stand in front or everywhere."""
    if word.isascii():
        return 0.0
    penalty = -1.0 * min(sum("\uac00" <= c <= "\ud7a3" for c in word), sum("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in word))
    if not (word.islower() or word.isupper() or word.istitle() or word.upper() == word.lower()):
        penalty -= sum(1 for a, b in pairwise(word) if a.islower() != b.islower() and a.upper() != a.lower()) - (
            word[0].isupper() and word[1:2].islower()
        )
        # All of it in capitals but the first: the one alphabet read as the other.
        penalty -= 0.5 * len(word) * (len(word) > 2 and word[0].islower() and word[1:].isupper())
    if len(word) > 2 and "\u0370" < word[-1] < "\u0530" and _VOWELS.isdisjoint(word.lower()):
        penalty -= 0.6 * len(word)
    if len(word) > 3 and word.isupper():
        penalty -= 0.25 * sum(c > "\x7f" for c in word)
    latin = sum(1 for c in word if c < "\u0250" or "\u1ea0" <= c <= "\u1ef9")
    if 0 < latin < len(word):
        penalty -= 1.6 * min(latin, len(word) - latin)
    accents = sum(1 for c in word if "\x80" <= c < "\u0250")
    if accents > 1 and accents * 2 > len(word):
        penalty -= 1.2 * accents
    return penalty

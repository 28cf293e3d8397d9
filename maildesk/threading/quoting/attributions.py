"""How mail programs introduce a quote: the lines that say who wrote it and when."""

from __future__ import annotations

import re

from maildesk.threading.quoting.words import QUOTING, WROTE, small

_VERB = "|".join(map(re.escape, sorted({verb for verbs in WROTE.values() for verb in verbs}, key=len, reverse=True)))
# The verb ends the line, or a few words follow it as other languages order them (“schrieb Anna Beispiel <a@b>:”).
_WROTE = re.compile(rf"(?<![^\W_])(?:{small(_VERB)})(?P<after>[^\n]{{0,200}})\Z")
# Scripts that leave no blank before the verb.
_WROTE_CJK = re.compile(rf"(?:{'|'.join((*WROTE['zh'], *WROTE['ja'], *WROTE['ko']))})[^\n]{{0,20}}\Z")
_QUOTING = re.compile(rf"(?:{'|'.join(phrase for phrases in QUOTING.values() for phrase in phrases)})\s", re.IGNORECASE)
_ENDS_WROTE = re.compile(rf"\s(?:{small(_VERB)})\Z")
# “As I wrote on 3 May 2026:” is said by a person.
_MYSELF = re.compile(r"\b(?:I|we|ich|wir|ik|wij|nous|j'ai|я|мы)\b|我", re.IGNORECASE)
# A name and the verb, nothing else: one to five words in capitals (or of a script without them).
_NAMED = re.compile(
    rf"(?:[\"“'*]?(?:[^\W\d_a-zà-ÿ][\w.'’-]{{0,30}}[\"”'*]{{0,2}},? ){{1,5}}(?:\([^\W\d_a-zà-ÿ][^()\n]{{0,40}}\) |via \S{{2,30}} )?|you )(?:{_VERB}):\Z"
)
_NAMED_JA = re.compile(r"[^\n:：。、]{1,40}?\s?(?:さん|様|氏)[はが]?\s?(?:書きました|wrote|writes)\s?[:：]\Z")
_NAMED_JA_BARE = re.compile(r"[^\n。、]{1,60}(?:さん|様|氏)の?[^\n。、]{0,80}(?:から|より|書きました)\Z")
# A verb of everyday speech: an attribution only beside both a date and an address.
_SENT = re.compile(r"\bsent\s*[:：]\Z", re.IGNORECASE)
# Day and time, and an address without brackets at the end.
_BY = re.compile(r"[^\n]*\b(?:19|20)\d\d\b[^\n]{0,20}\b\d{1,2}[:.]\d\d\b[^\n]{0,40}\s[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}\s?[:：]\Z")
_BARE = re.compile(r"[\s>]*\d[^<>\n]{5,120}<[^<>\s@]{1,64}@[^<>\s]{2,250}>\s*\Z")
_BRACKETED = re.compile(r"[<(\[][^\s<>@]{1,64}@[^\s<>]{2,250}[>)\]]")
_SECOND_SENTENCE = re.compile(r"[^\W\d_]{2}(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSr)(?<!\bSt)(?<!\bIng)(?<!\bMrs)(?<!\bProf)[.!?] [^\W\d_a-z]")
# A program's clock and zone, then a name, in languages that need no verb.
_CLOCK = re.compile(r"[^\n]{4,60}\b\d{1,2}[:.]\d\d[:.]\d\d (?:UTC|GMT)[+-]\d{1,2},?\s[^\n]{2,80}[:：]\Z")
# A day with its time on a line of its own, which some programs put above the name.
_MOMENT = re.compile(
    r"[^\n:：]{0,14}\b\d{1,4}\b[^\n:：]{0,30}\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[AP]M)?\s?(?:[+-]\d{4}|[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d\d)?)?)?,?\Z",
    re.IGNORECASE,
)
# How the first of two lines begins, where the second would say enough: a day or an hour after at most four words, or a name and its address.
_DAY_FIRST = re.compile(r"\W*(?:[^\s\d]{1,16}\s{1,2}){0,4}[^\s\d]{0,6}\d")
# What begins with the hour and names no day goes on with the line above it: “at 10:00 AM, Ruth Weber wrote:”.
_HOUR_FIRST = re.compile(r"\W*(?:[^\W\d_]{1,7}\.?\s){0,2}\d{1,2}[:.]\d\d")
_NAME = re.compile(
    r"[\W_]*(?:[^\s<>@]{1,64}@[^\s<>@]{2,250}|[^\W\d_a-zà-ÿ][^\s<>@]*(?:\s(?:[^\W\d_a-zà-ÿ]|[(\d]|de\b|van\b|von\b|d[aeiu]\b)[^\s<>@]*){1,8})"
)
_WHOM = re.compile(rf"{_NAME.pattern}\s?[<(]{{1,2}}[^\s<>@]{{1,64}}@[^\s<>]{{2,250}}[>)]{{1,2}}(?:,?\s\S+){{0,5}},?\Z")
_BROKEN = re.compile(r"<[^\s<>@]{1,64}@[^\s<>]{2,250}\Z")  # an address that goes on in the next line
_ABOUT = re.compile(r"In (?:message|article)\b.{0,120}", re.IGNORECASE)
_OPENS = re.compile(r"\d{1,4}[./:年-]\d|\b(?:19|20)\d\d\b|@")
# What ends an attribution: colons of any script, and the dot that Armenian has for one.
_COLONS = ":：︰﹕։․፡፦៖"
_COLON_ENDS = tuple(_COLONS)
# What stands behind the verb where a name does (“Am 02.02.26 um 10:00 schrieb Ruth Weber”), and a name, its address and when.
_NAMES = re.compile(r"(?:,?\s(?!\d)[^\Wa-zà-ÿ][\w.'’-]{0,30}){1,5}\Z")
_DASHED = re.compile(r"[^\n@]{1,80}\s<?[^\s<>@]{1,64}@[^\s<>]{2,250}>?\s[-–—]\s[^\n]{4,60}\Z")
_YEAR = re.compile(r"(?<!\w)\d{4}(?!\w)|\d{4}年|\d[./-]\d{1,2}[./-]\d\d")
_TIME = re.compile(r"\d{1,2}[:.]\d\d")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d|(?:上午|下午|오전|오후)\d")
_WHEN = re.compile(r"(?<!\w)\d{4}(?!\w)|\d{4}年|\d{1,2}[:.]\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d\d")
_SENTENCE_ENDS, _BRACKETS = (".", "!", "?", "。", "！", "？"), ("<", "[", "(")
_DATED = re.compile(r"\d{1,4}\s?[./年월월日-]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\b\d{1,2}\.? \w{3,}")
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BIDI, _AROUND = str.maketrans("", "", _DIRECTIONS), f" \t*_\u00a0>{_DIRECTIONS}"
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}")
_DATE_AND_ADDRESS = re.compile(rf"[>)\]\"]\s*[{_COLONS}]\s*\Z")
LONGEST_ATTRIBUTION, LONGEST_BARE = 400, 250


def ends_with_colon(line: str) -> bool:
    """Whether a line may be the last of an attribution: of all that one must have, this costs least to ask."""
    return line.rstrip().rstrip(_AROUND).endswith(_COLON_ENDS)


def is_attribution(text: str) -> bool:
    """Whether a line (or a folded one, joined) introduces a quote."""
    text = text.strip(_AROUND)
    if not 6 <= len(text) <= LONGEST_ATTRIBUTION or text[-1] not in _COLONS or text.count(":") > 12:
        return False
    text = text.translate(_BIDI)
    address, dated = has_address(text), _DATED.search(text) is not None
    if address and dated and (_DATE_AND_ADDRESS.search(text) or _SENT.search(text) or _BY.match(text)):
        return True
    if not (address or dated):
        return False
    if (address and _QUOTING.match(text)) or (dated and _CLOCK.match(text)):
        return True
    found = _WROTE.search(small(text)) or _WROTE_CJK.search(text)
    return found is not None and (address or _MYSELF.search(text, 0, found.start()) is None)


def says_wrote(text: str) -> bool:
    """Whether it says that somebody wrote, with little behind the verb."""
    return _WROTE.search(small(text)) is not None


def has_address(text: str) -> bool:
    return "@" in text and _ADDRESS.search(text) is not None


def has_hour(text: str) -> bool:
    return _HOUR.search(text) is not None


def has_year(text: str) -> bool:
    return _YEAR.search(text) is not None


def is_quoting(text: str) -> bool:
    """Whether an attribution begins with the words of programs that name nobody but whom they quote."""
    return _QUOTING.match(text) is not None


def is_moment(line: str) -> bool:
    """Whether a line holds a day and a time and little else, as the first of a folded attribution may."""
    return len(line) < 80 and _MOMENT.match(line.strip(" \t>*\u00a0")) is not None


def goes_on(first: str, rest: str) -> bool:
    """Whether an attribution that says enough by itself (`rest`) only goes on with what the line above it began: the day, or the name with its address."""
    if is_moment(first) or _ABOUT.fullmatch(first):
        return True
    if first.endswith("<") or _BROKEN.search(first) or (rest.startswith(_BRACKETS) and (_NAME.fullmatch(first) or _OPENS.search(first))):
        return True
    if _HOUR_FIRST.match(rest) and _YEAR.search(rest) is None and (_DAY_FIRST.match(first) or _ADDRESS.search(first)) and _WHEN.search(first):
        return True
    if _dated_first(first) and (not _WHEN.search(rest) or _HOUR.match(rest)):
        return True
    return _WHOM.match(first) is not None and _ADDRESS.search(rest) is None


def opens(line: str) -> bool:
    """Whether a line may be the first of an attribution that only marks below it prove: a day, or a name with its address."""
    return _dated_first(line) or _WHOM.match(line) is not None


def _dated_first(line: str) -> bool:
    """Whether a line begins with a day, as attributions do; one that ends with it, and names no hour, may be a person's."""
    if line.endswith(_SENTENCE_ENDS) or not _DAY_FIRST.match(line) or not _WHEN.search(line):
        return False
    return _TIME.search(line) is not None or not line[-1].isdigit()


def is_bare_attribution(line: str) -> bool:
    """What only the marks of a quote below it prove: a name with a verb, a day and a name in any language, or a program's words without their colon."""
    text = line.lstrip(_AROUND).rstrip(" \t*_\u00a0")
    if len(text) > LONGEST_BARE or not text:
        return False
    if text[-1] in _COLONS:
        return (
            _NAMED.match(text) is not None
            or _NAMED_JA.match(text) is not None
            or (_SECOND_SENTENCE.search(text) is None and _says_whom_or_when(text))
        )
    if text[-1] == ">":
        return _BARE.match(line) is not None
    if _NAMED_JA_BARE.match(text):
        return True
    return _QUOTING.match(text.lstrip("([")) is not None if text[-1] in ")]" else _says_whom_or_when(text) and _ends_as_introduction(text)


def _ends_as_introduction(text: str) -> bool:
    """With the verb, with the verb and a name, or with the day behind a dash."""
    said = small(text)
    found = _WROTE.search(said)
    return (
        _ENDS_WROTE.search(said) is not None
        or (found is not None and _NAMES.match(text, found.start("after")) is not None)
        or _DASHED.match(text) is not None
    )


def _says_whom_or_when(text: str) -> bool:
    """A bracketed address, or a whole day with an hour or a bracketed name."""
    return _BRACKETED.search(text) is not None or (
        _WHEN.search(text) is not None and _TIME.search(text) is not None and _YEAR.search(text) is not None
    )

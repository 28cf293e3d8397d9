"""Lines that part a mail from the one below it: “-----Original Message-----”, what says that a mail is passed on, drawn rules."""

from __future__ import annotations

import re

from maildesk.subject import read_subject
from maildesk.threading.quoting.attributions import says_wrote
from maildesk.threading.quoting.words import ANSWER_ABOVE, FORWARDED, MESSAGE_WORDS, ORIGINAL, small

_DECORATED = re.compile(r"[\s>*]*([-_—–=─‐‑]{2,})\s*(\S.{0,160}?)\s*([-_—–=─‐‑]{2,})[:：]?[\s*]*\Z")
_MESSAGE = re.compile(rf"(?:{small(MESSAGE_WORDS)}|original\Z)")
_ORIGINAL, _FORWARDED = re.compile(small(ORIGINAL)), re.compile(small(FORWARDED))
# “>>> Anna 2/2/2026 10:00 >>>” and “Anna---02/02/2026 10:00:00---”.
_EDGE = re.compile(
    r"[\s*_]*>{2,4}\s?[^\s>][^\n>]{0,100}(?:>{1,2}[^\n>]{0,60})?\d{1,2}[:.]\d\d[^\n>]{0,20}>{2,4}[\s*_]*\Z"
    r"|[^\n-]{2,80}---+\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s\d{1,2}[:.]\d\d[^\n-]{0,20}---"
)
_ABOVE_WORDS = re.compile(small("|".join(("above this line", *ANSWER_ABOVE))))
_ABOVE = re.compile(
    rf"(?:(?:[^\w\s]|_)\s?(?:[^\w\s]|_)(?:[^\w\n]|_){{0,18}}[^\n]{{0,60}}|\[[^\n\]]{{0,60}})(?:{'|'.join(ANSWER_ABOVE)})[^\n]{{0,60}}\Z"
    r"|\*?(?-i:(?:(?:To reply, please|Please) (?:reply|respond|write|type|enter|answer)|Reply|Respond|Write|Type|Enter)(?: your (?:reply|response|answer|message|comment|text))? above this line)[.!]?\*?\Z"
    r"|(?-i:(?:Please )?(?:[Rr]eply|[Rr]espond|[Ww]rite|[Tt]ype|REPLY|WRITE) ABOVE THIS LINE\b)[^\n]{0,80}\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*\[[^\]]{1,60}\]\s*")
# What a forward begins with in one language and an answer in another; the header block below it decides.
_EITHER = re.compile(r"\s*vs\s*[:：]", re.IGNORECASE)
_RULE = re.compile(r"[\s>]*(?:[_─]{8,}|[-‐]{15,}|={20,})\s*\Z")
_LINE = re.compile(r"(?:[-_=~*•·‐‑–—─━] ?){3,200}")
_DASHES = tuple("-_—–=─‐‑")
_LONGEST_SAID, _LONGEST_DRAWN = 90, 240  # characters of a line that says a mail is passed on; between dashes stands a name with its address, too


def is_separator(line: str) -> bool:
    """A line of its own like “-----Original Message-----” or “---- Anna wrote ----”."""
    found = _DECORATED.match(line) if len(line) < 240 else None
    if found is None:
        return len(line) < 240 and (">>" in line or "---" in line) and _EDGE.match(line) is not None
    said = small(found[2])
    return _FORWARDED.search(said) is None and (_MESSAGE.search(said) is not None or says_wrote(said))


def separates_alone(text: str) -> bool:
    """Whether a separator needs nothing below it: people write “--- Error message ---” over what they paste, too."""
    said = small(text)
    return _MESSAGE.search(said) is None or _ORIGINAL.search(said) is not None or says_wrote(said.rstrip("-_—–=─‐‑:： "))


def is_answer_line(line: str) -> bool:
    """The line of another desk's mail that asks for the answer above it."""
    text = line.lstrip(" \t>").rstrip()
    # Signs may stand over anything: then the words are sought alone first.
    return 10 < len(line) < 160 and (text[:1].isalpha() or _ABOVE_WORDS.search(small(text)) is not None) and _ABOVE.match(text) is not None


def is_forward_separator(line: str) -> bool:
    """A line that says a forwarded mail follows; the header block below it must prove it."""
    text = line.strip(" \t>*\u00a0\ufeff")
    # The shape is asked first: it is cheap, and the words of thirty languages are not.
    drawn = text[:1] in _DASHES
    shaped = 4 <= len(text) <= (_LONGEST_DRAWN if drawn else _LONGEST_SAID) and (drawn or text[-1] in ":：")
    return shaped and _FORWARDED.search(small(text)) is not None


def is_forward_subject(subject: str) -> bool:
    subject = _TAG.sub("", subject, count=1) if _TAG.match(subject) else subject
    return read_subject(subject).forward or _EITHER.match(subject) is not None


def is_drawn(line: str) -> bool:
    """Whether a line is drawn, however short: it counts only where an introduction stands below it."""
    return _LINE.fullmatch(line.strip(" \t>")) is not None


def is_rule(line: str) -> bool:
    """The line that Outlook and others draw over a header block."""
    return _RULE.match(line) is not None

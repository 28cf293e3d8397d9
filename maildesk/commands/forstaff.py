"""Words that an agent wrote for colleagues, though nothing says so that we carry out: their first line tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from maildesk.directory import Directory

_LONGEST = 200  # characters of a first line that are looked at
# How people call their words internal, at the beginning: in brackets, or before a colon or a dash.
_INTERNAL = (
    r"internal(?: only| note)?|for internal use|not for (?:the )?customer|intern(?:e notiz)?|nur intern|nicht für (?:den )?kunden"
    r"|interne?|note interne|en interne|pas pour le client|interno|nota interna|uso interno|(?:仅|仅供)?内部(?:备注|参考)?|不要发给客户|社内(?:メモ|限り|用)?"
)
_MARKED = re.compile(rf"\s*(?:[\[(（【]\s*({_INTERNAL})\s*[\])）】]|({_INTERNAL})\s*(?:[:：]|[-–—]\s|\Z))", re.IGNORECASE)
_HELLO = r"(?:(?:hi|hello|hey|dear|hallo|liebe[r]?|moin|servus|bonjour|salut|hola|ciao|你好)[\s,，]+)?"
_GOES_ON = r"(?:\s*[,，:：、]|\s+[-–—]\s|\s*[!！.]?\Z)"


def called_internal(text: str) -> str:
    """The word by which the author calls them internal, "" where none stands there."""
    found = _MARKED.match(_first(text))
    return next(filter(None, found.groups()), "") if found else ""


def colleague_called(text: str, author: str, directory: Directory) -> str:
    """The name of the colleague whom they begin with, as people begin a letter; never the author's own."""
    own = directory.agent(author)
    known = {word for entry in directory.agents if entry != own for word in _names(entry.name)} - set(_names(own.name) if own else ())
    if not known:
        return ""
    any_of = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    found = re.match(rf"\s*{_HELLO}({any_of}){_GOES_ON}", _first(text), re.IGNORECASE)
    return found[1] if found else ""


def is_named(name: str, texts: Iterable[str]) -> bool:
    """Whether a name stands in one of these, as a word."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return any(word.search(text) for text in texts)


def _first(text: str) -> str:
    return next((line for line in text.split("\n") if line.strip()), "")[:_LONGEST]


def _names(name: str) -> tuple[str, ...]:
    """A whole name, and the first word of it where that is one."""
    whole = name.strip()
    return tuple(one for one in (whole, whole.split(" ")[0]) if len(one) > 1)

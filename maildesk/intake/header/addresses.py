"""Addresses as a person would read them, where the strict reading finds none: best effort, never for identity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from maildesk.intake.header.words import decode_words
from maildesk.mail import Address

_ADDR_SPEC = re.compile(r"[^\s<>\"(),;:\[\]\\@]+@(?:\[[^\s<>\"()\[\]@]{1,60}\]|[^\s<>\"(),;:\\@\[\]]*[^\s<>\"(),;:\\@.\[\]])")
_ANGLE = re.compile(r"<([^<>]*)>?")
_COMMENT = re.compile(r"\(((?:[^()\\]|\\.|\([^()]*\))*+)\)", re.DOTALL)  # with one more in it
_LOCAL = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63})\s*\([^()]*\)\Z")
# What may hold a delimiter without meaning it, then the delimiters.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|\((?:[^()\\]|\\.|\([^()]*\))*+\)|<[^<>]*+>|=\?[^?\s]*+\?[bBqQ]\?[^?]*+\?=|[,;:]", re.DOTALL)
# Part of a name that has a comma in it, and what may stand behind that comma: the rest of the name, or nothing, before the address.
_SURNAME = re.compile(r"\s*+\"?(?![\s\"])[^@<>\"(),:]{1,60}+\s*+")
_GIVEN_NAME = re.compile(r"(?!\s*\")[^@<>\"]*+\"?\s*<[^<>]*@")
_BLANKS_AT_DOTS = re.compile(r"\s*\.\s*")
# How some programs write an address beside a name: as a link, in brackets of their own. A link alone is one, as in the fields of a list.
_LINK = re.compile(r"(?<=[\w\"'.])( ?)[<\[(]\s*(?:mailto|smtp):\s*([^\s<>\[\]()?]{1,320})\s*[>\])]", re.IGNORECASE)
# Brackets doubled, written for a page or in full width, and full commas behind an address.
_BRACKETS = re.compile(r"(?:<\s?<|&lt;|[＜《〈])\s?([^\s<>&＜＞《》〈〉@]{1,64}@[^\s<>&;＜＞《》〈〉@]{1,255})\s?(?:>\s?>|&gt;|[＞》〉])")
_FULL_COMMA = re.compile(r"(>|@[\w.-]{1,255})\s?[，；、]")
_QUOTES = ("''", '""', "“”", "„“", "‘’", "«»", "「」")
# What shows nothing, and comes along with an address that is copied.
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2068\u2069\ufeff\u00a0"
_AS_LINK = re.compile(r"[a-z]{2,10}:", re.IGNORECASE)
_NOBODY = re.compile(r"[\s:;]")  # “undisclosed recipients:;”
_AROUND = " \t,;:<>()[]{}/|–—-"  # what may stand between a name and an address that has no brackets
_MOST_COMMAS = 4
_LONGEST, _LONGEST_ITEM = 32 << 10, 1000


def read_addresses(text: str, most: int) -> tuple[Address, ...]:
    """The mailboxes of a header in order, groups opened, at most `most` of them."""
    found: list[Address] = []
    for item in _with_surnames(_items(_in_plain_brackets(text[:_LONGEST]))):
        found += filter(None, map(_address, _apart(item.strip()[:_LONGEST_ITEM])))
        if len(found) >= most:
            break
    return tuple(found[:most])


def without_links(text: str) -> str:
    """“Zoe [mailto:zoe@…]” as an address is written."""
    return _LINK.sub(r" <\2>", text) if ":" in text else text


def _in_plain_brackets(text: str) -> str:
    return _FULL_COMMA.sub(r"\1,", _BRACKETS.sub(r"<\1>", text)) if not text.isascii() or "<" in text or "&" in text else text


def unquoted(name: str) -> str:
    """A name on one line, without the quotation marks that some programs put around it."""
    name = " ".join(name.split())
    return name[1:-1].strip() if len(name) > 1 and name[0] + name[-1] in _QUOTES else name


def without_marks(spec: str) -> str:
    """An address without the quotation marks that Outlook and people put around it."""
    return spec[1:-1] if spec[:1] + spec[-1:] in _QUOTES else spec


def _apart(item: str) -> list[str]:
    """What stands between two delimiters: usually one mailbox, but some programs forget the comma."""
    ends = [found.end() for found in _ANGLE.finditer(item) if "@" in found[1]]
    if len(ends) > 1:
        return [item[start:end] for start, end in pairwise((0, *ends[:-1], len(item)))]
    bare = _ADDR_SPEC.findall(_COMMENT.sub(" ", item)) if not ends and '"' not in item else []
    return bare if len(bare) > 1 else [item]


def _items(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at commas, semicolons and a group's colon that stand outside quotes, comments and brackets; with each piece the mark behind it."""
    start = 0
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark in (",", ";"):
            yield text[start : found.start()], mark
            start = found.end()
        elif mark == ":" and "@" not in text[start : found.start()]:
            start = found.end()
    yield text[start:], ""


def _with_surnames(items: Iterator[tuple[str, str]]) -> Iterator[str]:
    """“Quinn, Zoe <zoe@…>” without quotes is one person: what stands before the comma is no mailbox."""
    before: list[str] = []
    for item, mark in items:
        if before and _GIVEN_NAME.match(item):
            yield ",".join((*before, item))
            before = []
        elif mark == "," and len(before) < _MOST_COMMAS and _SURNAME.fullmatch(item):
            before.append(item)
        else:
            yield from (*before, item)
            before = []
    yield from before


def _address(item: str) -> Address | None:
    item = item.strip()
    if item.startswith("=?") and item.endswith("?=") and "@" in (whole := decode_words(item)) and "=?" not in whole:
        return _address(whole)  # name and address in one encoded word
    angles = list(_ANGLE.finditer(item))
    angle = next((one for one in angles if "@" in one[1]), angles[0] if angles else None)
    if angle is None:
        return _bare(item)
    name, spec = _named(item[: angle.start()], item[angle.end() :]), _spec(angle[1])
    return Address(name, spec) if spec else _nameless(name)


def _bare(item: str) -> Address | None:
    """A mailbox without angle brackets."""
    spec = next(filter(None, map(_ADDR_SPEC.search, (_COMMENT.sub(" ", item), _COMMENT.sub("", item), item))), None)
    comment = _COMMENT.search(item)
    if spec is None:
        local = _LOCAL.match(item) if comment else None
        # A mail server that names no host: “MAILER-DAEMON (Mail Delivery System)”.
        if local and comment:
            return Address(_name(comment[1]), local[1])
        return _nameless(_name(item)) if not _COMMENT.fullmatch(item) and not item.startswith("@") else None
    if comment and spec[0] not in comment[1]:
        return Address(_name(comment[1]), spec[0])
    name, plain = _name(item.replace(spec[0], " ", 1)).strip(_AROUND), without_marks(spec[0])
    return Address(name if re.search(r"\w", name) else "", plain)


def _nameless(name: str) -> Address | None:
    return Address(name, "") if name else None


def _named(before: str, after: str) -> str:
    """The name beside an address in brackets, and what is said about it in a comment behind them."""
    name, told = _name(before), _COMMENT.fullmatch(after.strip())
    return f"{name} ({_name(told[1])})" if name and told and told[1].strip() else name or _name(after)


def _spec(text: str) -> str:
    """The addr-spec between angle brackets, a source route cut off (RFC 5322 §4.4); a URL is no address and stays as it is."""
    text = " ".join(_COMMENT.sub("", decode_words(text) if "=?" in text else text).strip(_UNSEEN).split())
    if "@" not in text:
        return text.replace(" ", "") if "/" in text or not _NOBODY.search(text) else ""
    if _AS_LINK.match(text):
        return text
    text = text.partition("?")[0]
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2].strip()
    local, _, domain = text.strip("\"'").rpartition("@")
    # Blanks around dots mean nothing (§4.4); inside a word nobody knows what is meant, and leaving them out would be somebody else's address.
    return f"{_BLANKS_AT_DOTS.sub('.', local.strip())}@{domain.replace(' ', '')}"


def _name(text: str) -> str:
    text = text.strip()
    comment = _COMMENT.fullmatch(text)
    if comment:
        text = comment[1]
    text = re.sub(r"\\(.)", r"\1", text.replace('\\"', "\0").replace('"', "").replace("\0", '"'))
    return unquoted(decode_words(text).strip(" \t,;"))

"""Addresses as a person would read them, where the strict reading finds none: best effort, never for identity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from maildesk.intake.header.words import decode_words
from maildesk.mail import Address

_ADDR_SPEC = re.compile(r"[^\s<>\"(),;:\[\]\\@]+@[^\s<>\"(),;:\\@]*[^\s<>\"(),;:\\@.]")
_ANGLE = re.compile(r"<([^<>]*)>?")
_COMMENT = re.compile(r"\(([^()]*)\)")
_LOCAL = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63})\s*\([^()]*\)\Z")
# What may hold a delimiter without meaning it, then the delimiters.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|\((?:[^()\\]|\\.|\([^()]*\))*+\)|<[^<>]*+>|=\?[^?\s]*+\?[bBqQ]\?[^?]*+\?=|[,;:]", re.DOTALL)
_SURNAME, _GIVEN_NAME = re.compile(r"\s*[^\s@<>\"():=?]+(?: [^\s@<>\"():=?]+){0,2}\s*"), re.compile(r"\s*[^\s@<>\"():=?][^@<>\"():=?]*<[^<>]*@")
_BLANKS_AT_DOTS = re.compile(r"\s*\.\s*")
# How some programs write an address beside a name: as a link, in brackets of their own. A link alone is one, as in the fields of a list.
_LINK = re.compile(r"(?<=[\w\"'.])( ?)[<\[(]\s*(?:mailto|smtp):\s*([^\s<>\[\]()?]{1,320})\s*[>\])]", re.IGNORECASE)
_LONGEST, _LONGEST_ITEM = 32 << 10, 1000


def read_addresses(text: str, most: int) -> tuple[Address, ...]:
    """The mailboxes of a header in order, groups opened, at most `most` of them."""
    found: list[Address] = []
    for item in _with_surnames(_items(text[:_LONGEST])):
        found += filter(None, map(_address, _apart(item.strip()[:_LONGEST_ITEM])))
        if len(found) >= most:
            break
    return tuple(found[:most])


def without_links(text: str) -> str:
    """“Zoe [mailto:zoe@…]” as an address is written."""
    return _LINK.sub(r" <\2>", text) if ":" in text else text


def unquoted(name: str) -> str:
    """A name without the quotation marks that some programs put around it."""
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else name


def _apart(item: str) -> list[str]:
    """What stands between two delimiters: usually one mailbox, but some programs forget the comma."""
    ends = [found.end() for found in _ANGLE.finditer(item) if "@" in found[1]]
    if len(ends) > 1:
        return [item[start:end] for start, end in pairwise((0, *ends[:-1], len(item)))]
    bare = _ADDR_SPEC.findall(_COMMENT.sub(" ", item)) if not ends and '"' not in item else []
    return bare if len(bare) > 1 else [item]


def _items(text: str) -> Iterator[str]:
    """The text cut at commas, semicolons and a group's colon that stand outside quotes, comments and brackets."""
    start = 0
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark in (",", ";"):
            yield text[start : found.start()]
            start = found.end()
        elif mark == ":" and "@" not in text[start : found.start()]:
            start = found.end()
    yield text[start:]


def _with_surnames(items: Iterator[str]) -> Iterator[str]:
    """“Quinn, Zoe <zoe@…>” without quotes is one person: what stands before the comma is no mailbox."""
    before = ""
    for item in items:
        surname = before if _GIVEN_NAME.match(item) else ""
        if before and not surname:
            yield before
        before = item if not surname and _SURNAME.fullmatch(item) else ""
        if not before:
            yield f"{surname},{item}" if surname else item
    if before:
        yield before


def _address(item: str) -> Address | None:
    item = item.strip()
    if not item:
        return None
    angle = _ANGLE.search(item)
    if angle is not None:
        return Address(_named(item[: angle.start()], item[angle.end() :]), _spec(angle[1]))
    spec = _ADDR_SPEC.search(_COMMENT.sub(" ", item)) or _ADDR_SPEC.search(item)
    comment = _COMMENT.search(item)
    if spec is None:
        whole = decode_words(item) if "=?" in item else ""
        if "@" in whole and "=?" not in whole:
            return _address(whole)  # name and address in one encoded word
        local = _LOCAL.match(item) if comment else None
        # A mail server that names no host: “MAILER-DAEMON (Mail Delivery System)”.
        return Address(_name(comment[1]), local[1]) if local and comment else _nameless(_name(item))
    rest = item.replace(spec[0], " ", 1).replace(">", "")
    return Address(_name(comment[1]) if comment else _name(rest), spec[0])


def _nameless(name: str) -> Address | None:
    return Address(name, "") if name else None


def _named(before: str, after: str) -> str:
    """The name beside an address in brackets, and what is said about it in a comment behind them."""
    name, told = _name(before), _COMMENT.fullmatch(after.strip())
    return f"{name} ({_name(told[1])})" if name and told and told[1].strip() else name or _name(after)


def _spec(text: str) -> str:
    """The addr-spec between angle brackets, a source route cut off (RFC 5322 §4.4); a URL is no address and stays as it is."""
    text = " ".join(_COMMENT.sub("", decode_words(text) if "=?" in text else text).split())
    if "@" not in text:
        return text.replace(" ", "")
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
    name = decode_words(text).strip(" \t,;")
    return re.sub(r"\s+", " ", unquoted(name)).strip()

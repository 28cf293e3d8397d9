"""What must never stand in a customer's letter: a live token, an agent's private address, internal words (law 7). Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maildesk.language import Said
from maildesk.letter import ANSWER_LINES
from maildesk.mail import Attachment
from maildesk.outbound.readable import texts_in
from maildesk.tokens import KeyRing, TokenKind, letter_of, tokens_in

SHORTEST_NOTE = 12  # characters of a note that are telling as a whole; less is a word anybody may use
SHORTEST_LINE = 40  # of one line of a note


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is watched for. `allowed` is the letter whose own carriers may stand in it, `seen` are those the same person had on this ticket:
    the addresses of their pages show nothing that the person may not see, and come back in what is quoted.
    """

    ring: KeyRing
    allowed: int
    agents: frozenset[str]
    internal: tuple[str, ...] = ()
    seen: frozenset[int] = frozenset()


def leak(texts: Iterable[str], attachments: Sequence[Attachment], secrets: Secrets) -> Said | None:
    """The reason to hold a letter of these texts (headers, text, HTML) and files; None where nothing leaks."""
    if any(_is_closed(one) for one in attachments):
        return Said("winmail.dat may hold the whole mail with its quote, in a form that is not looked into: write the answer as HTML or plain text")
    for text in (*texts, *(text for one in attachments for text in texts_in(one))):
        found = _leak_in(text, secrets)
        if found:
            return found
    return None


def _leak_in(text: str, secrets: Secrets) -> Said | None:
    # Markup can hide words from a search but not from a reader; both forms are looked at.
    bare = html.unescape(re.sub(r"<[^>]*>", "", text))
    for form in (text.lower(), bare.lower()):
        if any(_is_live(token, secrets) for token in tokens_in(form)):
            return Said("a reply address, a Message-ID or a link of another letter stands in it: whoever has it can act in somebody's name")
        agent = next((address for address in secrets.agents if _stands_in(address, form)), None)
        if agent:
            return Said("the private address of an agent stands in it: {agent}", agent=agent)
    words = _folded(bare)
    if any(_folded(line) in words for line in ANSWER_LINES.values()):
        return Said("part of a notification stands in it")
    if any(piece in words for note in secrets.internal for piece in _telling(note)):
        return Said("the words of an internal note stand in it")
    return None


def _is_live(token: str, secrets: Secrets) -> bool:
    kind = TokenKind(token[0])
    letter = letter_of(secrets.ring, kind, token)
    return letter is not None and letter != secrets.allowed and not (kind is TokenKind.PAGE and letter in secrets.seen)


def _stands_in(address: str, text: str) -> bool:
    at = text.find(address)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(address) : at + len(address) + 1]
        if not re.match(r"[a-z0-9.+_-]", before) and not re.match(r"[a-z0-9-]", after):
            return True
        at = text.find(address, at + 1)
    return False


def _telling(note: str) -> tuple[str, ...]:
    pieces = (note, *(line for line in note.splitlines() if len(line) >= SHORTEST_LINE))
    return tuple(piece for piece in map(_folded, pieces) if len(piece) >= SHORTEST_NOTE)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_closed(one: Attachment) -> bool:
    """Exchange's own form of a mail (TNEF): text, quote and files in one packed piece."""
    return one.content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or one.filename.lower() == "winmail.dat"

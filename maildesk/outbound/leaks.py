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

# What stands in every notification, or tells of others, and is nobody's wording by chance, for where a paste has lost the line above it: patterns
# of `templates/*/notification.*`, in which blanks do not count and letters are folded. An assigned ticket bears an agent's address, which is found.
NOTIFICATION_WORDS = {
    "en": (
        r"Begin with #note to keep it internal",
        r"Your answer stays internal, as a note",
        r"Ticket \d+ · \w+ · \w+ · nobody.s yet",
        r"The customer sees nothing of it\. To write there, begin with #ask",
        r"To have them in your answers from now on, write:",
        r"May belong to ticket \d+ \(",
        r"The same matter\? Answer #merge \d",
        r"Commands, one a line at the top of your answer",
        r"Tap and send the mail that opens, or answer with the word beside it",
    ),
    "zh_CN": (
        r"以 #备注 开头则仅内部可见",
        r"您的回复将作为内部备注",
        r"您的回复仅内部可见",
        r"工单 \d+ · \w+ · \w+ · 尚未分配",
        r"客户看不到。若要写给对方，请在最上方写 #(?:ask|询问)",
        r"若要今后的答复也抄送他们，请写：",
        r"可能与工单 \d+（",
        r"可能有关的工单 \d+ \(",
        r"是同一件事吗？请回复 #合并 \d",
        r"命令：写在回复最上方，每行一条",
        r"点按并发送打开的邮件，或回复旁边的命令",
    ),
}


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
    if _is_of_a_notification(bare):
        return Said("part of a notification stands in it")
    if any(piece in words for note in secrets.internal for piece in _telling(note)):
        return Said("the words of an internal note stand in it")
    return None


def _is_live(token: str, secrets: Secrets) -> bool:
    kind = TokenKind(token[0])
    letter = letter_of(secrets.ring, kind, token)
    return letter is not None and letter != secrets.allowed and not (kind is TokenKind.PAGE and letter in secrets.seen)


def _is_of_a_notification(text: str) -> bool:
    words = _squeezed(text)
    return any(_squeezed(line) in words for line in ANSWER_LINES.values()) or any(one.search(words) for one in _OF_A_NOTIFICATION)


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


def _squeezed(text: str) -> str:
    """However a mail program broke and marked its lines, of which Chinese ones have no blanks to be broken at."""
    return re.sub(r"[\s>]+", "", text).casefold()


_OF_A_NOTIFICATION = tuple(re.compile(_squeezed(one)) for every in NOTIFICATION_WORDS.values() for one in every)


def _is_closed(one: Attachment) -> bool:
    """Exchange's own form of a mail (TNEF): text, quote and files in one packed piece."""
    return one.content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or one.filename.lower() == "winmail.dat"

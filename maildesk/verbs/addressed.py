"""The arguments of verbs that are addresses, as people and their mail programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from maildesk.changes import Value
from maildesk.directory import Directory
from maildesk.language import Said
from maildesk.plainaddress import is_plain_address
from maildesk.verbs.kinds import BadArgument
from maildesk.verbs.phrasing import is_word_of, words_of
from maildesk.verbs.vocabulary import folded

# What programs make of an address: `kim@example.net<mailto:kim@example.net>`, `Kim Lee <kim@example.net>`.
_LINKED = re.compile(r"([\w.+-]{1,64}@[\w.-]{1,253})\s*[<(\[](?:mailto:)?\1[>)\]]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"""(?:^|(?<=[,;]))\s*([+-]?)(?:["“„][^"“”„]*["“”]|[^,;<>@"“„])*<(?:mailto:)?([^<>\s@]+@[^<>\s]+)>""")


def _mailed(text: str) -> str:
    """A text with each address as it is, without the link and the name that a mail program wrote beside it."""
    bare = _LINKED.sub(r"\1", text) if "@" in text else text
    return re.sub("mailto:", "", _IN_BRACKETS.sub(r" \1\2", bare), flags=re.IGNORECASE).strip() if "@" in text else text


def addresses(text: str, directory: Directory) -> Value:
    words = tuple(_signed(word.lower() for word in re.split(r"[,;，；、\s]+", _mailed(text)) if word and folded(word) not in words_of("and")))
    wrong = [word for word in words if not is_plain_address(word.lstrip("+-"))]
    called = {word.casefold() for entry in directory.agents for word in (entry.address.partition("@")[0], *entry.name.split())}
    if any(is_word_of("me", word) for word in wrong):
        raise BadArgument(Said("“{text}” is no customer: to be told of the ticket, write #watch", text=" ".join(wrong)))
    if colleague := next((word for word in wrong if word in called), None):
        raise BadArgument(Said("“{text}” is a colleague: write #watch {text}, or #assign {text}", text=colleague))
    if wrong or not words:
        raise BadArgument(Said("“{text}” is no address", text=" ".join(wrong) or text), Said("write it like anna@example.com"))
    return words


_SIGNS = {"add": "", "remove": "-", "delete": "-", "plus": "", "minus": "-"}


def _signed(words: Iterable[str]) -> Iterator[str]:
    """`add` and `remove` say of the addresses behind them what a plus and a minus say."""
    sign = ""
    for word in words:
        if word in _SIGNS:
            sign = _SIGNS[word]
        else:
            yield sign + word if is_plain_address(word) else word


def optional_address(text: str, directory: Directory) -> Value:
    """None for the customer, who may be called so."""
    return None if not text or is_word_of("customer", text) else one_address(text, directory)


def address_list(text: str, directory: Directory) -> Value:
    words = addresses(text, directory)
    return tuple(word.lstrip("+-") for word in words) if isinstance(words, tuple) else words


def one_address(text: str, _: Directory) -> Value:
    text = _mailed(text)
    if not is_plain_address(text.strip("<>")):
        raise BadArgument(Said("“{text}” is no address", text=text), Said("write it like anna@example.com"))
    return text.strip("<>").lower()


def correspondent(text: str, directory: Directory) -> Value:
    address, _, subject = _mailed(text).partition(" ")
    return (str(one_address(address, directory)), "" if is_word_of("please", subject) else subject.strip())


WHOLE = "all"  # behind the address: the conversation as the customer knows it, not the last message alone
_WHOLE = frozenset({WHOLE, "全部"})


def passing_on(text: str, directory: Directory) -> Value:
    if not text:
        wrong = Said("nobody is named whom it goes to")
        raise BadArgument(
            wrong, Said("write #forward ADDRESS; what a customer wrote to you, send on to the mailbox: it becomes the customer's ticket")
        )
    address, _, rest = text.partition(" ")
    word, _, subject = rest.strip().partition(" ")
    if word.casefold() in _WHOLE:
        return (str(one_address(address, directory)), subject.strip(), "", WHOLE)
    return correspondent(text, directory)

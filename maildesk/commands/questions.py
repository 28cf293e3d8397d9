"""Reads what an agent asks: `#show 12`, `#find printer`, `#help close`; at the address for agents also without the `#`. Pure."""

from __future__ import annotations

import re

from maildesk.commands.lines import bare
from maildesk.commands.words import is_command_word, nearest_words, question_named, short_form, verb_named
from maildesk.directory import Directory
from maildesk.errors import NOTHING
from maildesk.language import Said
from maildesk.verbs.arguments import read_argument
from maildesk.verbs.kinds import Argument, BadArgument
from maildesk.verbs.phrasing import is_word_of, plainer
from maildesk.verbs.questions import ALL, EVERYTHING, QUESTIONS, Asked, Takes

_BARE = re.compile(r"([#＃﹟]?)([^\W\d_][\w-]*)\s?[?？:：]?(?:\s+(.*))?\Z")
_LONGEST = 500  # characters of a search


def read_question(name: str, value: str, line: str) -> Asked:
    """The question of this name with what follows it; raises `BadArgument` with what would be right."""
    text = value.strip()
    takes = QUESTIONS[name].takes
    if takes is Takes.TICKET:
        return Asked(name, _ticket(text), line)
    if takes is Takes.COMMAND:
        return Asked(name, _command(text), line)
    if takes is Takes.WORDS and not text:
        raise BadArgument(Said("needs the words to look for"))
    if takes is Takes.NOTHING and text:
        raise BadArgument(Said("takes no argument, but “{text}” follows", text=text))
    return Asked(name, text[:_LONGEST], line)


def _ticket(text: str) -> str:
    """The number of a ticket; "" for the one that is written about."""
    shown = re.sub(r"^(?:me|mir|moi)(?:\s+|\Z)", "", text, flags=re.IGNORECASE)
    if shown.casefold() == "all" or "" in plainer(shown):
        return ""
    return str(read_argument(Argument.TICKET, shown, Directory()))


def _command(text: str) -> str:
    word = next((shown for shown in plainer(text.lstrip("#＃﹟")) if is_command_word(shown) or not shown), text).lstrip("#＃﹟")
    word = "" if is_word_of("me", word) else word
    if word.casefold() in EVERYTHING:
        return ALL
    if word and not is_command_word(word):
        near = nearest_words(word)
        raise BadArgument(Said("there is no command “{text}”", text=word), Said("known are {known}", known=", ".join(near)) if near else NOTHING)
    short = short_form(word)
    return (verb_named(word) or (short.verb if short else "") or question_named(word) or "") if word else ""


def question_in(line: str) -> Asked | None:
    """What a line of a mail to the address for agents asks, with or without a `#`; None where it asks nothing."""
    found = _BARE.match(bare(line))
    name = question_named(found[2]) if found else None
    if found is None or name is None:
        return None
    value = (found[3] or "").strip()
    try:
        asked = read_question(name, value if name == "find" else value.rstrip("?？.。"), line.strip())
    except BadArgument:
        return None  # words of a signature, or a command with an argument of its own
    return asked if found[1] or asked.text or not asked.about_ticket else None

"""A line that is no command, though its author may have meant one: it is asked about, and never goes to a customer unasked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maildesk.changes import CommandProblem
from maildesk.commands.lines import stray_lines, visible
from maildesk.commands.questions import read_question
from maildesk.commands.words import english, question_named, short_form, verb_named
from maildesk.directory import Directory
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.verbs.arguments import read_argument, read_exactly
from maildesk.verbs.kinds import Argument
from maildesk.verbs.table import VERBS

_WORD = r"[^\W\d_][\w-]*"
_APART = re.compile(rf"(?:[^\w#＃﹟>\\]|_){{0,8}}[#＃﹟][\s_*.-]{{1,3}}({_WORD})[:：]?(.*)\Z")  # `# close`
_OTHER_SIGN = re.compile(rf"[!！/@＠.]{{1,2}}({_WORD})[:：]?(.*)\Z")  # as other desks have it
_ASKED = re.compile(
    rf"(?:please|pls|bitte|por favor|请)[,:]?\s*({_WORD})\s+(?:to\s+|an\s+|à\s+|a\s+|给)?(.+)\Z", re.IGNORECASE
)  # `please assign to Ben`
_NO_SIGN = re.compile(rf"({_WORD})[:：]?(.*)\Z")
_CALLED = re.compile(r"[@＠](\w[\w-]*)")
# Verbs that people begin a paragraph with: “Wait”, “Note”, “3 days”.
_LEADING = frozenset({Argument.UNTIL, Argument.WHEN, Argument.OPTIONAL_TEXT, Argument.SENDING, Argument.SPAN})
# What names a colleague, a mailbox or a ticket is hardly said to a customer, whatever stands around it.
_NAMING = frozenset({Argument.WHO_OR_NOBODY, Argument.MAILBOX, Argument.TICKET, Argument.LINK, Argument.MERGER})
_LONGEST = 80  # characters of such a line
# Words that are an answer by themselves.
_ANSWERS = frozenset(
    {"done", "solved", "resolved", "closed", "open", "active", "mine", "later", "waiting", "pending", "status", "low", "normal", "high", "urgent"}
)
_TEXTS = frozenset({Argument.TEXT, Argument.OPTIONAL_TEXT, Argument.OPTIONAL_SUBJECT, Argument.HIDDEN, Argument.FIELD})


def doubtful(rest: str, alone: bool, directory: Directory) -> tuple[str, ...]:
    """The lines of an agent's words that may have been meant as commands; `alone` says that there is no block above them."""
    lines = rest.split("\n")
    found = {*stray_lines(rest), *_apart(lines, directory)}
    first, shown = lines[0], visible(lines[0])
    if len(shown) < _LONGEST and _is_meant(_OTHER_SIGN.match(shown), directory, texts=True):
        found.add(first)
    stands_apart = not any(line.strip() for line in lines[1:2])
    if alone and stands_apart and len(shown) < _LONGEST and _is_bare(shown, directory, first_of_more=any(line.strip() for line in lines[1:])):
        found.add(first)
    if alone and names_colleague(shown, directory):
        found.add(first)
    return tuple(line for line in lines if line in found)


def _apart(lines: Sequence[str], directory: Directory) -> Iterator[str]:
    """Lines whose sign stands apart from the word; at the top words of any kind may follow: `# note She is difficult` is nobody's heading."""
    top = True
    for line in lines:
        apart = len(line) < _LONGEST * 3 and _is_meant(_APART.match(visible(line)), directory, texts=top)
        top = top and (apart or not line.strip())
        if apart:
            yield line


def _is_bare(shown: str, directory: Directory, first_of_more: bool) -> bool:
    """Whether a line that stands apart is a command without its sign, and no answer that a person gives; above other words not one that may lead to them."""
    asked = _ASKED.match(shown)
    if asked and (verb := verb_named(asked[1])):
        return VERBS[verb].argument not in _LEADING and _is_meant(asked, directory, texts=False)
    found = _NO_SIGN.match(shown)
    if found is None or found[1].casefold() in _ANSWERS or question_named(found[1]) or short_form(found[1]):
        return False
    verb = verb_named(found[1])
    if first_of_more and (verb is None or VERBS[verb].argument in _LEADING):
        return False
    return _is_meant(found, directory, texts=False)


def names_colleague(line: str, directory: Directory) -> bool:
    """Whether a line begins with `@` and a colleague's name, as other programs have a colleague called."""
    found = _CALLED.match(line)
    called = {word.casefold() for entry in directory.agents for word in (entry.address.partition("@")[0], *entry.name.split())}
    return found is not None and found[1].casefold() in called


def _is_meant(found: re.Match[str] | None, directory: Directory, texts: bool) -> bool:
    """Whether the word is one of ours and what follows it can stand there; `texts`: any words may."""
    if found is None:
        return False
    word, value = found[1], found[2].strip().rstrip(".。!！; ")
    if short_form(word):
        return not value
    verb, question = verb_named(word), question_named(word)
    try:
        if verb is None:
            return question is not None and read_question(question, value, "") is not None
        kind = VERBS[verb].argument
        if kind in _TEXTS:
            return texts
        read = read_argument if kind in _NAMING else read_exactly  # who writes no sign may write anything around a word of ours
        read(kind, english(value) if kind is Argument.PRIORITY else value, directory)
    except Wrong:
        return False
    return True


def asked_about(lines: tuple[str, ...]) -> Iterator[CommandProblem]:
    """What an agent is told of such lines."""
    for line in lines:
        yield CommandProblem(line, _why(line))


def _why(line: str) -> Said:
    if _CALLED.match(visible(line)):
        return Said("calls a colleague: write #note above it if it is for colleagues, or #reply if it is for the customer")
    if stray_lines(line):
        return Said("stands below other text, so it was not taken for a command")
    if "#" in line or "＃" in line or "﹟" in line:
        return Said("was not taken for a command: write # and the word together, or #end above it if it is text")
    return Said("was not taken for a command: write it with #, or #reply above it if it is text")

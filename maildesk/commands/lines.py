"""Finds the block of `#word value` lines at the top of a text and takes its lines apart; knows words, not what they do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from maildesk.changes import CommandProblem
from maildesk.commands.words import is_command_word, question_named, verb_named
from maildesk.footers import is_footer
from maildesk.verbs.kinds import Argument
from maildesk.verbs.table import VERBS

_WORD = r"[^\W\d_][\w-]*"
_COMMAND = re.compile(rf"[#＃﹟]({_WORD})(?:\s?[:：=＝](?!\))|\s?([?？])(?=[\s;；.。]|\Z))?")
_END = re.compile(r"[#＃﹟](?:(?i:end)|--|——|—)\s*\.?\Z")  # phones turn -- into a dash
_ESCAPED = re.compile(rf"(\s*)(?:\\(?=[#＃﹟])|[#＃﹟](?=[#＃﹟]{_WORD}))")
_NEXT = re.compile(rf"(?<![\s;；,，、])(?:\s+(?:and|und|et|&|\+|和)\s+|[\s;；,，、]+)(?=[#＃﹟]({_WORD}))")
_GLUED = re.compile(rf"(?=[#＃﹟]({_WORD}))")
# Lists, quotes, brackets, bold type and pictures stand before a word. Behind them it is no command, but its author may have meant one.
_STRAY = re.compile(rf"(?:[oO]\s+|[-=–—]+>\s*|(?:[^\w#＃﹟>\\]|_){{0,8}})[#＃﹟]({_WORD})")
# Bold type, code, quotes and brackets around the whole of a line are no part of it.
_WRAPPED = re.compile(r"[*_`\"“”„«»‘’'(\[{（【「『]{1,3}\s*([#＃﹟].*?)\s*[*_`\"“”„«»‘’')\]}）】」』]{1,3}\s*[.。]?\Z")
_KEYCAP = re.compile("([#＃﹟])[\ufe0e\ufe0f]?\u20e3?\ufe0f?")  # a phone's picture of the sign
_PLEASE = re.compile(r"(?:\A|[\s,]+)(?:please|pls|bitte|por favor|s['’]il (?:te|vous) pla[iî]t|请)\Z", re.IGNORECASE)
_LONGEST_FOOTER, _LONGEST_WRAPPED = 80, 500  # characters
_TEXT_ARGUMENTS = frozenset(
    {
        Argument.TEXT,
        Argument.OPTIONAL_TEXT,
        Argument.OPTIONAL_SUBJECT,
        Argument.HIDDEN,
        Argument.FIELD,
        Argument.REMINDER,
        Argument.CORRESPONDENT,
        Argument.PASSING_ON,
    }
)
_QUOTE_MARKS = str.maketrans("“”„‟«»＂「」『』", '"' * 11)
_DASHES = str.maketrans("‐‑‒–—−", "-" * 6)
# A list may be what an agent, or a program by itself, made of the block. What stands behind the mark must be a command's form.
_MARK = r"[-*+•·‣◦▪●–—§➢►■□○]|[oO]|\(?\d{1,2}[.)）]|\(?[a-z][.)）]|\[[ xX]?\]"
_BULLET = re.compile(rf"\A(?:(?:{_MARK})\s+|[・※•·]\s*)(?=[#＃﹟]{_WORD})")


@dataclass(frozen=True, slots=True)
class Piece:
    """One command as it was written: its word and what follows it; `asks` that a `?` stands behind the word."""

    line: str
    word: str
    value: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class TopBlock:
    """`lines` are the block's as they stand in the text; `ended` says that `#end` closed it; `rest` is all below."""

    lines: tuple[str, ...]
    rest: str
    ended: bool


def top_block(text: str) -> TopBlock:
    """The first run of command lines of a text; blank lines may stand between them, and above them what a phone says of itself. Total."""
    every = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines: list[str] = []
    for position, line in enumerate(every[_footers(every) :], _footers(every)):
        shown = bare(line)
        if _END.match(shown):
            return TopBlock((*lines, line), _below(every[position + 1 :]), True)
        if shown and not _COMMAND.match(shown):
            return TopBlock(tuple(lines), _below(every[position:]), False)
        if shown:
            lines.append(line)
    return TopBlock(tuple(lines), "", False)


def _footers(lines: Sequence[str]) -> int:
    """How many lines a phone wrote above a block, because its signature stands on top; 0 where no block follows."""
    for position, line in enumerate(lines):
        if _COMMAND.match(bare(line)):
            return position
        if line.strip() and not (len(line) < _LONGEST_FOOTER and is_footer(line.strip())):
            return 0
    return 0


def bare(line: str) -> str:
    """A line of a block as it is read: what is visible of it, without the mark of a list."""
    shown = _BULLET.sub("", visible(line), count=1)
    wrapped = _WRAPPED.match(shown) if len(shown) < _LONGEST_WRAPPED else None
    inner = _COMMAND.match(wrapped[1]) if wrapped else None
    return wrapped[1] if wrapped and inner and is_command_word(_parted(inner[1])[0]) else shown


def _below(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def visible(line: str) -> str:
    """A line without controls, marks of direction and blanks of no width; joiners stay, Persian and emoji need them."""
    if line.isascii() and line.isprintable():
        return line.strip()
    spaced = (" " if character.isspace() else character for character in (_KEYCAP.sub(r"\1", line) if "\ufe0f" in line or "\u20e3" in line else line))
    return "".join(character for character in spaced if character in "\u200c\u200d" or unicodedata.category(character) not in ("Cc", "Cf")).strip()


def pieces(line: str) -> Iterator[Piece]:
    """The commands of one line of a block, divided by `;` or blanks before the next `#word`."""
    rest = bare(line)
    while found := _COMMAND.match(rest):
        word, glued = _parted(found[1])
        after = glued + rest[found.end(1) if glued else found.end() :]
        stop = _stop(word, after)
        yield Piece(line, word, _value(word, after[: stop.start()] if stop else after), bool(found[2]))
        rest = after[stop.end() :] if stop else ""


def in_own_words(problems: Iterable[CommandProblem], lines: Iterable[str]) -> tuple[CommandProblem, ...]:
    """Each problem of a command by the word that its author wrote in one of these lines: who wrote `#撤回` reads of `#撤回`."""
    own = {f"#{verb_named(piece.word)}": f"#{piece.word}" for line in lines for piece in pieces(line)}
    return tuple(replace(one, line=own.get(one.line, one.line)) for one in problems)


def _parted(word: str) -> tuple[str, str]:
    """A word, and what was written against it: `推迟3天`, `wait3d`. Only where the whole is no word of ours and its beginning is one."""
    if is_command_word(word) or (word.isascii() and word.isalpha()):
        return word, ""
    ends = [end for end in range(len(word) - 1, 0, -1) if _may_end(word, end) and is_command_word(word[:end])]
    return (word[: ends[0]], word[ends[0] :]) if ends else (word, "")


def _may_end(word: str, end: int) -> bool:
    """Where Chinese and Japanese write no blank, and where a number begins."""
    return word[end - 1] > "\u2fff" or (word[end].isdigit() and word[end - 1].isalpha())


def _stop(word: str, after: str) -> re.Match[str] | None:
    """Where the next command begins. A word that takes text takes any `#word` with it that is no command; `#help #close` asks about `#close`."""
    if (against := _GLUED.match(after)) and is_command_word(_parted(against[1])[0]) and question_named(word) != "help":
        return against
    for stop in _NEXT.finditer(after):
        asked_about = question_named(word) == "help" and not after[: stop.start()].strip()
        if not asked_about and (not (_takes_text(word) or _takes_tags(word)) or is_command_word(stop[1])):
            return stop
    return None


def _takes_tags(word: str) -> bool:
    """Elsewhere a tag is written with the sign: `#tag #vip`."""
    verb = verb_named(word)
    return verb is not None and VERBS[verb].argument in (Argument.TAGS, Argument.TAG_NAMES)


def _takes_text(word: str) -> bool:
    verb = verb_named(word)
    return question_named(word) == "find" or (verb is not None and VERBS[verb].argument in _TEXT_ARGUMENTS)


def _value(word: str, text: str) -> str:
    """What follows a word. Text stays as it was written; anything else is folded, and loses the dot a phone put there."""
    shown = text.strip().lstrip(";； \u200c\u200d")
    if question_named(word) == "find":
        return shown  # its quotes say what stands together
    if not _takes_text(word):
        shown = (
            unicodedata.normalize("NFKC", shown.translate(_QUOTE_MARKS)).translate(_DASHES).strip(",、 \u200c\u200d").rstrip(".。!;,、 \u200c\u200d")
        )
        shown = _PLEASE.sub("", shown)
    unmarked = shown.translate(_QUOTE_MARKS)
    wrapped = len(shown) > 1 and unmarked[0] == unmarked[-1] == '"' and '"' not in unmarked[1:-1]
    return shown[1:-1].strip() if wrapped else shown


def unescaped(rest: str) -> str:
    """The text with `\\#word` and `##word` as the `#word` they stand for: on its first line, and wherever a command's word follows."""
    first, *others = rest.split("\n")
    return "\n".join((_ESCAPED.sub(r"\1", first, count=1) if _ESCAPED.match(first) else first, *map(_without_escape, others)))


def _without_escape(line: str) -> str:
    found = _ESCAPED.match(line)
    bare = line[: found.end(1)] + line[found.end() :] if found else line
    return bare if found and _names_command(bare) else line


def has_escape(text: str) -> bool:
    """Whether a line of the text begins with an escaped `#`."""
    return any(_ESCAPED.match(line) for line in text.split("\n"))


def stray_lines(rest: str) -> tuple[str, ...]:
    """Lines that begin with a command's word but stand below other text."""
    return tuple(line for line in rest.split("\n") if _names_command(visible(line)))


def _names_command(line: str) -> bool:
    found = _STRAY.match(line)
    return found is not None and is_command_word(found[1])


def carries_text(lines: tuple[str, ...]) -> bool:
    """Whether a `#reply` or `#note` of the block has words of its own behind it."""
    return any(verb_named(piece.word) in ("note", "reply") and piece.value for line in lines for piece in pieces(line))

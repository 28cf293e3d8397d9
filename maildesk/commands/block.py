"""Reads an agent's commands: the block at the top of the new text becomes changes, or a list of what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from maildesk.changes import Change, CommandProblem
from maildesk.commands.elsewhere import ELSEWHERE
from maildesk.commands.lines import Piece, bare, pieces, top_block, unescaped
from maildesk.commands.nearly import doubtful
from maildesk.commands.questions import read_question
from maildesk.commands.words import english, is_command_word, is_nearly_command_word, nearest_words, question_named, short_form, verb_named
from maildesk.directory import Directory
from maildesk.language import Said
from maildesk.ticket import MessageKind
from maildesk.verbs.arguments import read_argument
from maildesk.verbs.kinds import Argument, BadArgument
from maildesk.verbs.phrasing import is_word_of, plainer, without_them
from maildesk.verbs.questions import MOST_QUESTIONS, QUESTIONS, Asked
from maildesk.verbs.table import VERBS
from maildesk.verbs.vocabulary import folded

MOST_COMMANDS = 20
# What people write behind a command that needs nothing more, and behind an answer, which goes to all who are on the ticket anyway.
_MEANS_NOTHING = frozenset({"it", "this", "ticket", "this ticket", "the ticket", "priority", "prio", "now", "工单", "此工单", "优先级"})
_TO_ALL = frozenset({"all", "to all", "everyone", "everybody", "only", "alle", "allen", "an alle", "全部", "所有人"})
_A_NOTE = frozenset({"note", "only", "comment"})  # `#internal note`
# What is no field of a customer's own where it is written `#set priority high`.
_NO_FIELDS = {"priority": "priority", "status": "status", "type": "type", "due": "due", "assignee": "assign", "owner": "assign", "queue": "queue"}
_ALONE = frozenset(verb.name for verb in VERBS.values() if verb.argument is Argument.NONE)
_VISIBILITIES = {"note": MessageKind.NOTE, "reply": MessageKind.REPLY}


@dataclass(frozen=True, slots=True)
class Block:
    """What an agent asks for. Where `problems` or `stray` is not empty, nothing of it may be carried out.

    `visibility` is what `#note` or `#reply` makes of the text, None where neither stands. `rest` are the agent's
    words without the block, `lines` the block as it stands in the text, `stray` lines that are no commands but may have been
    meant as such, `subject` the commands in the subject, which come first.
    """

    changes: tuple[Change, ...] = ()
    visibility: MessageKind | None = None
    rest: str = ""
    lines: tuple[str, ...] = ()
    problems: tuple[CommandProblem, ...] = ()
    stray: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    inserted: str = ""  # of `rest`, what was prepared and stands at its end


@dataclass(slots=True)
class _Reading:
    """What was gathered so far while the pieces are read one by one."""

    directory: Directory
    changes: list[Change] = field(default_factory=list)
    visibilities: list[MessageKind] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    problems: list[CommandProblem] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)


def read_commands(text: str, directory: Directory, subject: Sequence[str] = ()) -> Block:
    """The block of a text and of its subject; total. `text` is the new words alone: what is quoted was cut off before."""
    top = top_block(text)
    reading = _Reading(directory)
    # One more than may be carried out tells that there are too many; a mail of a million is read no further.
    written = chain(_in_brackets(subject), (piece for line in top.lines if not _closes(line) for piece in pieces(line)))
    every = list(islice(written, MOST_COMMANDS + 1))
    for piece in every[:MOST_COMMANDS]:
        _read(piece, reading)
    reading.problems.extend(_on_the_whole(every, reading))
    return Block(
        tuple(reading.changes),
        reading.visibilities[0] if reading.visibilities else None,
        _joined((*reading.words, top.rest if top.ended else unescaped(top.rest))),
        top.lines,
        tuple(reading.problems),
        () if top.ended else doubtful(top.rest, not (top.lines or subject), directory),
        tuple(f"[{group}]" for group in subject),
        tuple(reading.questions),
    )


def _in_brackets(groups: Iterable[str]) -> Iterator[Piece]:
    return (replace(piece, line=f"[{group}]") for group in groups for piece in pieces(group))


def differs(block: Block, html_text: str) -> bool:
    """Whether text and HTML of one mail ask for different things: one of them may be hidden from its author (V088)."""
    return bool(html_text.strip()) and _told(block.lines) != _told(top_block(html_text).lines)


def _told(lines: Iterable[str]) -> str:
    return " ".join(unicodedata.normalize("NFKC", " ".join(map(bare, lines))).casefold().split())


def _closes(line: str) -> bool:
    return top_block(line).ended


def _joined(words: Iterable[str]) -> str:
    return "\n".join(filter(None, words))


def _read(piece: Piece, reading: _Reading) -> None:
    """One command into the reading: a short form, a visibility, a change, or a problem."""
    piece = as_meant(piece)
    short, verb, question = short_form(piece.word), verb_named(piece.word), question_named(piece.word)
    if question and (verb is None or piece.asks or not piece.value):
        _read_question(piece, question, reading)
    elif piece.asks and (short or verb):
        reading.problems.append(_no_question(piece))
    elif short is not None and piece.value:
        reading.problems.append(_problem(piece, Said("#{word} takes no argument, but “{value}” follows", word=piece.word, value=piece.value)))
    elif short is not None:
        reading.changes.append(short)
    elif verb is None:
        reading.problems.append(_unknown(piece))
    elif verb in _VISIBILITIES:
        reading.visibilities.append(_VISIBILITIES[verb])
        reading.words.append("" if _names_readers(verb, piece.value) else piece.value)
    else:
        _read_change(piece, verb, reading)
    if verb == "macro" and reading.changes and reading.changes[-1].verb == "macro":
        _read_macro(piece, str(reading.changes[-1].value), reading)


def as_meant(piece: Piece) -> Piece:
    """A command as the table has it, where people say it otherwise: `#assign me`, `#wait for the customer until friday`, `#set priority high`."""
    verb = verb_named(piece.word)
    if is_word_of("please", piece.word) and piece.value:  # `#please close`
        word, _, value = piece.value.partition(" ")
        return replace(piece, word=word, value=value)
    if verb == "assign" and is_word_of("me", piece.value):
        return replace(piece, word="take", value="")
    if verb == "wait" and (when := without_them(piece.value)) is not None:
        return replace(piece, value=when)
    if verb == "set" and (named := re.fullmatch(r"(\w+)\s+(?:to\s+)?([^=:：＝]+)", piece.value)) and named[1].casefold() in _NO_FIELDS:
        return replace(piece, word=_NO_FIELDS[named[1].casefold()], value=named[2])
    if (short_form(piece.word) or verb in _ALONE) and _says_nothing(piece):
        return replace(piece, value="")
    return piece


def _says_nothing(piece: Piece) -> bool:
    """Whether what follows a command that needs nothing is the ticket, thanks, or the command once more: `#close as done`."""
    said = {shown.casefold() for shown in plainer(piece.value)}
    again = verb_named(piece.word)
    return bool(said & _MEANS_NOTHING) or "" in said or (again is not None and any(verb_named(shown) == again for shown in said))


def _names_readers(verb: str, value: str) -> bool:
    """Whether what follows `#reply` or `#note` says who reads it, and is none of the words."""
    said = value.casefold()
    return said in _A_NOTE if verb == "note" else said in _TO_ALL or is_word_of("customer", value)


def _read_macro(piece: Piece, name: str, reading: _Reading) -> None:
    """The commands of a list in the place of its name; a list in a list is refused, so that none can come back to itself."""
    for line in dict(reading.directory.prepared.macros)[name].splitlines():
        for inner in pieces(line):
            if verb_named(inner.word) == "macro":
                reading.problems.append(_problem(piece, Said("the macro {name} names another macro", name=name)))
            else:
                _read(inner, reading)


def _read_question(piece: Piece, name: str, reading: _Reading) -> None:
    try:
        reading.questions.append(read_question(name, piece.value, piece.line.strip()))
    except BadArgument as wrong:
        reading.problems.append(_problem(piece, Said("#{word}: {wrong}", word=piece.word, wrong=wrong.said)))


def _no_question(piece: Piece) -> CommandProblem:
    """`#close?` may ask for advice, and be no order."""
    those = ", ".join(one.written for one in QUESTIONS.values())
    why = Said("#{word} with a question mark asks nothing that is answered; questions are {those}", word=piece.word, those=those)
    return _problem(piece, why, (f"#{piece.word}",))


def _read_change(piece: Piece, verb: str, reading: _Reading) -> None:
    kind = VERBS[verb].argument
    text = english(piece.value) if kind is Argument.PRIORITY else piece.value
    try:
        reading.changes.append(Change(verb, read_argument(kind, text, reading.directory)))
    except BadArgument as wrong:
        nearest = tuple(f"#{piece.word} {one}" for one in wrong.nearest)
        problem = _problem(piece, Said("#{word}: {wrong}", word=piece.word, wrong=wrong.said), nearest)
        reading.problems.append(replace(problem, bare="" if text else verb))


def _unknown(piece: Piece) -> CommandProblem:
    """A word that is no command: where another desk has it, what does the same here, else what may have been meant."""
    joined = f"{piece.word}{piece.value.partition(' ')[0]}"
    known = ELSEWHERE.get(folded(joined)) or ELSEWHERE.get(folded(piece.word))
    if known:
        return _problem(piece, Said("#{word} is no command here: {instead}", word=piece.word, instead=known))
    if is_command_word(joined):  # `#not spam`
        return _problem(piece, Said("#{word} is no command", word=piece.word), (f"#{joined}",))
    if not is_nearly_command_word(piece.word) and not piece.value:  # a tag, as it is written elsewhere
        return _problem(piece, Said("#{word} is no command", word=piece.word), (f"#tag {piece.word}",))
    if not is_nearly_command_word(piece.word):
        return _problem(piece, Said("#{word} is no command; if it is text, write ##{word}", word=piece.word), nearest_words(piece.word))
    return _problem(piece, Said("#{word} is no command", word=piece.word), nearest_words(piece.word))


def _problem(piece: Piece, why: Said, nearest: tuple[str, ...] = ()) -> CommandProblem:
    return CommandProblem(piece.line.strip(), why, nearest)


def _on_the_whole(every: list[Piece], reading: _Reading) -> list[CommandProblem]:
    """What is wrong with the block although each line of it is right."""
    problems = []
    if len(every) > MOST_COMMANDS:
        problems.append(_problem(every[MOST_COMMANDS], Said("more than {most} commands in one mail; send the others in another", most=MOST_COMMANDS)))
    if len(reading.questions) > MOST_QUESTIONS:
        problems.append(_too_many_questions(reading.questions[MOST_QUESTIONS].line))
    if len(set(reading.visibilities)) > 1:
        problems.append(CommandProblem("#note and #reply", Said("the text cannot be both; keep one of them")))
    return problems


def _too_many_questions(line: str) -> CommandProblem:
    return CommandProblem(line, Said("more than {most} questions in one mail; send the others in another", most=MOST_QUESTIONS))

"""A command block as keyboards and mail programs leave it: the texts of `tests/blocks`, each with what is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from maildesk.changes import Change
from maildesk.commands.block import read_commands
from maildesk.commands.words import command_words
from maildesk.config.limits import Limits
from maildesk.directory import AgentEntry, Directory
from maildesk.html.text import to_text
from maildesk.ticket import Role
from maildesk.verbs.dates import When
from maildesk.verbs.table import SHORT_FORMS, VERBS
from maildesk.verbs.vocabulary import languages
from tests.catalogue import words_for

DIRECTORY = Directory(
    (AgentEntry("anna@example.com", "Anna Berg", Role.AGENT), AgentEntry("andrew@example.com", "Andrew", Role.AGENT)),
    ("billing", "support"),
    When(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
)
CHARACTERS = {"nbsp": "\xa0", "zwsp": "\u200b", "bom": "\ufeff", "shy": "\u00ad", "rlm": "\u200f", "ls": "\u2028"}
CHARACTERS |= {"vs": "\ufe0f", "keycap": "\u20e3", "zwj": "\u200d", "nnbsp": "\u202f", "idsp": "\u3000", "tab": "\t"}


class Written(NamedTuple):
    """One text of the file, and what stands under it by its mark."""

    name: str
    text: str
    expected: dict[str, list[str]]


def texts() -> list[Written]:
    """All texts of the file."""
    whole = (Path(__file__).parent / "blocks" / "ways-of-writing.txt").read_text(encoding="utf-8")
    return [
        _written(name, body) for name, body in re.findall(r"^(\w[^\n]*)\n-----\n(.*?)(?=\n\n\w[^\n]*\n-----\n|\Z)", whole, re.MULTILINE | re.DOTALL)
    ]


def _written(name: str, body: str) -> Written:
    lines = body.rstrip("\n").split("\n")
    marked = [(line[:2], line[3:]) for line in lines if re.match(r"(?:=|-|!|\?)> ?", line)]
    text = "\n".join(lines[: len(lines) - len(marked)])
    return Written(
        name,
        re.sub(r"\{(\w+)\}", lambda found: CHARACTERS[found[1]], text),
        {mark: [rest for one, rest in marked if one == mark] for mark in ("=>", "->", "!>", "?>")},
    )


def _told(change: Change) -> str:
    value = change.value
    return " ".join((change.verb, *((value if isinstance(value, tuple) else (str(value),)) if value else ())))


@pytest.mark.parametrize("written", texts(), ids=lambda written: written.name)
def test_a_block_is_read_however_it_was_written(written: Written) -> None:
    """The changes, the words that are left for the customer, what is wrong, and what is asked about."""
    block = read_commands(written.text, DIRECTORY)
    said = [problem.why for problem in block.problems]

    if not written.expected["!>"]:
        assert said == []
        assert [_told(change) for change in block.changes] == written.expected["=>"]
    assert len(said) == len(written.expected["!>"])
    assert all(part in why for part, why in zip(written.expected["!>"], said, strict=True))
    assert block.rest.split("\n") == (written.expected["->"] or [""])
    assert list(block.stray) == written.expected["?>"]


def test_every_text_of_the_file_is_played() -> None:
    """A case that the reader of the file passes over tests nothing."""
    whole = (Path(__file__).parent / "blocks" / "ways-of-writing.txt").read_text(encoding="utf-8")
    assert len(texts()) == whole.count("\n-----\n") > 90


@pytest.mark.parametrize(
    "html",
    [
        "<div>#close</div><div>#tag vip</div><div><br></div><div>Dear Kim</div>",
        "<p><b>#close</b></p><p><b>#tag vip</b></p><p>Dear Kim</p>",
        "<ul><li>#close</li><li>#tag vip</li></ul><p>Dear Kim</p>",
        "<p>#close<br>#tag&nbsp;vip<br><br>Dear Kim</p>",
        '<p class="MsoNormal"><span>#</span><span>close</span><o:p></o:p></p><p class="MsoNormal">#tag vip<o:p></o:p></p><p>Dear Kim</p>',
        "<table><tr><td>#close</td></tr><tr><td>#tag vip</td></tr></table>Dear Kim",
        "<style>p {color: red}</style><p>&#35;close</p><p>&#xFF03;tag vip</p><p>Dear Kim</p>",
        "<p>#close #tag vip</p><blockquote>#junk</blockquote>Dear Kim",
    ],
)
def test_html_alone_is_read_as_its_author_saw_it(html: str) -> None:
    """A program that sends no plain text: lines, lists, cells and hidden styles."""
    block = read_commands(to_text(html, Limits()), DIRECTORY)
    assert ([_told(change) for change in block.changes], block.problems) == (["close", "tag vip"], ())
    assert block.rest.replace("> #junk", "").strip() == "Dear Kim"


def test_no_word_means_two_things() -> None:
    """In whatever language: and no other language's word stands for an English one of another meaning."""
    assert command_words()["close"] == "close"
    assert command_words()["关闭"] == "close"


@pytest.mark.parametrize("name", [*VERBS, *SHORT_FORMS])
def test_chinese_has_a_word_for_every_verb(name: str) -> None:
    """English has them in the verb table."""
    assert words_for(name, "zh_CN")


@pytest.mark.parametrize(
    "word", sorted({word for one in languages() for named in (one.verbs, one.short_forms) for words in named.values() for word in words})
)
def test_every_word_is_read_behind_the_sign(word: str) -> None:
    """A word with a blank or a sign in it would never be found."""
    block = read_commands(f"#{word}", DIRECTORY)
    assert not any("is no command" in problem.why for problem in block.problems)

"""Complete letters, to the letter: what a customer, and an agent, find in their mail program (tests/written)."""

from __future__ import annotations

import re

import pytest

from maildesk.html.text import to_text
from tests.letters import DESK, markup, plain, read
from tests.wholeletters import FOLDER, letters, shown

LETTERS = dict(letters())
OF_PERSONS = [name for name in LETTERS if name.startswith("reply")]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_as_it_was_read_last(name: str) -> None:
    """`python -m tests.wholeletters` writes them anew; somebody reads the difference."""
    assert shown(LETTERS[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_no_file_stands_for_a_letter_that_is_no_more() -> None:
    """Each file is some letter's."""
    assert {path.stem for path in FOLDER.glob("*.txt")} == LETTERS.keys()


@pytest.mark.parametrize("name", OF_PERSONS)
def test_a_persons_letter_bears_no_mark_of_a_robot(name: str) -> None:
    """No header a mail program would not write, no line of ours above the words, no frame and no colour that a dark screen would swallow."""
    mail = read(LETTERS[name])
    robots = ("Auto-Submitted", "Precedence", "X-", "List-", "User-Agent")
    assert [header for header in mail.keys() if header.startswith(robots)] == []  # noqa: SIM118 - a mail is no mapping
    assert "##" not in plain(LETTERS[name])
    assert re.findall(r"<table|background|[^-]color:|<img|https?:", markup(LETTERS[name])) == []
    assert "@example.com" not in plain(LETTERS[name])


@pytest.mark.parametrize("name", LETTERS)
def test_text_and_markup_say_the_same(name: str) -> None:
    """A reader of either misses nothing; a guard against spam that compares them finds no difference."""
    words = re.findall(r"\w+", re.sub(r"<mailto:\S+>", "", plain(LETTERS[name])))  # which a reader of the markup taps
    said = re.findall(r"\w+", to_text(markup(LETTERS[name]), DESK.limits))
    assert [word for word in words if word not in said] == []
    assert max(map(len, LETTERS[name].split(b"\r\n"))) <= 998

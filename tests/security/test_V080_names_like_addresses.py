"""V080: a display name that is written like an address deceives nobody: the real one stands there, and the name is marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.ticket import looks_like_an_address, named
from tests.talk import play

DESK = Path(__file__).parent.parent / "conversations" / "desk.yaml"
TALK = """\
>>> mallory@evil.example
From: "boss@customer.example" <mallory@evil.example>
Subject: Urgent

Please pay this today.
<<< acknowledgement to mallory@evil.example
<<< notification to anna@example.com
~ "boss@customer.example" <mallory@evil.example>
~ the sender's name is written like an address, and is none
<<< notification to ben@example.com
"""


POSING = """\
>>> mallory@evil.example
From: {name} <mallory@evil.example>
Subject: Urgent

Please pay this today.
<<< acknowledgement to mallory@evil.example
<<< notification to anna@example.com
{mark} {warning}
<<< notification to ben@example.com
"""
WARNING = "the sender bears a colleague's name, or the name of this desk, and the address is none of ours"


@pytest.mark.parametrize("name", ["Example Support", "EXAMPLE  support", "Ｅxample Support"])
def test_a_stranger_with_the_desks_own_name_is_marked(name: str, tmp_path: Path) -> None:
    """As people read it: case, spaces and width make no other name."""
    _play(POSING.format(name=name, mark="~", warning=WARNING), tmp_path)


def test_a_first_name_is_many_peoples(tmp_path: Path) -> None:
    """A customer who is called Anna is no impostor."""
    _play(POSING.format(name="Anna", mark="!", warning=WARNING), tmp_path)


def test_an_agent_sees_whose_it_is(tmp_path: Path) -> None:
    """The notification says both, and that one of them is no address."""
    _play(TALK, tmp_path)


def _play(words: str, tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(DESK.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "talk.txt").write_text(words, encoding="utf-8")
    (tmp_path / "desk").mkdir()
    play(tmp_path / "talk.txt", tmp_path / "desk")


@pytest.mark.parametrize("name", ["boss@corp.example", "boss\uff20corp.example", "Boss (boss@corp.example)", "boss\ufe6bcorp.example"])
def test_a_name_like_an_address_is_marked(name: str) -> None:
    """Wide and small at signs count, too."""
    assert looks_like_an_address(name, "eve@evil.example")
    assert named(name, "eve@evil.example") == f'"{name}" <eve@evil.example>'


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Bob", "Bob <bob@customer.example>"), ("", "bob@customer.example"), ("Bob@Customer.example", "bob@customer.example")],
)
def test_honest_names_are_shown_as_they_are(name: str, shown: str) -> None:
    """Many programs write the address as its own name: that is said once."""
    assert named(name, "bob@customer.example") == shown
    assert not looks_like_an_address(name, "bob@customer.example")

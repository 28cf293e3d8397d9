"""What a stranger wrote cannot act on the operator's terminal: every command shows it, none obeys it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.cli.shapes import json_line
from maildesk.cli.visible import table, visible, visible_lines
from maildesk.store.engine import Database
from tests.desks import put_letter, put_mail, put_ticket, said, write_desk

# Clear the screen, write the clipboard (OSC 52), an 8-bit CSI, overwrite the line, turn the text around, hide a name.
HOSTILE = "a\x1b[2Jb\x1b]52;c;aGk=\x07c\x9b31md\re\u202ef\u2066g\u200bh\x7fi\x08j"
NUMBER = "1"

COMMANDS = [
    ["ticket", "list"],
    ["ticket", "show", NUMBER],
    ["ticket", "show", NUMBER, "--quoted"],
    ["spool", "list"],
    ["spool", "show", NUMBER],
    ["outbox", "list"],
    ["outbox", "show", "77"],
    ["ledger"],
]


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A desk whose every free text is hostile."""
    ticket = put_ticket(desk_database, HOSTILE, HOSTILE)
    put_mail(desk_database, f"Subject: {HOSTILE}\r\n\r\n{HOSTILE}".encode(), HOSTILE)
    put_letter(desk_database, ticket, f"Subject: {HOSTILE}\r\n\r\n{HOSTILE}".encode(), HOSTILE)
    return write_desk(tmp_path)


def _dangerous(text: str) -> set[str]:
    """The characters of a text, but its line ends, that a terminal obeys instead of showing."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_shows_controls(desk: Path, command: list[str]) -> None:
    """V138: what is printed holds no control; the hostile text is still there, written out."""
    ended = said(*command, desk=desk)
    assert ended.code == 0
    assert _dangerous(ended.out) == set()
    assert "\\x1b[2J" in ended.out or command == ["ledger"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_plain_ascii(desk: Path, command: list[str]) -> None:
    """V138: JSON of every command is printable ASCII, and reads back as it was."""
    if "--quoted" in command:
        return
    ended = said(*command, "--json", desk=desk)
    assert ended.out.isascii()
    assert _dangerous(ended.out) == set()
    assert all(isinstance(line, dict) for line in ended.lines)


def test_json_gives_the_subject_back_whole(desk: Path) -> None:
    """A program that reads our JSON loses nothing."""
    assert said("ticket", "list", "--json", desk=desk).lines[0]["subject"] == HOSTILE


def test_errors_show_controls(desk: Path) -> None:
    """V138: what the caller typed comes back visible too."""
    ended = said("--as", HOSTILE, "ticket", "reply", NUMBER, "x", desk=desk)
    assert ended.code != 0
    assert _dangerous(ended.err) == set()


def test_a_body_cannot_forge_a_line(desk_database: Database, tmp_path: Path) -> None:
    """Whatever line ends a mail uses, each of its lines is indented: none passes for one of ours."""
    put_ticket(desk_database, text="a\rHistory\x0bHistory\x85History\u2028History\r\n#2  forged")
    shown = said("ticket", "show", NUMBER, desk=write_desk(tmp_path)).out
    assert shown.count("\nHistory\n") == 1
    assert "\n#2" not in shown


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """Whatever the text, it comes out as one line without controls."""
    assert _dangerous(visible(text)) == set()
    assert "\n" not in visible(text)
    assert all(_dangerous(line) == set() for line in visible_lines(text))


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1, max_size=5), st.integers(30, 120))
def test_a_table_is_as_many_lines_as_it_has_rows(rows: list[tuple[str, str, str]], columns: int) -> None:
    """No cell breaks out of its row, and none of them is wider than the screen."""
    lines = table(("A", "B", "C"), rows, columns)
    assert len(lines) == len(rows) + 1
    assert all(_dangerous(line) == set() for line in lines)


@given(st.dictionaries(st.text(), st.text()))
def test_json_lines_are_lines(shape: dict[str, str]) -> None:
    """Any text survives, and the line holds printable ASCII alone."""
    line = json_line(shape)
    assert json.loads(line) == shape
    assert line.isascii()
    assert line.isprintable()

"""What people do wrong in a fresh desk, and what they are told: the place, what is wrong, what would be right, and never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from maildesk.bootstrap import read_edition
from maildesk.cli.main import program
from maildesk.config.init import Wishes, desk_text, initialise
from maildesk.config.load import check_config
from maildesk.config.watch import MOST_ENTRIES
from maildesk.config.yamlfile import read_yaml
from maildesk.errors import Place, Problem
from maildesk.language import Said
from maildesk.prepared import check_prepared
from maildesk.resources import data_dir
from tests.desks import said

TABLE = Path(__file__).parent / "mistakes" / "desk.txt"
_SHOWN = 40  # columns of what stands at a place


@dataclass(frozen=True)
class Mistake:
    what: str
    old: str
    new: str
    told: tuple[str, ...]


def _mistakes() -> Iterator[Mistake]:
    for block in TABLE.read_text(encoding="utf-8").split("\n\n=== ")[1:]:
        what, *lines = block.strip("\n").split("\n")
        marked = {mark: [line[2:] for line in lines if line.startswith(mark)] for mark in ("- ", "+ ")}
        new = "\n".join(marked["+ "]).replace("\\t", "\t").replace("\\a", "\a")
        yield Mistake(what, "\n".join(marked["- "]), new, tuple(line for line in lines if line.startswith("[")))


def _told(problem: Problem, text: str) -> str:
    lines = text.splitlines()
    there = lines[problem.place.line - 1][problem.place.column - 1 :] if problem.place.line <= len(lines) else ""
    words = re.sub(r"known are (\w+, ){8,}\w+", "known are …", problem.words)  # keys come and go
    return f"[{re.sub(r' +#.*', '', there)[:_SHOWN].rstrip()}] {words}"


@pytest.mark.parametrize("mistake", list(_mistakes()), ids=lambda mistake: mistake.what.replace(" ", "-"))
def test_a_mistake_is_told_where_it_stands(mistake: Mistake, tmp_path: Path) -> None:
    """Each of the table, at the place where it was made, and with nothing that follows from it alone."""
    initialise(tmp_path)
    desk = tmp_path / "desk.yaml"
    fresh = desk.read_text(encoding="utf-8")
    assert mistake.old in fresh
    edited = fresh.replace(mistake.old, mistake.new, 1)
    desk.write_text(edited, encoding="utf-8")

    config, problems = check_config(desk)
    if config is not None:
        problems += check_prepared(config, read_yaml(desk))

    assert tuple(_told(problem, edited).replace(str(tmp_path), "…") for problem in problems) == mistake.told
    assert mistake.told
    assert all(problem.place.file == str(desk) for problem in problems)


def test_rules_that_are_missing_are_told_once(tmp_path: Path) -> None:
    """By the line that names them."""
    initialise(tmp_path)
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text() + "rules: rulez.d\n")
    [problem] = read_edition(desk).problems
    assert problem.words == f"{tmp_path}/rulez.d is not there; make it, or take this key away"


def test_a_folder_that_was_never_meant_is_not_gone_through(tmp_path: Path) -> None:
    """Of `templates: /` the daemon's looks for changes, too, would go through the whole machine."""
    initialise(tmp_path)
    (tmp_path / "home").mkdir()
    for number in range(MOST_ENTRIES + 1):
        (tmp_path / "home" / f"{number}.txt").touch()
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text() + "templates: home\n")
    reading = read_edition(desk)
    [problem] = reading.problems
    assert problem.words == "more than 5000 files lie in this folder; name one of templates alone"
    assert len(reading.seen) < MOST_ENTRIES + 10


@pytest.mark.parametrize(
    ("rules", "untold"),
    [
        (
            "- {name: one, on: created, then: {tag: new}}",
            ["no rule tells an agent of a new ticket", "no rule tells an agent what a customer answers"],
        ),
        ("- {name: one, on: created, then: {assign: support}}", ["no rule tells an agent what a customer answers"]),
        ("- {name: one, on: [created, customer-replied], then: {notify: team}}", []),
    ],
)
def test_rules_by_which_nobody_hears_of_a_mail_are_told(rules: str, untold: list[str], tmp_path: Path) -> None:
    """A folder of one's own replaces the shipped rules whole: tickets would be made, and nobody would know."""
    initialise(tmp_path)
    (tmp_path / "rules.d").mkdir()
    (tmp_path / "rules.d" / "10.yaml").write_text(rules + "\n", encoding="utf-8")
    (tmp_path / "desk.yaml").write_text((tmp_path / "desk.yaml").read_text() + "rules: rules.d\n")

    told = [said(*command, desk=tmp_path / "desk.yaml") for command in (("config", "check"), ("rules", "check"))]

    assert [one.code for one in told] == [0, 0]
    for one in told:
        assert [line.partition(", by ")[0] for line in one.out.splitlines() if line.startswith("no rule ")] == untold
        assert one.out.count(f"the shipped rules are in {data_dir('rules.d')}") == len(untold)


def test_every_hint_says_what_would_be_right() -> None:
    """Nobody is left with what is wrong alone."""
    assert [mistake.what for mistake in _mistakes() if any("; " not in line for line in mistake.told)] == []


_FRESH = desk_text(Wishes()).encode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"", "desk.yaml:1:1: the file is empty; make a desk with: maildesk init FOLDER", id="empty"),
        pytest.param(b"# nothing yet\n", "desk.yaml:1:1: the file is empty; make a desk with: maildesk init FOLDER", id="comments alone"),
        pytest.param(_FRESH.decode().encode("utf-16"), "desk.yaml:1:1: this is UTF-16 text; save the file as UTF-8", id="UTF-16"),
        pytest.param(_FRESH.decode().encode("utf-16-be"), "desk.yaml:1:1: this is UTF-16 text; save the file as UTF-8", id="UTF-16 without its mark"),
        pytest.param(_FRESH.replace(b"Anna", "Änne".encode("latin-1")), "this is no UTF-8 text; save the file as UTF-8", id="Latin-1"),
        pytest.param(_FRESH + b"\0", "a character stands here that no YAML file may hold; take it away", id="NUL"),
        pytest.param(b"hello\n", "desk.yaml:1:1: the desk must be a mapping; write key: value lines, or {key: value}", id="a word"),
        pytest.param(b"- mailboxes\n", "desk.yaml:1:1: the desk must be a mapping; write key: value lines, or {key: value}", id="a list"),
        pytest.param(b"x: " + b"[" * 100, "desk.yaml:1:", id="brackets without end"),
        pytest.param(b"x: " * (1 << 20), "desk.yaml:1:1: the file is larger than 1048576 bytes; split it", id="too large"),
        pytest.param(b"\x1f\x8b\x08\0\0\0\0\0", "desk.yaml:1:2: this is no UTF-8 text; save the file as UTF-8", id="another kind of file"),
    ],
)
def test_a_file_that_is_no_desk(content: bytes, line: str, tmp_path: Path) -> None:
    """One line says so."""
    initialise(tmp_path)
    (tmp_path / "desk.yaml").write_bytes(content)

    [problem] = read_edition(tmp_path / "desk.yaml").problems
    assert line in str(problem)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + _FRESH, _FRESH.replace(b"\n", b"\r\n"), b"---\n" + _FRESH, _FRESH + b"...\n"])
def test_what_editors_do_to_a_file_does_no_harm(content: bytes, tmp_path: Path) -> None:
    """A byte order mark, line ends of Windows, the marks of a document."""
    initialise(tmp_path)
    (tmp_path / "desk.yaml").write_bytes(content)

    reading = read_edition(tmp_path / "desk.yaml")
    assert reading.problems == ()
    reading.right().desk.database.close()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Neither as desk.yaml nor as a secret; a file is no folder of rules."""
    initialise(tmp_path)
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text().replace("default: {capture: outgoing/}", "default: {host: localhost, user: anna, password_file: state}"))
    assert [problem.words for problem in read_edition(desk).problems] == [f"{tmp_path}/state is a folder; name a file"]
    desk.unlink()
    desk.mkdir()
    assert read_edition(desk).problems == (Problem(Place(str(desk)), Said("this is a folder, no file"), Said("name a file in it")),)


def test_the_command_ends_with_78_and_no_traceback(tmp_path: Path) -> None:
    """What is wrong stands on stderr, one problem a line."""
    initialise(tmp_path)
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text().replace("team: support", "team: suport").replace("limits: {}", "limits: {message: lots}"))

    ended = said("config", "check", desk=desk)

    assert (ended.code, ended.out) == (78, "")
    assert [line.split(": ", 1)[1] for line in ended.err.splitlines()] == [
        "there is no team 'suport'; did you mean support?",
        "limits message: 'lots' is no size; write it like 25 MiB; the units are KiB, MiB and GiB, bytes without one",
    ]


@pytest.mark.parametrize(("url", "told"), [("sqlite:///none.db", "there is no database yet at "), ("sqlite:///none/a.db", "the folder ")])
def test_files_that_are_right_with_a_database_that_is_not_there(url: str, told: str, tmp_path: Path) -> None:
    """`config check` says so before `serve` would; the files are right all the same."""
    initialise(tmp_path)
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk.read_text().replace("sqlite:///maildesk.db ", f"{url} "))
    ended = said("config", "check", desk=desk)
    assert (ended.code, ended.out.splitlines()[-1].startswith(told)) == (0, True)
    assert not (tmp_path / "none.db").exists()


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _commands(inner, (*path, name))


# What must be there for a command to get as far as the database; where nothing stands, its name alone is enough.
_ARGUMENTS = {
    **dict.fromkeys(
        [("ticket", "show"), ("ticket", "history"), ("spool", "show"), ("spool", "retry"), ("outbox", "show"), ("outbox", "drop")], ("1",)
    ),
    ("ticket", "do"): ("1", "#close"),
    ("ticket", "search"): ("printer",),
    ("ticket", "merge"): ("1", "2"),
    ("address", "show"): ("zoe@example.net",),
    ("agent", "away"): ("anna@example.com",),
}
_STAY = {("serve",), ("demo",), ("init",)}


@pytest.mark.parametrize("damage", ["words", "folder"])
def test_no_command_meets_a_broken_database_with_a_traceback(damage: str, tmp_path: Path) -> None:
    """One line says what is wrong with it and where to look; 75 from a pipe, so that the mail waits."""
    initialise(tmp_path)
    database = tmp_path / "maildesk.db"
    database.write_bytes(b"no database at all, only words" * 100) if damage == "words" else database.mkdir()
    told = {path: said(*path, *_ARGUMENTS.get(path, ()), desk=tmp_path / "desk.yaml") for path in _commands(program) if path not in _STAY}

    assert {path: ended.err for path, ended in told.items() if ended.code not in (0, 1, 2, 65, 75) or "Traceback" in ended.err} == {}
    begun = "the database cannot be trusted: " if damage == "words" else "the database cannot be opened: "
    assert [path for path in _ARGUMENTS if not told[path].err.startswith(begun) or "desk.yaml" not in told[path].err] == []


def test_every_command_says_what_it_cannot_understand(tmp_path: Path) -> None:
    """An option that there is not, and a number that is none: a line of usage, and 2; from a pipe 75, whatever is wrong."""
    for path in _commands(program):
        ended = said(*path, "--nonsense", desk=tmp_path / "none.yaml")
        assert (ended.code, ended.out) == (75 if path == ("receive",) else 2, ""), path
        assert "--nonsense" in ended.err
    assert "“abc” is no number; write it like 12" in said("ticket", "show", "abc", desk=tmp_path / "none.yaml").err

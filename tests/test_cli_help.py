"""The tour: what `--help` says, that nothing heavy is loaded for it, that its examples are right, the manuals and the completion of shells."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.cli import completing, man
from maildesk.cli.call import Call
from maildesk.cli.helptext import wrapped
from maildesk.cli.main import COMMANDS, program
from maildesk.cli.tour import EXAMPLES, SECTIONS
from maildesk.cli.visible import columns_of
from maildesk.config.glance import glance
from maildesk.config.load import load_config
from maildesk.config.sqlitefile import database_url
from maildesk.intake import spool
from maildesk.outbound import outbox
from maildesk.store import prompt
from maildesk.store.browse import TicketFilter, list_tickets, tag_names
from maildesk.store.engine import Database
from tests.desks import keyed_desk, maildesk, put_mail, put_ticket, said

# What a help needs none of; each of them alone costs more than all that it does need.
HEAVY = ("asyncio", "jinja2", "pydantic", "sqlalchemy", "yaml", "regex", "nh3", "mailparser", "alembic", "aiosmtpd", "uvicorn", "starlette", "email")

_LOADED = """
import sys
from maildesk.cli.main import run
run(sys.argv[1:])
print(*sorted({name.split(".")[0] for name in sys.modules} & set(sys.stdin.read().split())), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ticket", "--help"], ["agent", "away", "--help"], ["status", "--help"]])
def test_a_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """A help answers at once because it needs none of the libraries that a desk needs (docs/performance.md has the figure)."""
    done = subprocess.run([sys.executable, "-c", _LOADED, *arguments], input=" ".join(HEAVY), capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


@pytest.mark.usefixtures("desk_database")
def test_looking_loads_nothing_that_reads_or_sends_mail(tmp_path: Path) -> None:
    """Of the libraries of a desk, only those that its files and its database need: each of the others is a tenth of such a call."""
    keyed_desk(tmp_path)
    arguments = ["--desk", str(tmp_path / "desk.yaml"), "ticket", "list"]
    others = "jinja2 regex nh3 bleach mailparser dkim dns alembic aiosmtpd uvicorn starlette"
    done = subprocess.run([sys.executable, "-c", _LOADED, *arguments], input=others, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_the_tour_shows_every_command_once() -> None:
    """A new command gets its place, under the person who needs it most."""
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)


def test_every_command_has_an_example_that_is_right() -> None:
    """Each example names its command and is parsed as it stands; none is of a command that is gone."""
    assert set(EXAMPLES) == set(_paths(program, ""))
    for path, example in EXAMPLES.items():
        words = shlex.split(example.split(" < ")[0])
        assert words[0] == "maildesk"
        assert path in " ".join(words)
        _parse(program, None, words[1:])


def _paths(group: click.Group, before: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{before} {name}".strip()
        if isinstance(command, click.Group):
            yield from _paths(command, f"{before} {name}".strip())


def _command(path: str) -> click.Command:
    command: click.Command = program
    for name in path.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return command


def _parse(command: click.Command, parent: click.Context | None, words: list[str]) -> None:
    """Parses without carrying out; raises click's complaint."""
    with command.make_context("maildesk", list(words), parent=parent) as context:
        if isinstance(command, click.Group):
            name, member, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            assert member is not None, name
            _parse(member, context, rest)


def test_the_tour_fits_a_narrow_terminal_in_both_languages() -> None:
    """No line of ours is wider than the terminal, though Chinese is written without spaces."""
    for language, word in (("C.UTF-8", "First steps"), ("zh_CN.UTF-8", "第一步")):
        shown = said("--help", LC_ALL=language, COLUMNS="60").out
        assert word in shown
        assert [line for line in shown.splitlines() if columns_of(line) > 62 and "$ maildesk" not in line] == []


@given(st.text(alphabet="ab 　工单，。“”\n"), st.integers(4, 30))
def test_wrapping_loses_no_word(text: str, columns: int) -> None:
    """Wrapped lines hold the text in order, are no wider than asked unless one word is, and none is empty."""
    lines = list(wrapped(text, columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line.strip() for line in lines)


@pytest.fixture(scope="module")
def manuals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("man")
    assert man.main([str(folder)]) == 0
    return folder


def _plain(page: Path) -> str:
    """The text of a page without roff's escapes."""
    text = page.read_text(encoding="utf-8").replace("\\:", "").replace("\\-", "-").replace("\\(aq", "'")
    return re.sub(r"\\\[u([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize("folder", ["man1", "zh_CN/man1"])
def test_the_manuals_are_whole(manuals: Path, folder: str) -> None:
    """A page for the program and one for each command and each command below it, with every option and its example in it."""
    paths = list(_paths(program, ""))
    assert {path.name for path in (manuals / folder).iterdir()} == {"maildesk.1"} | {f"maildesk-{path.replace(' ', '-')}.1" for path in paths}
    for path in paths:
        page = _plain(manuals / folder / f"maildesk-{path.replace(' ', '-')}.1")
        command = _command(path)
        for option in (param for param in command.params if isinstance(param, click.Option)):
            assert all(name in page for name in option.opts)
        if not isinstance(command, click.Group):
            assert f".nf\n    {EXAMPLES[path]}\n.fi" in page


def test_the_manuals_are_in_their_language(manuals: Path) -> None:
    """The Chinese pages have no English sentence; what is typed stays as it is."""
    search = _plain(manuals / "zh_CN/man1/maildesk-ticket-search.1")
    assert ".SH 名称\nmaildesk-ticket-search - 按内容查找工单，最近改动的排在最前\n" in search
    assert ".SH 退出状态\n.TP\n.B 0\n完成。\n" in search
    english = re.compile(r"^(?![.\[]| {2,}|maildesk)[A-Za-z][a-z]+ [a-z]+ [a-z]+.*", re.MULTILINE)
    assert [line for page in sorted((manuals / "zh_CN/man1").iterdir()) for line in english.findall(_plain(page))] == []


@pytest.mark.parametrize("folder", ["man1", "zh_CN/man1"])
def test_the_manuals_are_right_roff(manuals: Path, folder: str) -> None:
    """groff has no complaint about any page."""
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed: apt-get install groff-base")
    pages = map(str, sorted((manuals / folder).iterdir()))
    done = subprocess.run([groff, "-man", "-Tutf8", "-ww", "-z", *pages], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_man_shows_a_chinese_page_that_fits(manuals: Path) -> None:
    """`man` finds the page by the reader's language, says nothing of it, and no line is wider than the terminal: Chinese is broken without blanks."""
    if shutil.which("man") is None:
        pytest.skip("man is not installed: apt-get install man-db")
    found = {"LC_ALL": "C.UTF-8", "MANWIDTH": "72", "PATH": os.environ["PATH"]}
    page = manuals / "zh_CN/man1/maildesk-ticket-search.1"
    done = subprocess.run(["man", "--warnings=w", "-l", str(page)], capture_output=True, text=True, check=False, env=found)
    assert (done.returncode, done.stderr) == (0, "")
    assert "找到" in "".join(done.stdout.split())
    prose = [line for line in done.stdout.splitlines() if not line.strip().isascii()]
    assert max(map(columns_of, prose)) <= 72 + 8  # a line of an example is not broken


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """The file of a desk with a ticket of number 1."""
    path = keyed_desk(tmp_path)
    put_ticket(desk_database)
    return path


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("maildesk tick", ["ticket"]),
        ("maildesk ticket sh", ["show"]),
        ("maildesk ticket list --status w", ["waiting"]),
        ("maildesk ticket show ", ["1"]),
        ("maildesk ticket list --team s", ["support"]),
        ("maildesk ticket list --assignee AN", ["anna@example.com"]),
        ("maildesk --as o", ["olaf@example.com"]),
        ("maildesk ticket do 1 #ass", ["#assign"]),
        ("maildesk ticket list --tag v", ["vip"]),
        ("maildesk agent away a", ["anna@example.com"]),
    ],
)
def test_a_shell_is_offered_what_fits(desk: Path, typed: str, offered: list[str]) -> None:
    """Commands, options' values, tickets, people, teams, tags and verbs of the desk, as fish asks for them."""
    said("ticket", "do", "1", "#tag vip", desk=desk)
    assert [line.split("\t")[0].split(",", 1)[-1] for line in _completed(typed, str(desk))] == offered


def _completed(typed: str, desk: str) -> list[str]:
    *words, last = typed.split(" ")
    done = said(_MAILDESK_COMPLETE="fish_complete", COMP_WORDS=shlex.join(words), COMP_CWORD=last, MAILDESK_DESK=desk)
    assert done.err == ""
    return list(filter(None, done.out.splitlines()))


def test_a_shell_is_offered_what_the_store_finds(desk: Path, desk_database: Database) -> None:
    """Tickets, letters, mails and tags are those of the store's own queries, in their order, on both databases."""
    for number in range(2, 7):
        put_ticket(desk_database, subject=f"Ticket {number}")
    put_mail(desk_database, b"Subject: x\r\n\r\n")
    said("ticket", "do", "2", "#tag vip blue; #close", desk=desk)
    said("ticket", "do", "4", "#tag vip; #note One; #notify team", desk=desk)
    call = Call(desk)
    with desk_database.read() as session:
        tickets = [(str(one.number), one.subject, one.status) for one in list_tickets(session, TicketFilter(), 500)]
        letters = [(str(one.letter), one.kind, one.person, one.state) for one in reversed(outbox.listed(session, None, 500))]
        mails = [(str(one.id), one.mail_from or "", one.state) for one in reversed(spool.listed(session, None, 500))]
        tags = [(tag,) for tag in tag_names(session)]

    found = [completing._rows(call, statement) for statement in (prompt.TICKETS, prompt.LETTERS, prompt.MAILS, prompt.TAGS)]
    assert found == [tickets, letters, mails, tags]
    assert all(found)


@pytest.mark.sqlite_alone("a server is asked by SQLAlchemy")
@pytest.mark.parametrize("typed", ["ticket show ", "outbox show ", "spool show ", "ticket list --tag ", "ticket list --team ", "--as "])
def test_a_tab_loads_nothing_heavy(desk: Path, desk_database: Database, typed: str) -> None:
    """A shell is answered within the time of a help: neither the schema nor SQLAlchemy is loaded (docs/performance.md has the figure)."""
    asked = {"_MAILDESK_COMPLETE": "fish_complete", "COMP_WORDS": f"maildesk {typed}".rstrip(), "COMP_CWORD": "", "MAILDESK_DESK": str(desk)}
    heavy = " ".join(set(HEAVY) - {"yaml"})
    done = subprocess.run([sys.executable, "-c", _LOADED], input=heavy, capture_output=True, text=True, check=True, env=os.environ | asked)
    assert done.stderr.strip() == ""


def test_a_glance_sees_what_a_reading_sees(tmp_path: Path) -> None:
    """People, teams, mailboxes and the database of a right desk.yaml, relative or absolute; of a broken one what is left."""
    for name in ("desk.yaml", "teams.yaml", "public.yaml"):
        file = Path(__file__).parent / "conversations" / name
        config, seen = load_config(file), glance(file)
        assert seen.agents == tuple((agent.address, agent.name) for agent in config.agents)
        assert (seen.teams, seen.mailboxes) == (tuple(config.teams), tuple((box.address, box.name) for box in config.mailboxes))
    for url in ("sqlite:///a/b.db", "sqlite:////var/b.db?timeout=3", "sqlite:///:memory:", "postgresql://u@h/n"):
        (tmp_path / "desk.yaml").write_text(f'database: "{url}"\nagents: [1, {{address: A@B.C}}, {{name: x}}]\nteams: x\n', encoding="utf-8")
        seen, whole = glance(tmp_path / "desk.yaml"), database_url(url, tmp_path)
        assert str(seen.file) == whole.removeprefix("sqlite:///").partition("?")[0] if whole.startswith("sqlite:////") else seen.file is None
        assert (seen.agents, seen.teams, seen.mailboxes) == ((("a@b.c", ""),), (), ())


def test_a_shell_hears_nothing_of_what_is_wrong(tmp_path: Path) -> None:
    """No desk, or a broken one: no offer, and no word on the prompt."""
    (tmp_path / "desk.yaml").write_text("mailboxes: [", encoding="utf-8")
    assert _completed("maildesk ticket show ", str(tmp_path / "desk.yaml")) == []
    assert _completed("maildesk ticket show ", str(tmp_path / "none.yaml")) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_reads_what_completion_prints(shell: str) -> None:
    """The lines are right for the shell they are for, where it is installed; and they ask for what this program answers."""
    printed = maildesk("completion", shell).out if shell == "bash" else said("completion", shell).out
    assert "_MAILDESK_COMPLETE" in printed
    found = shutil.which(shell)
    if found:
        assert subprocess.run([found, "-n"], input=printed, capture_output=True, text=True, check=False).returncode == 0


def _on_a_terminal(*arguments: str, desk: Path, **environ: str) -> str:
    """What a terminal of 60 columns is sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    command = [sys.executable, "-m", "maildesk", "--desk", str(desk), *arguments]
    with subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=kept | {"TERM": "xterm", "LC_ALL": "C.UTF-8"} | environ) as program:
        os.close(theirs)
        sent = b""
        with contextlib.suppress(OSError):  # the other end is closed when the program has ended
            while piece := os.read(ours, 1 << 16):
                sent += piece
        program.wait()
    os.close(ours)
    return sent.decode()


def test_colours_are_for_terminals_that_want_them(desk: Path) -> None:
    """Bold and coloured on a terminal, as wide as it is; plain where NO_COLOR is set, on a dumb terminal and in a pipe."""
    coloured = _on_a_terminal("status", desk=desk)
    assert "\x1b[1m" in coloured
    assert "\x1b[31m! No daemon" in coloured
    listed = click.unstyle(_on_a_terminal("ticket", "list", desk=desk))
    assert max(columns_of(line) for line in listed.splitlines()) <= 60
    assert "\x1b" not in _on_a_terminal("status", desk=desk, NO_COLOR="1") + _on_a_terminal("ticket", "--help", desk=desk, TERM="dumb")
    assert "\x1b" not in said("status", desk=desk).out


def test_what_was_done_is_said_in_the_readers_language(desk: Path) -> None:
    """The receipt is translated, the history is not: it is what was written."""
    assert said("ticket", "do", "1", "#close", desk=desk, LC_ALL="zh_CN.UTF-8").out == "#1 已关闭\n"
    assert "  closed  " in said("ticket", "history", "1", desk=desk, LC_ALL="zh_CN.UTF-8").out

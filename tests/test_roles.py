"""Who may do what: a role on each team, asked of every command, answer, call and notification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.bootstrap import make_keyring
from maildesk.changes import Act, Actor, Change, Notify
from maildesk.cli.main import program
from maildesk.commands.authorise import authorise
from maildesk.config.load import check_config, load_config
from maildesk.config.roles import right_of, role_of
from maildesk.config.schema import DeskConfig
from maildesk.outbound.happening import Happening
from maildesk.outbound.recipients import plan_letters
from maildesk.store.engine import Database
from maildesk.ticket import MessageKind, Role, Ticket
from maildesk.verbs.table import VERBS
from tests.desks import YAML, put_letter, put_mail, put_ticket, said, write_desk
from tests.spares import DESKS, SQLITE_DESK

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAMS = Path(__file__).parent / "conversations" / "teams.yaml"
ROLES = Path(__file__).parent.parent / "docs" / "roles.md"


@pytest.fixture(scope="module")
def config() -> DeskConfig:
    """The desk of the conversations about roles, whose example stands in docs/roles.md."""
    return load_config(TEAMS)


@pytest.mark.parametrize(
    ("address", "team", "role"),
    [
        ("anna@example.com", "support", Role.AGENT),
        ("anna@example.com", "billing", None),
        ("cleo@example.com", "support", Role.SUPERVISOR),
        ("cleo@example.com", "billing", Role.OBSERVER),
        ("dan@example.com", "support", None),
        ("olga@example.com", "support", Role.OBSERVER),
        ("li@example.com", "billing", Role.SUPERVISOR),
        ("li@example.com", "dissolved", Role.SUPERVISOR),
        ("dan@example.com", "dissolved", None),
        ("dan@example.com", None, Role.AGENT),
        ("eve@example.net", None, None),
    ],
)
def test_a_role_is_of_a_team(config: DeskConfig, address: str, team: str | None, role: Role | None) -> None:
    """What a list of the team says; on no list, only who has the role on the whole desk has one."""
    assert role_of(config, address, team) is role


def test_a_disabled_agent_has_no_role(tmp_path: Path) -> None:
    """Whatever the lists say."""
    path = tmp_path / "desk.yaml"
    path.write_text(YAML.replace("name: Anna, role: agent", "name: Anna, role: admin, disabled: true"))
    assert role_of(load_config(path), "anna@example.com", "support") is None


def test_a_ticket_of_a_dissolved_team_is_its_mailboxs(config: DeskConfig) -> None:
    """Otherwise nobody but supervisors could answer it."""
    right = right_of(config, Actor("agent:anna@example.com", Role.OBSERVER), _ticket("dissolved"))
    assert (right.team, right.role) == ("support", Role.AGENT)


def test_somebody_stands_once_in_a_team(tmp_path: Path) -> None:
    """Which of two lists was meant, nobody could tell."""
    path = tmp_path / "desk.yaml"
    path.write_text(YAML.replace("members: [anna@example.com]", "members: [anna@example.com], observers: [anna@example.com, bob@example.com]"))
    problems = "\n".join(map(str, check_config(path)[1]))
    assert "anna@example.com stands in two lists of the team support; members or observers: keep one of them" in problems
    assert "bob@example.com is no agent" in problems


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [None, *Role])
def test_every_verb_asks_for_its_role(config: DeskConfig, verb: str, role: Role | None) -> None:
    """A role that is too low, or none, is a problem for every verb; a sufficient one is none."""
    who: Mapping[Role | None, str] = {None: "dan", Role.OBSERVER: "olga", Role.AGENT: "anna", Role.SUPERVISOR: "cleo", Role.ADMIN: "li"}
    right = right_of(config, Actor(f"agent:{who[role]}@example.com", Role.OBSERVER), _ticket("support"))
    allowed = role is not None and role >= VERBS[verb].needs
    problems = authorise([Change(verb)], right, config)
    assert (problems == ()) is allowed
    assert allowed or f"needs the role {VERBS[verb].needs.name.lower()} on the team support" in problems[0].why


AUDIENCES = ["assignee", "team", "support", "billing", *(f"{name}@example.com" for name in ("anna", "ben", "cleo", "dan", "olga", "li"))]


@given(
    st.lists(st.sampled_from(AUDIENCES), max_size=4),
    st.sampled_from([None, "support", "billing", "dissolved"]),
    st.sampled_from([None, *AUDIENCES[4:], "gone@example.com"]),
)
def test_only_who_may_see_a_ticket_hears_of_it(audience: list[str], team: str | None, assignee: str | None) -> None:
    """Whomever a rule names: a letter goes to nobody without a role on the ticket, and an observer's answer is a note."""
    config = load_config(TEAMS)
    ticket = _ticket(team, assignee)
    act = Act(Actor("rule:10.yaml:4", Role.ADMIN), "mail 1", NOW, automatic=True)
    drafts = plan_letters(Happening(ticket, config.home(ticket.mailbox), act, tuple(map(Notify, audience))), config)
    for draft in drafts:
        role = right_of(config, Actor(f"agent:{draft.person}", Role.OBSERVER), ticket).role
        assert role is not None
        assert (draft.answer is MessageKind.NOTE) == (role is Role.OBSERVER)
    if set(audience) & {"assignee", "team", "support", "billing"}:
        assert any(draft.answer is MessageKind.REPLY for draft in drafts), "nobody who could answer heard of it"


def _ticket(team: str | None, assignee: str | None = None) -> Ticket:
    return Ticket(7, "support@example.com", "Printer", "bob@customer.example", NOW, NOW, team=team, assignee=assignee)


def test_the_document_says_what_each_verb_needs() -> None:
    """The table of docs/roles.md is the verb table."""
    rows = dict(re.findall(r"^\| `#(\w+)` \| (\w+) ", ROLES.read_text(), re.MULTILINE))
    assert rows == {name: verb.needs.name.lower() for name, verb in VERBS.items()}


def test_the_document_says_what_each_call_needs() -> None:
    """Each call whose help names a role for `--as` stands in docs/roles.md, with that role."""
    needed = {
        (call, role) for call, text in _helps(program, ()) for role in re.findall(r"with\s+--as:\s+an?\s+(supervisor|admin)", text, re.IGNORECASE)
    }
    rows = re.findall(r"^\| (`[a-z].*`) \| (.*) \|$", ROLES.read_text(), re.MULTILINE)
    told = {(call, role) for calls, role in rows for call in re.findall(r"`([a-z ]+)`", calls)}

    assert {(call, role) for call, role in needed if not any(call == one and role in words for one, words in told)} == set()
    assert len(needed) > 8


def _helps(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each call, as `spool retry`, and its help."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command.help or ""
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        if found := command.get_command(context, name):
            yield from _helps(found, (*path, name))


def test_the_example_of_the_document_is_the_desk_of_these_tests() -> None:
    """What is said of Cleo, Dan and Li is what is tested above."""
    [example] = re.findall(r"```yaml\n(.*?)```", ROLES.read_text(), re.DOTALL)
    kept = TEAMS.read_text()
    assert [line for line in example.splitlines() if line not in kept] == ["  - {address: li@example.com, name: Li Na, role: supervisor}"]


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A desk with ticket 1, a held letter 77 about it and mail 1 in the spool; Anna is an agent, Bea a supervisor of support alone."""
    path = write_desk(tmp_path)
    text = YAML.replace("members: [anna@example.com]", "members: [anna@example.com], supervisors: [bea@example.com]")
    path.write_text(
        text.replace(SQLITE_DESK, DESKS.url(tmp_path)).replace("agents:\n", "agents:\n  - {address: bea@example.com, name: Bea}\n"), encoding="utf-8"
    )
    make_keyring(load_config(path))
    put_letter(desk_database, put_ticket(desk_database), b"Subject: x\r\n\r\nx\r\n")
    put_mail(desk_database, b"Subject: x\r\n\r\nx\r\n")
    return path


@pytest.mark.parametrize(
    ("acting", "call", "words"),
    [
        ("anna", ("outbox", "retry", "77"), "anna@example.com: this needs the role supervisor on the team support; yours there is agent\n"),
        ("anna", ("outbox", "drop", "77"), "anna@example.com: this needs the role supervisor on the team support; yours there is agent\n"),
        ("bea", ("outbox", "retry", "77"), ""),
        ("bea", ("spool", "retry", "1"), "bea@example.com: this needs the role supervisor; yours is agent\n"),
        (
            "olaf",
            ("ticket", "reply", "1", "Hello"),
            "your words to the customer: needs the role agent on the team support; yours there is observer\n",
        ),
        ("olaf", ("ticket", "note", "1", "Hello"), ""),
    ],
)
def test_the_command_line_asks_for_the_role_of_as(desk: Path, acting: str, call: tuple[str, ...], words: str) -> None:
    """Exit 1 and one line, and nothing was done."""
    ended = said("--as", f"{acting}@example.com", *call, desk=desk)
    assert (ended.code, ended.err) == (1 if words else 0, words)

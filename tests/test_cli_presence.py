"""Who is there: `agent list`, `agent away`, `agent back`, and who may say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.bootstrap import make_keyring
from maildesk.config.load import load_config
from maildesk.outbound import outbox
from maildesk.store.engine import Database
from tests.desks import put_ticket, said
from tests.spares import DESKS, SQLITE_DESK

YAML = """\
mailboxes:
  - {address: support@example.com, name: Example Support, team: support, timezone: Asia/Shanghai}
teams:
  support: {members: [anna@example.com, ben@example.com], supervisors: [carl@example.com]}
  billing: {members: [dora@example.com]}
agents:
  - {address: anna@example.com, name: Anna}
  - {address: ben@example.com, name: Ben, disabled: true}
  - {address: carl@example.com, name: Carl}
  - {address: dora@example.com, name: Dora, role: supervisor}
database: sqlite:///desk.db
relays: {default: {capture: outgoing/}}
proof: {gives_up: [signature, confirmation]}
"""


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """The file of a desk of four agents, with its keys."""
    path = tmp_path / "desk.yaml"
    path.write_text(YAML.replace(SQLITE_DESK, DESKS.url(tmp_path)), encoding="utf-8")
    make_keyring(load_config(path))
    return path


def test_who_is_away_hears_nothing_and_is_listed(desk: Path, desk_database: Database) -> None:
    """Away with a note until a date in the desk's zone: the list says so, names the tickets that lie there, and the team is told instead."""
    number = put_ticket(desk_database)
    said("ticket", "do", str(number), "#assign anna", desk=desk)
    done = said("--as", "anna@example.com", "agent", "away", "anna", "--until", "2099-01-31", "--note", "in the  hills", desk=desk)
    assert (done.code, done.out) == (0, "anna@example.com is away until 2099-01-31 00:00 +0800\n")
    shown = said("agent", "list", desk=desk).out.splitlines()
    assert shown[1].split() == ["anna@example.com", "Anna", "agent", "support", "2099-01-31", "00:00", "+0800", "1", "in", "the", "hills"]
    assert shown[2].split() == ["ben@example.com", "Ben", "disabled", "support", "0"]
    assert shown[-1] == "1 open ticket lies with anna@example.com, who is away: maildesk ticket list --assignee anna@example.com"
    said("ticket", "do", str(number), "#notify assignee", desk=desk)
    with desk_database.read() as session:
        told = [row.person for row in outbox.listed(session, None, 10)]
    assert told == ["anna@example.com", "carl@example.com"]  # the first told her that the ticket is hers


def test_the_list_as_json(desk: Path) -> None:
    """One line an agent, with these keys; moments in UTC."""
    said("agent", "away", "anna@example.com", "--until", "2099-01-31T00:00+08:00", desk=desk)
    first = said("agent", "list", "--json", desk=desk).lines[0]
    assert list(first) == ["agent", "also", "name", "role", "disabled", "teams", "away", "away_since", "away_until", "note", "open_tickets"]
    assert (first["away"], first["away_until"], first["teams"]) == (True, "2099-01-30T16:00:00Z", ["support"])


def test_back_is_back(desk: Path) -> None:
    """Away until told otherwise, and told otherwise; to be back twice is no fault."""
    assert said("agent", "away", "anna", desk=desk).out.startswith("anna@example.com is away until told otherwise")
    assert said("agent", "list", desk=desk).out.splitlines()[1].split()[-2:] == ["away", "0"]
    assert [said("agent", "back", "anna", desk=desk).out for _ in range(2)] == ["anna@example.com is there\n"] * 2
    assert not said("agent", "list", "--json", desk=desk).lines[0]["away"]


@pytest.mark.parametrize(("who", "code"), [("anna", 0), ("carl", 0), ("dora", 0), (None, 0)])
def test_who_may_say_that_somebody_is_away(desk: Path, who: str | None, code: int) -> None:
    """The agent, a supervisor of the agent's team, whoever supervises the desk, and the operator."""
    acting = ("--as", f"{who}@example.com") if who else ()
    assert said(*acting, "agent", "away", "anna", desk=desk).code == code


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--as", "anna@example.com", "agent", "away", "carl"), "only the agent or a supervisor says"),
        (("--as", "carl@example.com", "agent", "away", "dora"), "only the agent or a supervisor says"),
        (("agent", "away", "zoe"), "there is no agent “zoe”"),
        (("agent", "away", "ben"), "there is no agent “ben”"),
        (
            ("agent", "away", "anna", "--until", "someday"),
            "“someday” is no time; write 3d, 12h, mon 9:00, tomorrow, 1 feb 14:00 or a date like 2026-01-31",
        ),
        (("agent", "away", "anna", "--until", "2020-01-01"), "“2020-01-01” is over: that was Wed 2020-01-01 00:00 +0800; write a time to come"),
        (("agent", "back", "support"), "there is no agent “support”"),
    ],
)
def test_what_is_refused(desk: Path, arguments: tuple[str, ...], why: str) -> None:
    """Each refusal says why, and nobody is away after it."""
    refused = said(*arguments, desk=desk)
    assert refused.code == 1
    assert why in refused.err
    assert not any(one["away"] for one in said("agent", "list", "--json", desk=desk).lines)

"""What happens by itself when a moment has come: once, whoever looks and whatever is killed, and to those it concerns by then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import SystemRandom

import pytest
from sqlalchemy import func, insert, select, text

from maildesk.changes import Act, Actor
from maildesk.cli.acting import changes_of
from maildesk.desk import Desk
from maildesk.moments.timers import fire_timers
from maildesk.outbound import outbox
from maildesk.rules.load import check_rules
from maildesk.staffwork import act_on_tickets
from maildesk.store import schema
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket
from maildesk.tables import timers
from maildesk.ticket import Role, Status
from maildesk.verbs.dates import When
from tests import golden
from tests.desks import put_ticket, said
from tests.opened import opened
from tests.talk import make_desk
from tests.test_kill import killed_at

YAML = Path(__file__).parent / "conversations" / "desk.yaml"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANNA = Actor("agent:anna@example.com", Role.AGENT)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    # A child that was killed and its parent must not number their letters alike.
    made = replace(make_desk(YAML, tmp_path), random_bits=SystemRandom().getrandbits)
    yield made
    made.database.close()


def does(desk: Desk, number: int, commands: str, now: datetime = START, actor: Actor = ANNA) -> None:
    act_on_tickets(desk, (number,), changes_of(commands, desk.config.directory().at(When(now))), Act(actor, "test", now))


def told(desk: Desk) -> list[tuple[str, str]]:
    """The letters that were written, the oldest first: for whom, and their text."""
    with desk.database.read() as session:
        rows = [(row, outbox.shown(session, row.letter)[1]) for row in outbox.listed(session, None, 1000)]
    rows.sort(key=lambda one: one[0].created)
    return [
        (row.person, opened(data).get_body(("plain",)).get_content())  # type: ignore[union-attr]
        for row, data in rows
    ]


def waiting(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.execute(select(func.count()).select_from(timers)).scalar_one()


def test_killed_at_every_step_it_is_neither_lost_nor_doubled(desk: Desk) -> None:
    """Killed before each statement and after each commit: the next look does it, or it is done; no history is broken."""
    points, survived = 0, False
    while not survived:
        points += 1
        now = START + timedelta(days=points)
        number = put_ticket(desk.database, f"Question {points}")
        does(desk, number, "#take #snooze 1d", now - timedelta(days=1))
        look = partial(fire_timers, desk, now)
        survived = not killed_at(desk, points, look)
        look()
        with desk.database.read() as session:
            ticket, fault = load_ticket(session, number), audited(session).fault
        assert (ticket and ticket.status, len(told(desk)), waiting(desk), fault) == (Status.OPEN, points, 0, None), f"killed at point {points}"
    assert points > 8


def test_two_daemons_do_it_once(postgres_database: Database, tmp_path: Path) -> None:
    """Both look in the same moment at the same thirty tickets."""
    desk = make_desk(YAML, tmp_path, postgres_database.url.render_as_string(hide_password=False))
    numbers = [put_ticket(desk.database, f"Question {one}") for one in range(30)]
    for number in numbers:
        does(desk, number, "#remind 1d; #snooze 1d; #take")
    with ThreadPoolExecutor(2) as both:
        letters = list(both.map(lambda _: fire_timers(desk, START + timedelta(days=1)), range(2)))
    assert (sum(letters), len(told(desk)), waiting(desk)) == (60, 60, 0)
    desk.database.close()


def test_one_that_cannot_be_carried_out_is_put_off(desk: Desk) -> None:
    """The daemon ends by it as by any mistake of ours, and the next one does all the others before it tries again."""
    number = put_ticket(desk.database)
    with desk.database.write() as session:
        session.execute(insert(timers), {"ticket": number, "kind": "of-a-later-program", "at": START, "look": START, "whom": "", "text": ""})
    does(desk, number, "#remind 12h ring")

    with pytest.raises(ValueError, match="of-a-later-program"):
        fire_timers(desk, START + timedelta(hours=12))
    assert fire_timers(desk, START + timedelta(hours=12)) == 1
    with pytest.raises(ValueError, match="of-a-later-program"):
        fire_timers(desk, START + timedelta(days=2))


def test_a_reminder_follows_its_ticket_and_those_who_may_see_it(desk: Desk) -> None:
    """Merged meanwhile: it is about what the ticket is part of. Given to a team the agent is not of: to whoever has it now."""
    number, into, other = (put_ticket(desk.database, name) for name in ("Printer", "Ink", "Invoice"))
    does(desk, number, "#remind 1d ring Eve; #due 1d; #snooze 1d")
    does(desk, other, "#remind 1d pay it")
    does(desk, number, f"#merge {into}")
    does(desk, other, "#assign billing", actor=Actor("operator:root", Role.ADMIN))
    before = len(told(desk))

    fire_timers(desk, START + timedelta(days=1))

    letters = told(desk)[before:]
    about = {(person, "ring Eve" in words, "pay it" in words, f"Ticket {into} " in words, "due now" in words) for person, words in letters}
    assert about == {
        ("anna@example.com", True, False, True, False),
        ("cleo@example.com", False, True, False, False),
        ("anna@example.com", False, False, True, True),  # what was due is due where it is part of now
        ("ben@example.com", False, False, True, True),
    }


def test_rules_hear_of_it(desk: Desk, tmp_path: Path) -> None:
    """`on: wait-over` and `on: due` see the ticket as it is then; what they do is in its history with their name."""
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "10.yaml").write_text(
        "- {name: back, on: wait-over, when: {status: open}, then: [{priority: high}, {tag: back}]}\n"
        "- {name: late, on: due, when: {priority: high}, then: [{assign: cleo}, {remind: 2d still late}]}\n"
    )
    rules, problems = check_rules(tmp_path / "later", desk.config, frozenset())
    assert rules is not None, problems
    other = replace(desk, rules=rules)
    number = put_ticket(desk.database)
    does(other, number, "#snooze 1d; #due 2d")

    fire_timers(other, START + timedelta(days=5))
    with desk.database.read() as session:
        ticket, history = load_ticket(session, number), events_of(session, number)
    assert ticket is not None
    assert (ticket.priority, ticket.tags, ticket.assignee) == ("high", ("back",), "cleo@example.com")
    assert [event.actor.split()[-1] for event in history if event.what in ("priority", "assign")] == ["back", "late"]
    assert [event.actor for event in history if event.what == "open"] == ["builtin:wait-over"]


def test_the_command_line_shows_what_is_to_come(desk: Desk, tmp_path: Path) -> None:
    """When it is due, and who is reminded of what; also for machines."""
    number = put_ticket(desk.database)
    does(desk, number, "#due 2026-03-09; #remind 2026-03-05 ring Eve")

    shown = said("ticket", "show", str(number), desk=tmp_path / "desk.yaml")
    [line] = said("ticket", "show", str(number), "--json", desk=tmp_path / "desk.yaml").lines
    assert "2026-03-09 09:00 UTC" in shown.out
    assert "2026-03-05 09:00 UTC  anna@example.com  ring Eve" in shown.out
    assert line["due"] == "2026-03-09T09:00:00Z"
    assert line["reminders"] == [{"at": "2026-03-05T09:00:00Z", "whom": "anna@example.com", "text": "ring Eve"}]


def test_what_waited_before_there_were_timers_comes_back(blank: Database) -> None:
    """The upgrade gives a timer to each ticket that waits until a date, and to no other."""
    golden.load("0013", blank, START)
    with blank.write() as session:
        session.execute(text("UPDATE tickets SET status = 'waiting', wait_until = 1772442000000000 WHERE number = 1"))
        session.execute(text("UPDATE tickets SET status = 'closed', wait_until = 1772442000000000 WHERE number = 2"))
    schema.upgrade(blank)
    with blank.read() as session:
        rows = session.execute(select(timers.c.ticket, timers.c.kind, timers.c.at, timers.c.look)).all()
    assert [tuple(row) for row in rows] == [(1, "wait", START, START)]

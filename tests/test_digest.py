"""The letter of the day: one a day whatever happens meanwhile, and nothing in it that its reader may not see."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from maildesk.changes import Act, Actor, Change
from maildesk.desk import Desk
from maildesk.moments.digest import write_digests
from maildesk.outbound import outbox
from maildesk.staffwork import act_on_tickets
from maildesk.store.engine import Database
from maildesk.ticket import Role
from tests.desks import put_ticket
from tests.opened import opened
from tests.talk import make_desk
from tests.test_kill import killed_at

FILES = Path(__file__).parent / "conversations"
MORNING = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(FILES / "digest.yaml", tmp_path)
    yield made
    made.database.close()


def digests(desk: Desk) -> list[tuple[str, str]]:
    """The letters that were written: their readers and their text."""
    with desk.database.read() as session:
        rows = [row for row in outbox.listed(session, None, 1000) if row.kind == "digest"]
        data = [(row.person, opened(outbox.shown(session, row.letter)[1])) for row in rows]
    return sorted((person, letter.get_body(("plain",)).get_content()) for person, letter in data)  # type: ignore[union-attr]


def test_killed_at_every_step_it_is_neither_lost_nor_doubled(desk: Desk) -> None:
    """Killed before each statement and after each commit: the next look writes the letters of the day, or they are there."""
    put_ticket(desk.database)
    points, survived = 0, False
    while not survived:
        points += 1
        look = partial(write_digests, desk, MORNING + timedelta(days=points))
        survived = not killed_at(desk, points, look)
        look()
        assert len(digests(desk)) == 2 * points, f"killed at point {points}"
    assert points > 8


def test_two_daemons_write_it_once(postgres_database: Database, tmp_path: Path) -> None:
    """Both look in the same minute: one makes it its day, the other finds that it is."""
    desk = make_desk(FILES / "digest.yaml", tmp_path, postgres_database.url.render_as_string(hide_password=False))
    put_ticket(desk.database)
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(lambda _: write_digests(desk, MORNING), range(2))) == [0, 2]
    desk.database.close()


def test_a_long_one_says_how_much_is_left_out(desk: Desk) -> None:
    """Thirty lines of each part."""
    for number in range(33):
        put_ticket(desk.database, f"Offer {number}")
    write_digests(desk, MORNING)
    text = dict(digests(desk))["anna@example.com"]
    assert (text.count("\n[#"), text.count("mailto:"), "And 3 more." in text) == (30, 60, True)


def test_what_somebody_may_not_see_any_more_is_not_in_it(desk: Desk) -> None:
    """A ticket stays with an agent who was taken off its team; its subject is not his to read."""
    put_ticket(desk.database, "Salaries")
    act_on_tickets(desk, [1], [Change("assign", "ben@example.com")], Act(Actor("operator:root", Role.ADMIN), "test", MORNING))
    team = desk.config.teams["support"].model_copy(update={"members": ("anna@example.com",)})
    config = desk.config.model_copy(update={"teams": {"support": team}})
    assert write_digests(replace(desk, config=config, press=replace(desk.press, config=config)), MORNING) == 0
    assert write_digests(desk, MORNING + timedelta(days=1)) == 1
    assert "Salaries" in dict(digests(desk))["ben@example.com"]

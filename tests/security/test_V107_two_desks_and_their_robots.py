"""V107: whatever answers whatever, at most two automatic mails a day go between two addresses, and then there is silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.loops import Machine, World

ONE, OTHER = "support@one.example", "help@other.example"
BOT, AWAY, BOUNCER, LIST = "bot@robots.example", "away@robots.example", "mailer-daemon@robots.example", "everybody@lists.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two desks, a bot that answers all it gets, somebody on holiday, a bouncer and a mailing list."""
    made = World(tmp_path)
    made.add_desk(ONE, "One")
    made.add_desk(OTHER, "Other")
    away = ("Auto-Submitted: auto-replied", "Subject: Out of office")
    machines = (Machine(BOT), Machine(AWAY, away), Machine(BOUNCER, null_sender=True), Machine(LIST, ("List-Id: <everybody.lists.example>",)))
    made.machines = {machine.address: machine for machine in machines}
    yield made
    made.close()


def test_two_desks_that_write_to_each_other_fall_silent(world: World) -> None:
    """Each was told of the other's acknowledgement as of a person's mail, and still neither thanks the other for it (case 61)."""
    world.under_way.append(Machine(OTHER).write(ONE, "We have a question", world.now))
    world.under_way.append(Machine(ONE).write(OTHER, "And we have one", world.now))
    assert world.run() < 30
    assert max(world.automatic.values()) <= 1


@pytest.mark.parametrize("address", [BOT, AWAY, BOUNCER, LIST])
def test_a_machine_that_answers_everything_gets_one_letter_from_each_desk(world: World, address: str) -> None:
    """New ids, new subjects, no mark: nothing in a mail stops the loop but the count of our own letters (case 56)."""
    machine = world.machines[address]
    world.under_way += [machine.write(desk, "Hello", world.now) for desk in (ONE, OTHER)]
    assert world.run() < 30
    assert set(world.automatic.values()) <= {1}
    assert not {(desk, AWAY) for desk in (ONE, OTHER)} & world.automatic.keys()


def test_a_machine_that_never_stops_gets_one_letter_a_day(world: World) -> None:
    """It writes by itself every twenty minutes for a day and answers all it is sent; the day after it gets one more."""
    bot = world.machines[BOT]
    for _ in range(72):
        world.under_way.append(bot.write(ONE, f"Message {bot.written}", world.now))
        begun = world.now
        world.run()
        world.now = begun + timedelta(minutes=20)
    assert world.automatic == {(ONE, BOT): 1}
    world.now += timedelta(hours=1)
    world.under_way.append(bot.write(ONE, "Another day", world.now))
    world.run()
    assert world.automatic == {(ONE, BOT): 2}

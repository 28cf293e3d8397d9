"""V114: whoever writes in an agent's name has us write to that agent three times an hour, and never a word of his own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.loops import Machine, World

DESK, ANNA = "support@one.example", "anna@one-staff.example"


def test_an_agent_is_not_bombed_with_challenges(tmp_path: Path) -> None:
    """Fifty forged mails: three letters, all fifty held; an hour later one may be told of again."""
    world = World(tmp_path)
    world.add_desk(DESK, "One")
    forger = Machine(ANNA)
    letters = [one for _ in range(50) for one in world.at_desk(DESK, forger.write(DESK, "#close http://evil.example", world.now))]
    assert [one.to for one in letters] == [ANNA] * 3
    assert all(b"evil" not in one.data and one.mail_from == "" for one in letters)
    world.now += timedelta(minutes=61)
    again = list(world.at_desk(DESK, forger.write(DESK, "And again", world.now)))
    assert len(again) == 1
    world.close()

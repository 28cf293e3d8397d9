"""V114: whoever writes in an agent's name has us write to that agent three times an hour, never a word of his own, and the rest comes in one letter."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from maildesk.intake import spool
from maildesk.letter import LetterKind
from maildesk.moments.backlog import tell_backlog
from maildesk.outbound import outbox
from maildesk.replay import Sample, explain_one
from tests.letters import plain
from tests.loops import Machine, World

DESK, ANNA = "support@one.example", "anna@one-staff.example"


def test_an_agent_is_not_bombed_with_challenges(tmp_path: Path) -> None:
    """Fifty forged mails: three letters, all fifty held; when the hour is over one letter tells of the rest, and then no other."""
    world = World(tmp_path)
    desk = world.add_desk(DESK, "One")
    forger = Machine(ANNA)
    letters = [one for _ in range(50) for one in world.at_desk(DESK, forger.write(DESK, "#close http://evil.example", world.now))]
    assert [one.to for one in letters] == [ANNA] * 3
    assert all(b"evil.example" not in one.data and one.mail_from == "" for one in letters)
    with desk.database.read() as session:
        assert f"no unproven to {ANNA}: governor" in spool.shown(session, 50)[0].trace[-1]
    foreseen = explain_one(desk, Sample("next.eml", forger.write(DESK, "one more", world.now).data, world.now))["letters"]
    assert [(one["to"], one["template"], "governor" in one["suppressed"]) for one in foreseen] == [([ANNA], "unproven", True)]
    assert [tell_backlog(desk, world.now + timedelta(minutes=minute)) for minute in (1, 59, 61, 62, 130)] == [0, 0, 1, 0, 0]
    with desk.database.read() as session:
        [told] = [outbox.shown(session, row.letter)[1] for row in outbox.listed(session) if row.kind == LetterKind.UNTOLD]
    assert b"evil.example" not in told
    assert "and 27 more" in plain(told)
    world.now += timedelta(minutes=61)
    again = list(world.at_desk(DESK, forger.write(DESK, "And again", world.now)))
    assert len(again) == 1
    world.close()

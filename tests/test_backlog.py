"""What the hourly bound kept from being told to staff comes in one letter, once, whatever happens meanwhile."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from maildesk.config.schema import Agent, Team
from maildesk.desk import Desk
from maildesk.letter import LetterKind
from maildesk.moments.backlog import tell_backlog
from maildesk.outbound import outbox
from maildesk.outbound.compose import compose
from maildesk.outbound.governor import Counts, count_automatic, govern
from maildesk.outbound.happening import Draft
from maildesk.outbound.outbox import post
from maildesk.rules.ruleset import RuleSet
from maildesk.store.engine import Database
from maildesk.tables import letters, untold
from tests.letters import DESK, NOW, PRESS, RING, a_draft, plain, put_ticket
from tests.talk import make_desk
from tests.test_kill import YAML, killed_at

LATER = NOW + timedelta(minutes=61)
UNPROVEN = a_draft(kind=LetterKind.UNPROVEN, template="unproven", ticket=0, automatic=True, person="anna@example.com", facts={}, about_mail=7)
HELD = replace(UNPROVEN, kind=LetterKind.HELD, template="held", ticket=4711, subject="Printer")


def desk_on(database: Database) -> Desk:
    return Desk(DESK, RuleSet(()), PRESS, RING, database, random.Random(1).getrandbits)


def ask_for(desk: Desk, drafts: Sequence[Draft], now: datetime = NOW) -> None:
    with desk.database.write() as session:
        for draft in drafts:
            passed = govern(session, [draft], now, desk.config.limits)
            post(session, [compose(one, desk.press, desk.letter_number(), now) for one in passed.drafts])


def told(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        rows = [row for row in outbox.listed(session, last=500) if row.kind == LetterKind.UNTOLD]
        return [(row.person, plain(outbox.shown(session, row.letter)[1])) for row in rows]


def kept(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.execute(select(func.count()).select_from(untold)).scalar_one()


def test_all_that_was_not_told_comes_in_one_letter(database: Database) -> None:
    """Of each kind that the hour has room for: what, when, on which ticket, how it can still be sent; and no limit of a customer is touched."""
    desk = desk_on(database)
    with database.write() as session:
        put_ticket(session)
    ask_for(desk, [UNPROVEN] * 4 + [HELD] * 31 + [replace(HELD, about_letter=99)])
    assert (tell_backlog(desk, NOW + timedelta(minutes=30)), kept(desk)) == (0, 3)
    assert (tell_backlog(desk, LATER), kept(desk)) == (1, 0)
    [(person, words)] = told(desk)
    assert person == "anna@example.com"
    for part in ("mail 7", "ticket 4711, Printer", "answer the newest letter you have about that ticket", "letter 99", "maildesk outbox retry"):
        assert part in words
    with database.read() as session:
        assert count_automatic(session, DESK.mailboxes[0].address, "anna@example.com", LATER) == Counts()
    assert tell_backlog(desk, LATER + timedelta(minutes=1)) == 0


def test_who_may_no_longer_see_a_ticket_reads_nothing_of_it(database: Database) -> None:
    """Taken off the team since, Anna hears that an answer was held, and neither number nor subject."""
    desk = desk_on(database)
    with database.write() as session:
        put_ticket(session)
    ask_for(desk, [HELD] * 31)
    moved = DESK.model_copy(update={"teams": {**DESK.teams, "support": Team(members=("ben@example.com",))}})
    assert tell_backlog(replace(desk, config=moved), LATER) == 1
    [(_, words)] = told(desk)
    assert "mail 7" in words
    assert "4711" not in words
    assert "Printer" not in words


def test_who_is_no_agent_any_more_is_told_nothing(database: Database) -> None:
    """What is kept for somebody who left goes, without a letter."""
    desk = desk_on(database)
    ask_for(desk, [UNPROVEN] * 5)
    gone = DESK.model_copy(update={"agents": (Agent(address="ben@example.com", name="Ben"),)})
    assert (tell_backlog(replace(desk, config=gone), LATER), kept(desk)) == (0, 0)


def test_one_letter_an_hour_however_the_mail_comes(sqlite_database: Database) -> None:
    """A forger who goes on for five hours: three letters and one about the rest in each of them, no more and no fewer."""
    desk, database = desk_on(sqlite_database), sqlite_database
    for minute in range(0, 300, 3):
        now = NOW + timedelta(minutes=minute)
        ask_for(desk, [UNPROVEN], now)
        tell_backlog(desk, now)
    with database.read() as session:
        written = sorted(session.execute(select(letters.c.created, letters.c.kind)).all())
    for kind, most in (("unproven", 3), ("untold", 1)):
        moments = [row.created for row in written if row.kind == kind]
        assert len(moments) >= 4 * most
        assert all(after - before >= timedelta(hours=1) for before, after in zip(moments, moments[most:], strict=False))


def test_two_daemons_write_it_once(postgres_database: Database) -> None:
    """Both look in the same minute: one takes what is kept, the other finds nothing."""
    desk = desk_on(postgres_database)
    ask_for(desk, [UNPROVEN] * 5)
    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(lambda _: tell_backlog(desk, LATER), range(2))) == 1
    assert len(told(desk)) == 1


def test_killed_at_every_step_it_is_neither_lost_nor_doubled(tmp_path: Path) -> None:
    """Killed before each statement and after each commit: the next look finds all of it, or the letter is there."""
    points, survived = 0, False
    desk = make_desk(YAML, tmp_path)
    while not survived:
        points += 1
        now = NOW + timedelta(days=points)
        ask_for(desk, [UNPROVEN] * 5, now)
        look = partial(tell_backlog, desk, now + timedelta(minutes=61))
        survived = not killed_at(desk, points, look)
        look()
        assert (len(told(desk)), kept(desk)) == (points, 0), f"killed at point {points}"
    assert points > 8
    desk.database.close()


@pytest.mark.parametrize("kind", [LetterKind.OVERRUN, LetterKind.UNTOLD])
def test_what_tells_of_letters_is_not_itself_told_later(sqlite_database: Database, kind: LetterKind) -> None:
    """Nothing is kept of them, so that no letter ever comes of a letter."""
    desk = desk_on(sqlite_database)
    ask_for(desk, [replace(UNPROVEN, kind=kind, template="unproven")] * 3)
    assert kept(desk) == 0

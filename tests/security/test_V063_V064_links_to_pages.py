"""The link that shows a customer how a ticket stands: only the very one we wrote opens it, and all others tell nothing (V063, V064, V065)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from maildesk.letter import LetterKind
from maildesk.outbound.compose import compose
from maildesk.statuspage import DaemonFacts
from maildesk.store import apply as store
from maildesk.store.engine import Database
from maildesk.tokens import ALPHABET, KeyRing, TokenKind, mint
from tests.letters import BOB, PRESS, RING, a_draft, queue
from tests.pages import Reply, a_desk, ask, serving

NOW = datetime.now(UTC)
OTHER = KeyRing("b", {"b": b"another key of another desk 1234"})
GOOD = mint(RING, TokenKind.PAGE, 1)


@pytest.fixture
def desk(desk_database: Database) -> Database:
    """Letters of ticket 4711: 1 to Bob, 2 that has expired, 3 to staff, 4 to somebody who is not on it."""
    letters = [replace(compose(a_draft(), PRESS, number, NOW), mail_from=f"{number}@example.com") for number in range(1, 5)]
    letters[1] = replace(letters[1], letter=replace(letters[1].letter, expires=NOW - timedelta(seconds=1)))
    letters[2] = replace(letters[2], letter=replace(letters[2].letter, kind=LetterKind.NOTIFICATION))
    letters[3] = replace(letters[3], letter=replace(letters[3].letter, person="mallory@evil.example"))
    queue(desk_database, *letters)
    with desk_database.write() as session:
        store.add_participants(session, 4711, (BOB,))
    return desk_database


def _altered(place: int) -> str:
    letter = ALPHABET[(ALPHABET.find(GOOD[place]) + 1) % len(ALPHABET)]
    return GOOD[:place] + letter + GOOD[place + 1 :]


WRONG: tuple[Callable[[], str], ...] = (
    *(lambda kind=kind: mint(RING, kind, 1) for kind in TokenKind if kind is not TokenKind.PAGE),
    *(lambda kind=kind: "p" + mint(RING, kind, 1)[1:] for kind in TokenKind if kind is not TokenKind.PAGE),
    *(lambda place=place: _altered(place) for place in (2, 3, 14, 15, 30)),
    *(lambda number=number: mint(RING, TokenKind.PAGE, number) for number in (2, 3, 4, 5)),
    lambda: mint(OTHER, TokenKind.PAGE, 1),
    GOOD.upper,
    lambda: GOOD[:-1],
    lambda: GOOD + "a",
    lambda: GOOD + "/",
    lambda: GOOD + "%0a",
    lambda: "1",
    lambda: "4711",
    lambda: "%00",
    lambda: "a" * 3000,
)


async def test_every_link_but_the_right_one_leads_nowhere(desk: Database) -> None:
    """Wrong, of another kind, of another desk, expired, of staff's letter, of one who is not on the ticket: one answer to all, byte for byte."""
    async with serving(desk, lambda: DaemonFacts(workers=1), "https://desk.example.com") as port:
        good = await _follow(port, GOOD)
        answers = [await _follow(port, wrong()) for wrong in WRONG]
    assert good.status == 200
    assert {(answer.status, answer.body, tuple(answer.headers.items())) for answer in answers} == {
        (404, answers[0].body, tuple(answers[0].headers.items()))
    }


async def _follow(port: int, token: str) -> Reply:
    return await ask(port, f"/t/{token}", host="desk.example.com")


async def test_what_is_no_link_of_ours_never_reaches_the_database(desk: Database) -> None:
    """Guesses cost no query; a link that was ours asks one question, and its answer takes as long as theirs: the pause is the greater part of both."""
    statements: list[str] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    asked = []
    async with serving(desk, lambda: DaemonFacts(workers=1), "https://desk.example.com") as port:
        for token in ("x", _altered(30), mint(RING, TokenKind.REPLY, 1), mint(RING, TokenKind.PAGE, 2), mint(RING, TokenKind.PAGE, 5)):
            statements.clear()
            await _follow(port, token)
            asked.append(sum("FROM letters" in one for one in statements))
    assert asked == [0, 0, 0, 1, 1]


async def test_a_key_that_is_taken_out_closes_its_links(desk: Database) -> None:
    """V064: while both keys are known both links open; without the old one its link leads nowhere."""
    rotated = KeyRing("b", {**RING.keys, **OTHER.keys})
    for ring, statuses in ((rotated, [200, 200]), (OTHER, [404, 200])):
        async with serving(replace(a_desk(desk), ring=ring), lambda: DaemonFacts(workers=1), "https://desk.example.com") as port:
            answers = [await _follow(port, token) for token in (GOOD, mint(OTHER, TokenKind.PAGE, 1))]
        assert [answer.status for answer in answers] == statuses


async def test_many_who_guess_take_nobody_his_place(desk: Database) -> None:
    """V154: a few are refused at once, the others are told to come again; a good link and the health check are answered meanwhile."""
    async with serving(desk, lambda: DaemonFacts(workers=1), "https://desk.example.com") as port:
        guesses = [asyncio.create_task(_follow(port, f"p1a{number}")) for number in range(40)]
        good, health = await asyncio.gather(_follow(port, GOOD), ask(port, "/healthz"))
        answers = await asyncio.gather(*guesses)
    assert (good.status, health.status) == (200, 200)
    assert {answer.status for answer in answers} == {404, 503}
    assert all(answer.headers["retry-after"] == "2" for answer in answers if answer.status == 503)


async def test_the_log_never_names_a_link(desk: Database, capfd: pytest.CaptureFixture[str]) -> None:
    """V148: where a page cannot be made, the log says which kind of page it was; the token stays out of it."""
    with desk.write() as session:
        session.exec_driver_sql("DROP TABLE participants")
    async with serving(desk, lambda: DaemonFacts(workers=1), "https://desk.example.com") as port:
        answer = await _follow(port, GOOD)
    assert (answer.status, "try again" in answer.body) == (503, True)
    said = capfd.readouterr().err
    assert "page_failed page=/t/{token}" in said
    assert GOOD not in said

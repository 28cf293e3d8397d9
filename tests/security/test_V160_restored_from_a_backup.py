"""V160: a desk restored from a backup gives numbers anew; letters of the days it lost lead into nobody else's ticket."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from maildesk.bootstrap import open_desk
from maildesk.letter import OutboxState
from maildesk.outbound import outbox
from maildesk.outbound.outbox import OutboxRow
from maildesk.store.tickets import messages_of
from maildesk.tables import tickets
from tests.desks import said as command
from tests.talk import Talk, make_desk, read_blocks

FILES = Path(__file__).parents[1] / "conversations"
BOB, EVE, CAROL, ANNA = "bob@customer.example", "eve@customer.example", "carol@other.example", "anna@example.com"


def by_hand(folder: Path, back: bool) -> None:
    """Who knows of SQLite's own backup only: ticket 2 is given a second time."""
    source, target = ("backup.db", "desk.db") if back else ("desk.db", "backup.db")
    with closing(sqlite3.connect(folder / source)) as old, closing(sqlite3.connect(folder / target)) as new:
        old.backup(new)


def by_command(folder: Path, back: bool) -> None:
    """`maildesk backup`, and `maildesk restore` where the database was."""
    if back:
        (folder / "desk.db").unlink()
    ended = command("restore" if back else "backup", str(folder / "backup"), desk=folder / "desk.yaml")
    assert (ended.code, ended.err) == (0, "")


@pytest.fixture(params=[(by_hand, 2), (by_command, 1000)], ids=["by hand", "by command"])
def talk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Talk]:
    """Bob's ticket 1 was in the backup; Eve's ticket 2 was lost with the disk, and where it was brought back by hand it is Carol's now."""
    keep, carols = request.param
    made = Talk(make_desk(FILES / "desk.yaml", tmp_path, f"sqlite:///{tmp_path}/desk.db"), FILES, tmp_path)
    said(made, f">>> {BOB}\nSubject: Printer\n\nIt is broken.")
    keep(tmp_path, back=False)
    said(made, f">>> {EVE}\nSubject: Salary\n\nThis is between us.")
    made.desk.database.close()
    keep(tmp_path, back=True)
    made.desk = replace(open_desk(tmp_path / "desk.yaml"), random_bits=secrets.randbits)
    said(made, f">>> {CAROL}\nSubject: Scanner\n\nIt beeps.")
    assert "beeps" in words(made, carols)
    yield made
    made.desk.database.close()


def said(talk: Talk, mail: str) -> list[OutboxRow]:
    """Plays one mail and returns the letters it caused."""
    [block] = read_blocks(mail)
    talk.step(block)
    caused = [row for row, _ in talk.fresh]
    talk.fresh.clear()
    return caused


def words(talk: Talk, number: int) -> str:
    """All that stands in a ticket."""
    with talk.desk.database.read() as session:
        return "\n".join(message.text for message in messages_of(session, number))


def newest(talk: Talk) -> int:
    with talk.desk.database.read() as session:
        return session.execute(select(func.max(tickets.c.number))).scalar_one()


def test_an_answer_to_a_letter_before_the_backup_comes_home(talk: Talk) -> None:
    """The key ring is the same: old tokens go on to work."""
    said(talk, f">>> {BOB} answers acknowledgement\nStill broken.")

    assert "Still broken." in words(talk, 1)


def test_a_customers_answer_from_the_lost_days_is_a_ticket_of_its_own(talk: Talk) -> None:
    """Its token and its [#2] are ours, and ticket 2 is another's today, or nobody's."""
    caused = said(talk, f">>> {EVE} answers acknowledgement\nMy salary, once more.")

    assert "salary" not in words(talk, 2)
    assert "salary" in words(talk, newest(talk))
    assert CAROL not in {row.person for row in caused}


@pytest.mark.parametrize("way", ["answers", "submits answers"])
def test_an_agents_answer_from_the_lost_days_reaches_no_stranger(talk: Talk, way: str) -> None:
    """Anna answers what Eve wrote; Carol, who may have that number now, is told nothing."""
    talk.letters = [(row, data) for row, data in talk.letters if b"It beeps" not in data]  # she answers the older notification
    caused = said(talk, f">>> {ANNA} {way} notification\nSubject: Re: [#2] Salary\n\nYour salary is secret.")

    assert CAROL not in {row.person for row in caused}
    assert "secret" not in words(talk, 2)


def test_no_letter_is_numbered_as_one_before(talk: Talk) -> None:
    """Else an answer to the one would be taken for an answer to the other."""
    numbers = [row.letter for row, _ in talk.letters]

    assert len(set(numbers)) == len(numbers)


def test_what_waited_is_not_sent_again(talk: Talk) -> None:
    """Bob's acknowledgement and the agents' notification had waited when the backup was made; by hand it is for the operator to say so."""
    if (talk.folder / "backup.db").exists():
        assert command("db", "restored", desk=talk.folder / "desk.yaml").code == 0
    before = {row.letter for row, _ in talk.letters if row.ticket == 1}
    with talk.desk.database.read() as session:
        states = {row.state for row in outbox.listed(session) if row.letter in before}

    assert states == {OutboxState.HELD}

"""A small sample of what `make fuzz` does at length."""

from __future__ import annotations

from pathlib import Path

from maildesk.store.engine import Database
from tests.fuzzing import fuzz_mails, fuzz_quoted_letters, fuzz_reading, fuzz_sessions, fuzz_texts
from tests.receiver import config_of, receiving
from tests.talk import make_desk

CONVERSATION = Path(__file__).parent / "conversations" / "desk.yaml"


def test_mutated_mails(tmp_path: Path) -> None:
    """Whatever arrives has an outcome in reasonable time, and stays in the ledger as it came."""
    desk = make_desk(CONVERSATION, tmp_path)
    fuzz_mails(desk, range(500))
    desk.database.close()


def test_mutated_mails_are_read(tmp_path: Path) -> None:
    """No bytes raise anything, or take long."""
    desk = make_desk(CONVERSATION, tmp_path)
    fuzz_reading(desk, range(500, 2500))
    desk.database.close()


def test_texts_of_lines() -> None:
    """Whatever lines stand in whatever order, all words of them are in one part; of our own letters nothing leaves."""
    fuzz_texts(range(500))
    fuzz_quoted_letters(range(500))


async def test_odd_sessions(desk_database: Database) -> None:
    """Whatever a client says, each command has one answer, and the next client is served."""
    config = config_of(limits={"commands": 1000, "errors": 30})
    async with receiving(desk_database, config) as receiver:
        await fuzz_sessions(receiver, range(150))

"""The long runs of the fuzzers: `make fuzz`. `MAILDESK_SEED` begins elsewhere than the day does, `MAILDESK_FUZZ` says how many mails."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from maildesk.store.engine import Database
from tests.fuzzing import fuzz_mails, fuzz_quoted_letters, fuzz_reading, fuzz_sessions, fuzz_texts
from tests.receiver import config_of, receiving
from tests.talk import make_desk

CONVERSATION = Path(__file__).parent.parent / "conversations" / "desk.yaml"
MANY = int(os.environ.get("MAILDESK_FUZZ", "100000"))
BATCH = 2000  # mails a desk: later ones meet the tickets of earlier ones, and the database stays small


@pytest.fixture
def first_seed() -> int:
    """Another one every day; printed, so that a find can be made again."""
    seed = int(os.environ.get("MAILDESK_SEED", int(time.time()) // 86400 * 10_000_000))
    print(f"MAILDESK_SEED={seed}")  # noqa: T201 - pytest shows it with the failure
    return seed


def _batches(first: int, many: int, size: int) -> Iterator[range]:
    for start in range(first, first + many, size):
        yield range(start, min(start + size, first + many))


def test_mutated_mails_are_read(tmp_path: Path, first_seed: int) -> None:
    """Nothing is raised by parse, nature, clues and split, and no mail takes them long."""
    desk = make_desk(CONVERSATION, tmp_path)
    fuzz_reading(desk, range(first_seed, first_seed + MANY))
    desk.database.close()


def test_mutated_mails(tmp_path: Path, first_seed: int) -> None:
    """Whatever arrives is read, has an outcome in reasonable time, and stays in the ledger as it came."""
    for number, seeds in enumerate(_batches(first_seed, MANY // 2, BATCH)):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = make_desk(CONVERSATION, folder)
        fuzz_mails(desk, seeds)
        desk.database.close()


def test_texts_of_lines(first_seed: int) -> None:
    """Whatever lines stand in whatever order, all words of them are in one part; of our own letters nothing leaves."""
    fuzz_texts(range(first_seed, first_seed + MANY))
    fuzz_quoted_letters(range(first_seed, first_seed + MANY))


async def test_odd_sessions(desk_database: Database, first_seed: int) -> None:
    """Whatever a client says, each command has one answer, and the next client is served."""
    async with receiving(desk_database, config_of(limits={"commands": 1000, "errors": 30})) as receiver:
        await fuzz_sessions(receiver, range(first_seed, first_seed + MANY // 10))

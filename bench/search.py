"""What the search index costs and how fast a search answers: milliseconds a ticket to index, milliseconds a query.

    .venv/bin/python bench/search.py [TICKETS] [URL]

One process on an SQLite file, or on the empty database of a URL; 5,000 tickets where no number is given. A ticket has one message of about a hundred
words; words come as often as in a language (the first in every second ticket, most in hardly any), and each tenth message is Chinese.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert

from maildesk.search.query import Asker, read_query
from maildesk.service.indexing import index_some
from maildesk.store import schema
from maildesk.store.engine import Database
from maildesk.store.search import search_tickets
from maildesk.tables import messages, participants, tickets

START = datetime(2026, 1, 1, tzinfo=UTC)
_CHUNK, _TIMES, _VOCABULARY, _LENGTH = 1000, 5, 50_000, 100
_QUERIES = {
    "a rare word": "word20000",
    "an e-mail address": "bob77@customer77.example",
    "the most frequent word": "word0",
    "two frequent words": "word1 word2",
    "a phrase of frequent words": '"word0 word1"',
    "two Chinese characters": "打印",
    "a Chinese phrase": "打印机坏了",
    "from: and status:": "from:customer70.example status:open",
    "a frequent word without another": "word3 -word0",
    "filters alone": "status:open after:2026-01-02",
    "nothing": "nowhere",
}
_CHINESE = "打印机坏了请帮我连接打印机附件是发票没有纸订单号码问题客户服务电话地址时间今天明天谢谢您好收到货物退款申请"


def fill(database: Database, many: int) -> None:
    """Tickets, their requester and one message each; the same number gives the same words."""
    chance = random.Random(4711)
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(_VOCABULARY)))
    words = [f"word{rank}" for rank in range(_VOCABULARY)]
    for first in range(1, many + 1, _CHUNK):
        numbers = range(first, min(first + _CHUNK, many + 1))
        with database.write(durable=False) as session:
            session.execute(insert(tickets), [_ticket(number) for number in numbers])
            session.execute(insert(participants), [_person(number) for number in numbers])
            session.execute(insert(messages), [_message(number, _text(number, chance, words, weights)) for number in numbers])
        database.checkpoint()


def _ticket(number: int) -> dict[str, object]:
    at = START + timedelta(minutes=number)
    status = "open" if number % 10 == 0 else "closed"
    rest = {"mailbox": "support@example.com", "team": "support", "priority": "normal", "version": 1, "created": at, "updated": at}
    return {"number": number, "subject": f"Question {number}", "requester": _address(number), "status": status, **rest}


def _person(number: int) -> dict[str, object]:
    return {"ticket": number, "address": _address(number), "name": f"Bob Number{number}", "standing": "requester"}


def _message(number: int, text: str) -> dict[str, object]:
    rest = {"kind": "inbound", "nature": "human", "trust": "none", "flags": [], "attachments": [], "created": START}
    return {"ticket": number, "author": _address(number), "author_name": f"Bob Number{number}", "text": text, "reply": text, **rest}


def _address(number: int) -> str:
    return f"bob{number}@customer{number % 500}.example"


def _text(number: int, chance: random.Random, words: list[str], weights: list[float]) -> str:
    if number % 10 == 5:
        return "".join(chance.choices(_CHINESE, k=_LENGTH * 2)) + ("打印机坏了" if number % 100 == 5 else "")
    return " ".join(chance.choices(words, cum_weights=weights, k=_LENGTH))


def _index(database: Database) -> tuple[int, float, float]:
    """How many were indexed, seconds of the clock and of CPU."""
    clock, cpu, done = time.perf_counter(), time.process_time(), 0
    while step := index_some(database):
        done += step
        if done % 2000 == 0:
            database.checkpoint()
    database.checkpoint()
    return done, time.perf_counter() - clock, time.process_time() - cpu


def _ask(database: Database, query: str) -> tuple[int, float]:
    """How many of the newest fifty were found, and the median of milliseconds."""
    read, taken, found = read_query(query, Asker(START)), [], 0
    for _ in range(_TIMES):
        begun = time.perf_counter()
        with database.read() as session:
            found = len(search_tickets(session, read, 50))
        taken.append((time.perf_counter() - begun) * 1000)
    return found, median(taken)


def main(many: int, url: str | None) -> None:
    with tempfile.TemporaryDirectory(prefix="maildesk-bench-") as folder:
        path = Path(folder) / "desk.db"
        database = Database(url or f"sqlite:///{path}")
        schema.upgrade(database)
        fill(database, many)
        before = path.stat().st_size if database.sqlite else 0
        done, clock, cpu = _index(database)
        size = f", {(path.stat().st_size - before) / done / 1024:.1f} KiB a ticket" if database.sqlite else ""
        print(f"indexing {done:,} tickets: {clock * 1000 / done:.2f} ms a ticket, {cpu * 1000 / done:.2f} of it CPU here{size}", flush=True)
        for name, query in _QUERIES.items():
            found, taken = _ask(database, query)
            print(f"{name}: {taken:.1f} ms ({found} shown)", flush=True)
        database.close()


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 5_000, sys.argv[2] if len(sys.argv) > 2 else None)

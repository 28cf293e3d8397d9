"""V146: whatever stands in a query, it is words: never SQL, FTS5 or tsquery syntax, never an error, never slow."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from maildesk.search.query import Asker, read_query
from maildesk.service.indexing import index_some
from maildesk.store.engine import Database
from maildesk.store.search import search_tickets
from tests.desks import put_ticket, said, write_desk

ASKER = Asker(datetime(2026, 1, 5, tzinfo=UTC))
HOSTILE = [
    "'; DROP TABLE tickets; --",
    "' OR '1'='1",
    "%_\\",
    '"unbalanced OR (',
    '"" " "" \'\' \' `` `',
    "NEAR(paper printer, 2)",
    "paper NOT printer",
    "text : paper",
    "{text terms} : paper",
    "terms:paper",
    "^paper paper*",
    "+ - ! & | <-> <2> :* :A ()",
    "paper & ! printer",
    "\\'paper\\'",
    "paper\0printer",
    "\ud800 \udfff",
    "\ue001eve",
    "\u202e \u200b \ufeff",
    "{{7*7}} ${x} %(x)s {0.__class__}",
    "from:'; from:\" from:( tag:' subject:\\ status:' before:' after:\0 has:% team:% to:_ assignee:%",
    "-" * 1000,
    '"' * 1001,
    "(" * 5000 + ")" * 5000,
    "a " * 50_000,
    " ".join(f"w{number}" for number in range(5000)),
    "x" * 100_000,
    "打" * 100_000,
    "\ufdfa" * 100_000,
    "😀" * 1000,
    "#" + "9" * 500,
    "#999999999999999999 -#1",
    "before:999999999999d after:0000-00-00",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda text: repr(text[:20]))
def test_a_hostile_query_is_literal(database: Database, query: str) -> None:
    """It is answered on both databases, and the tickets are all still there."""
    put_ticket(database)
    index_some(database)
    with database.read() as session:
        search_tickets(session, read_query(query, ASKER), 50)
        assert len(search_tickets(session, read_query("paper status:open", ASKER), 50)) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *(
            (query, 0)
            for query in ("%aper", "p_per", "pap*", "/pap.*/", "pap%", "'paper' OR 1=1", "paper | x", "NOT paper", "terms:paper", "\ue003support")
        ),
        ("!paper*", 1),
        ("{paper}:", 1),
    ],
)
def test_signs_find_neither_more_nor_less(database: Database, query: str, found: int) -> None:
    """What means something to a database finds what the words beside it find."""
    put_ticket(database)
    index_some(database)
    with database.read() as session:
        assert len(search_tickets(session, read_query(query, ASKER), 50)) == found


def test_text_that_looks_like_a_field_is_text(database: Database) -> None:
    """A mail that holds the characters that mark a field in the index is not found as that field."""
    put_ticket(database, text="\ue001mallory \ue006unassigned \ue003billing")
    index_some(database)
    with database.read() as session:
        assert search_tickets(session, read_query("from:mallory", ASKER), 50) == ()
        assert search_tickets(session, read_query("to:billing", ASKER), 50) == ()
        assert len(search_tickets(session, read_query("mallory", ASKER), 50)) == 1


def test_the_command_line_passes_it_on(desk_database: Database, tmp_path: Path) -> None:
    """Quotes, dashes and options that are none reach the query as words; the exit code is 0."""
    put_ticket(desk_database)
    desk = write_desk(tmp_path)
    for words in (["-x", "--", "-paper", "--json"], ["-nothing", "'\"", "paper;", "--json", "-"]):
        done = said("ticket", "search", *words, desk=desk)
        assert (done.code, "Traceback" in done.err) == (0, False), done.err

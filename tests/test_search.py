"""What a search finds: on both databases the same, in the same order, and the index follows what is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maildesk.changes import AddTags, SetCustom
from maildesk.mail import Attachment
from maildesk.search.context import context
from maildesk.search.days import start_of
from maildesk.search.document import document_of
from maildesk.search.query import LONGEST, Asker, read_query
from maildesk.search.segment import joined, terms_of, units_of
from maildesk.service.indexing import Indexer, catch_up, index_some, reindex
from maildesk.store import apply as store
from maildesk.store import index
from maildesk.store.engine import Database
from maildesk.store.search import search_tickets, words_around
from maildesk.store.tickets import load_ticket
from maildesk.ticket import Message, MessageKind, Participant, Standing, Status, Ticket

HERE = Path(__file__).parent / "search"
TICKETS: dict[int, dict[str, Any]] = yaml.safe_load((HERE / "tickets.yml").read_text(encoding="utf-8"))
QUERIES = [line.rpartition("→") for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines() if "→" in line]
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 1, 10, 8, 0, tzinfo=UTC)
ANNA = Asker(NOW, BERLIN, "anna@example.com")


def put(database: Database, written: dict[str, Any]) -> Ticket:
    """A ticket with one message, as tickets.yml writes it."""
    name, address = parseaddr(written["from"])
    at = datetime.combine(written["created"], time(7), UTC)
    ticket = Ticket(0, written.get("mailbox", "support@example.com"), written["subject"], address, at, at)
    ticket = Ticket(**{**{key: getattr(ticket, key) for key in Ticket.__dataclass_fields__}, "status": Status(written.get("status", "open"))})
    effects = [AddTags(tuple(written.get("tags", ()))), *(SetCustom(key, value) for key, value in written.get("fields", {}).items())]
    files = tuple(Attachment(file, "image/jpeg", b"") for file in written.get("files", ()))
    with database.write() as session:
        kept = store.save(session, _held(ticket, written), effects, at)
        store.add_participants(session, kept.number, [Participant(address, name, Standing.REQUESTER)])
        message = Message(0, kept.number, MessageKind.INBOUND, address, name, written["text"], written["text"], at)
        store.add_message(session, store.Entry(message, None, files))
    return kept


def _held(ticket: Ticket, written: dict[str, Any]) -> Ticket:
    values = {key: getattr(ticket, key) for key in Ticket.__dataclass_fields__}
    return Ticket(**values | {key: written[key] for key in ("team", "assignee") if key in written})


def index_all(database: Database) -> None:
    while index_some(database):
        pass


def found(database: Database, query: str, last: int = 50) -> list[int]:
    with database.read() as session:
        return [ticket.number for ticket in search_tickets(session, read_query(query, ANNA), last)]


@pytest.fixture
def golden(database: Database) -> Database:
    """The tickets of tickets.yml, indexed."""
    for number, written in TICKETS.items():
        assert put(database, written).number == number
    index_all(database)
    return database


def test_golden_queries(golden: Database) -> None:
    """Each query of queries.txt finds the tickets written beside it, in this order."""
    wanted = {query.strip(): [int(number) for number in numbers.split()] for query, _, numbers in QUERIES}
    assert {query: found(golden, query) for query in wanted} == wanted
    assert found(golden, "-jam", last=2) == [8, 7]


# ---------------------------------------------------------------- the law, against an oracle that knows no database

_WORDS = st.sampled_from(["ab", "b", "Ä", "打", "印", "票", "打印", "ab印", "12", "-", ".", "\n", "x" * 130])
_TEXTS = st.lists(_WORDS, max_size=8).map(" ".join) | st.lists(_WORDS, max_size=6).map("".join)
_PHRASES = st.tuples(st.booleans(), st.lists(_WORDS, min_size=1, max_size=3).map("".join), st.booleans())


def _naive(text: str) -> list[str]:
    """The units of a text of `_WORDS`, letter by letter."""
    units, word = [], ""
    for letter in text.lower().replace("ä", "a") + " ":
        if letter.isascii() and letter.isalnum():
            word += letter
            continue
        units += [word[start : start + 64] for start in range(0, len(word), 64)] + ([letter] if letter in "打印票" else [])
        word = ""
    return units


def _stands_in(units: Sequence[str], texts: Sequence[str]) -> bool:
    return any(_naive(text)[start : start + len(units)] == units for text in texts for start in range(len(text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=3), st.lists(st.lists(_PHRASES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_both_databases_find_what_stands_there(
    sqlite_database: Database, postgres_database: Database, documents: list[tuple[str, str]], queries: list[list[tuple[bool, str, bool]]]
) -> None:
    """A ticket is found where each phrase stands in one of its texts, units in a row, and no struck one does."""
    day = {"from": "q@q.q", "created": NOW.date()}
    made = [
        [put(database, day | {"subject": subject, "text": text}).number for subject, text in documents]
        for database in (sqlite_database, postgres_database)
    ]
    assert made[0] == made[1]
    texts = {number: (subject, text, str(number)) for number, (subject, text) in zip(made[0], documents, strict=True)}
    for query in queries:
        asked = " ".join(("-" if struck else "") + (f'"{phrase}"' if quoted else phrase) for struck, phrase, quoted in query if phrase.strip("\n .-"))
        read = read_query(asked, ANNA)
        wanted = [
            number
            for number in reversed(made[0])
            if read.phrases and all(_stands_in(list(one.units), texts[number]) != one.struck for one in read.phrases)
        ]
        for database in (sqlite_database, postgres_database):
            index_all(database)
            assert [number for number in found(database, asked, last=1000) if number in texts] == wanted, asked


@given(st.text())
def test_units_meet_whatever_is_around_them(text: str) -> None:
    """Any text is cut into units that are found in it again, alone and in a row; nothing raises."""
    units = units_of(text)
    assert units_of(" ".join(units)) == units
    assert not units or joined(units) in joined(["x", *units, "x"])
    assert all(" " not in term and '"' not in term and "'" not in term and "\\" not in term for term in terms_of(units))


@given(st.text(max_size=200))
def test_any_query_is_read(text: str) -> None:
    """No text is an error, and what is read of it is bounded."""
    query = read_query(text, ANNA)
    assert len(query.phrases) + len(query.filters) <= 32


# ---------------------------------------------------------------- the index follows


def test_what_is_altered_is_found_as_it_is_now(database: Database) -> None:
    """Another subject, a tag, a note: each makes the ticket due, and the next step brings the index up to it."""
    ticket = put(database, TICKETS[1])
    index_all(database)
    with database.write() as session:
        loaded = load_ticket(session, ticket.number)
        assert loaded is not None
        values = {key: getattr(loaded, key) for key in Ticket.__dataclass_fields__}
        store.save(session, Ticket(**values | {"subject": "Solved"}), [AddTags(("done",))], NOW)
        store.add_message(session, store.Entry(Message(0, ticket.number, MessageKind.NOTE, "anna@example.com", "Anna", "new drum", "new drum", NOW)))
    with database.read() as session:
        assert index.waiting(session) == 1
        assert index.any_waiting(session)
    assert catch_up(database, 10) == 0
    with database.read() as session:
        assert not index.any_waiting(session)
    assert [found(database, query) for query in ("printer", "solved", "done", "drum", "from:anna", "jam")] == [[], [1], [1], [1], [1], [1]]


def test_a_merged_ticket_is_found_in_the_one_it_is_part_of(golden: Database) -> None:
    """Its words and its number lead there; itself it is found by #number alone."""
    with golden.write() as session:
        for number, into in ((1, 2), (2, None)):
            loaded = load_ticket(session, number)
            assert loaded is not None
            values = {key: getattr(loaded, key) for key in Ticket.__dataclass_fields__}
            store.save(session, Ticket(**values | {"merged_into": into}), (), NOW)
    index_all(golden)
    assert [found(golden, query) for query in ("jam", "1", "#1", "status:open customer.example")] == [[2], [2], [1], [2]]


def test_a_ticket_that_is_altered_meanwhile_stays_due(database: Database) -> None:
    """A document of an older version is not kept as the newest: the ticket is indexed again."""
    ticket = put(database, TICKETS[1])
    with database.read() as session:
        prepared = index.prepare(session, 10)
    with database.write() as session:
        store.save(session, ticket, (), NOW)
    with database.write() as session:
        assert index.keep(session, prepared) == 0
    assert index_some(database) == 1
    assert found(database, "jam") == [1]


def test_reindex_makes_all_anew(golden: Database) -> None:
    """It heals an index that is broken; stopped in the middle, whoever indexes next goes on."""
    with golden.write() as session:
        session.exec_driver_sql("UPDATE searched SET text = '', terms = 'nonsense'")
    for _ in reindex(golden):
        break
    index_all(golden)
    assert [found(golden, query) for query in ("jam", "nonsense", "打印机")] == [[1], [], [2]]


def test_a_desk_of_before_is_indexed(database: Database) -> None:
    """Tickets that stood there before there was an index are due by what the migration wrote, the newest first."""
    for number in (1, 2, 3):
        put(database, TICKETS[number])
    with database.read() as session:
        assert index.waiting(session) == 3
    assert index_some(database, 1) == 1
    assert [found(database, query) for query in ("jam", "überweisung")] == [[], [3]]


def test_an_indexer_that_failed_leaves_the_index_alone(sqlite_database: Database) -> None:
    """A fault is told once, not at every turn of an idle worker."""
    put(sqlite_database, TICKETS[1])
    with sqlite_database.write() as session:
        session.exec_driver_sql("DROP TABLE searched_words")
    indexer = Indexer(sqlite_database)
    with pytest.raises(Exception, match="searched_words"):
        indexer.step()
    assert not indexer.step()


# ---------------------------------------------------------------- bounds, days, the words around


def test_a_huge_ticket_is_bounded(database: Database) -> None:
    """A thousand long messages, and one of letters that unfold to eighteen: a document stays small, and the newest words are found."""
    entries = [index.Entry("eve@example.net", "Eve", text) for text in ("\ufdfa" * 20_000, *(f"word{n} " + "打" * 30_000 for n in range(20)))]
    made = document_of(Ticket(1, "s@example.com", "x", "eve@example.net", NOW, NOW), (), entries)
    assert len(made.text) <= 201_000
    assert len(" ".join(made.terms).encode()) <= 1_000_000
    assert "word0" in made.terms


def test_a_document_of_all_characters_is_kept(database: Database) -> None:
    """No text is too odd or has too many different words for the database to index."""
    texts = ["".join(chr(code) for code in range(start, start + 20_000) if not 0xD800 <= code < 0xE000) for start in range(0x3000, 0x20000, 20_000)]
    with database.write() as session:
        ticket = store.save(session, Ticket(0, "s@example.com", "all", "eve@example.net", NOW, NOW), (), NOW)
        for text in texts:
            store.add_message(session, store.Entry(Message(0, ticket.number, MessageKind.NOTE, "a@example.com", "", text, text, NOW)))
    assert index_some(database) == 1
    assert found(database, "all 㐀") == [ticket.number]


def test_only_so_much_of_a_query_is_read() -> None:
    """A query of any length is read in no time, and what was left out is told."""
    assert len(read_query("word " * 20_000, ANNA).phrases) == 1
    many = read_query(" ".join(f"w{n}" for n in range(100)), ANNA)
    assert (len(many.phrases), len(many.notes)) == (32, 1)
    assert "4000" in read_query("x" * (LONGEST + 1), ANNA).notes[0]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", "2026-01-30T23:00"),
        ("2026-07-31", "2026-07-30T22:00"),
        ("2026-03-29", "2026-03-28T23:00"),  # the day summer begins
        ("31.1.2026", "2026-01-30T23:00"),
        ("2026/1/31", "2026-01-30T23:00"),
        ("2026年1月31日", "2026-01-30T23:00"),
        ("2026-02", "2026-01-31T23:00"),
        ("2026", "2025-12-31T23:00"),
        ("today", "2026-01-09T23:00"),
        ("Yesterday", "2026-01-08T23:00"),
        ("昨天", "2026-01-08T23:00"),
        ("3d", "2026-01-07T08:00"),
        ("12h", "2026-01-09T20:00"),
        ("2026-01-31T10:00", "2026-01-31T09:00"),
        ("2026-01-31T10:00Z", "2026-01-31T10:00"),
    ],
)
def test_days_begin_in_their_zone(text: str, moment: str) -> None:
    """A day, as people write it, begins at midnight in Berlin."""
    assert start_of(text, NOW, BERLIN) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "0000", "2026-13", "2026-02-30", "1/31/2026", "99999d", "9999999999w", "soon", "9999-12-31T23:59-23:59", "٢٠٢٦x"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    """It raises nothing, however far the day would be."""
    start_of(text, NOW, BERLIN)
    assert start_of(text, NOW, BERLIN) is None or text.startswith("9999")


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("The paper jam\nis here", "jam", "The paper jam is here"),
        ("x " * 40 + "Straße gesperrt " + "y " * 40, "STRASSE", "…x x x x x x x x x x x x x x Straße gesperrt y y y …"),
        ("字" * 60 + "打印机坏了" + "字" * 60, "印机", "…" + "字" * 29 + "打印机坏了" + "字" * 16 + "…"),
        ("other words", "jam", None),
        ("jam", "-jam", None),
        ("reprint, print", "print", "reprint, print"),
    ],
)
def test_the_words_around_a_hit(text: str, query: str, shown: str | None) -> None:
    """As they were written, on one line, the hit not far from its beginning."""
    assert context((text,), read_query(query, ANNA), 50) == shown


def test_the_words_around_are_of_the_newest_message(golden: Database) -> None:
    """Also where the hit is a file's name; None where it is in the subject alone."""
    with golden.read() as session:
        shown = [words_around(session, read_query(query, ANNA), 1, 60) for query in ("jam", "foto", "broken", "from:bob")]
    assert shown == ["There is a paper jam in tray 2. Order ORD-2026_00123, error …", "Foto vom Drucker.jpg", None, None]

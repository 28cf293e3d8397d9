"""History that was altered behind the desk's back: `maildesk audit` names the first link that does not hold."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from maildesk.bootstrap import make_keyring
from maildesk.changes import Act, Actor
from maildesk.config.keyring import keyring_path, load_keyring
from maildesk.config.load import load_config
from maildesk.errors import Wrong
from maildesk.store.audit import Known, audited, ends_of, read, written
from maildesk.store.engine import Database, Session
from maildesk.store.events import End, EventLine, append
from maildesk.store.notebook import Notes, note, read_notes
from maildesk.tables import events
from maildesk.ticket import Role
from maildesk.tokens import KeyRing
from tests.desks import NOW, put_mail, put_ticket, said, write_desk
from tests.service import service

RING = KeyRing("a", {"a": b"k" * 32})
NOTHING = Notes()


@pytest.fixture
def kept(database: Database) -> Database:
    """Tickets 1 to 3 with four lines each."""
    for number in (1, 2, 3):
        put_ticket(database, f"ticket {number}")
        _more(database, number, "tag", "close", "open")
    return database


def _more(database: Database, ticket: int, *verbs: str) -> None:
    with database.write() as session:
        append(session, ticket, [EventLine(Act(Actor("agent:anna@example.com", Role.AGENT), "mail 2", NOW), verb, verb) for verb in verbs])


def _line(ticket: int, number: int) -> tuple[object, object]:
    return events.c.ticket == ticket, events.c.number == number


def _alter(session: Session) -> None:
    session.execute(update(events).where(*_line(2, 3)).values(actor="agent:eve@example.net"))


def _take_out(session: Session) -> None:
    session.execute(delete(events).where(*_line(2, 3)))


def _swap(session: Session) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        session.execute(update(events).where(*_line(2, old)).values(number=new))


def _renumber(session: Session) -> None:
    _take_out(session)
    session.execute(update(events).where(*_line(2, 4)).values(number=3))


def _take_all(session: Session) -> None:
    session.execute(delete(events).where(events.c.ticket == 2))


def _cut(session: Session) -> None:
    session.execute(delete(events).where(*_line(2, 4)))


def _write_anew(session: Session) -> None:
    session.execute(delete(events).where(events.c.ticket == 2, events.c.number > 1))
    append(session, 2, [EventLine(Act(Actor("agent:eve@example.net", Role.AGENT), "mail 2", NOW), verb, verb) for verb in ("tag", "close", "open")])


@pytest.mark.parametrize(
    ("deed", "line", "expected"),
    [
        (_alter, 3, "the hash it bears"),
        (_take_out, 4, "line 3"),
        (_swap, 2, "the hash it bears"),
        (_renumber, 3, "the hash it bears"),
        (_take_all, 1, "line 1, which was written with it"),
    ],
)
def test_what_the_chain_alone_shows(kept: Database, deed: Callable[[Session], None], line: int, expected: str) -> None:
    """The first broken link is named by ticket and line, with what should be there; no secret is needed."""
    with kept.read() as session:
        assert audited(session).fault is None
    with kept.write() as session:
        deed(session)
    with kept.read() as session:
        fault = audited(session).fault
    assert fault is not None
    assert (fault.ticket, fault.line) == (2, line)
    assert expected in fault.expected


@pytest.mark.parametrize(("deed", "line"), [(_cut, 4), (_write_anew, 4)])
def test_what_only_a_noted_end_shows(kept: Database, deed: Callable[[Session], None], line: int) -> None:
    """A tail that was cut and a history with right hashes of its own are sound chains, but not the one that was noted down."""
    with kept.read() as session:
        noted = list(ends_of(session))
    _more(kept, 1, "close")
    with kept.read() as session:
        assert audited(session, noted).fault is None
    with kept.write() as session:
        deed(session)
    with kept.read() as session:
        assert audited(session).fault is None
        fault = audited(session, noted).fault
    assert fault is not None
    assert (fault.ticket, fault.line) == (2, line)
    assert "as it was noted down" in fault.expected


@pytest.mark.parametrize("ticket", [0, 4])
def test_a_ticket_that_is_gone_is_missed(kept: Database, ticket: int) -> None:
    """Whether others stand after it or none."""
    with kept.read() as session:
        noted = sorted([*ends_of(session), Known(ticket, End(2, "f" * 64))], key=lambda known: known.ticket)
        fault = audited(session, noted).fault
    assert fault is not None
    assert (fault.ticket, fault.line, fault.found) == (ticket, 1, "the history ends with line 0")


def test_a_file_of_ends_comes_back_as_it_was(kept: Database) -> None:
    """One line a ticket and the seal; what is read back is what was written."""
    with kept.read() as session:
        noted = list(ends_of(session))
    lines = list(written(noted, RING))
    assert len(lines) == 4
    assert list(read((line + "\n" for line in lines), RING)) == noted


def test_no_other_file_of_ends_is_believed(kept: Database) -> None:
    """A line altered, taken out, moved or added, another desk's key, a lost seal: each is refused."""
    with kept.read() as session:
        lines = list(written(ends_of(session), RING))
    *ends, seal = lines
    forgeries = [
        [ends[0].replace('"line": 4', '"line": 3'), *ends[1:], seal],
        *([*others, seal] for others in itertools.combinations(ends, 2)),
        [ends[1], ends[0], ends[2], seal],
        [*lines, ends[0]],
        ends,
        list(written([], KeyRing("a", {"a": b"j" * 32}))),
        [],
    ]
    for forged in forgeries:
        with pytest.raises(ValueError, match="seal"):
            list(read(forged, RING))


def test_the_commands_work_together(desk_database: Database, tmp_path: Path) -> None:
    """`ends` on one day, `verify --against` on another: what was cut between is named, in words and as JSON."""
    desk = write_desk(tmp_path)
    make_keyring(load_config(desk))
    put_ticket(desk_database)
    _more(desk_database, 1, "close")
    paper = tmp_path / "ends"
    paper.write_text(said("audit", "ends", desk=desk).out, encoding="utf-8")
    [noted] = read(paper.read_text().splitlines(), load_keyring(keyring_path(load_config(desk))))
    assert noted.end.number == 2
    assert said("audit", "verify", "--against", str(paper), desk=desk).code == 0
    with desk_database.write() as session:
        session.execute(delete(events).where(*_line(1, 2)))
    assert said("audit", "verify", desk=desk).code == 0
    found = said("audit", "verify", "--against", str(paper), desk=desk)
    assert (found.code, found.out) == (1, "")
    assert "ticket 1 is broken at line 2: the history ends with line 1; expected: line 2, as it was noted down" in found.err
    told = said("audit", "verify", "--json", "--against", str(paper), desk=desk)
    assert (told.code, told.lines[0]["broken"]["ticket"], told.lines[0]["broken"]["line"]) == (1, 1, 2)
    paper.write_text(paper.read_text().replace('"line": 2', '"line": 1'), encoding="utf-8")
    assert "its seal is not this desk's" in said("audit", "verify", "--against", str(paper), desk=desk).err


def test_the_ledger_misses_its_tickets(desk_database: Database, tmp_path: Path) -> None:
    """A ticket taken out with its whole history is still named by the mail that became it."""
    desk = write_desk(tmp_path)
    mail = put_mail(desk_database, b"Subject: x\r\n\r\nx\r\n")
    with desk_database.write() as session:
        session.exec_driver_sql(f"UPDATE mails SET state = 'ticketed', ticket = 7 WHERE id = {mail}")
        assert session.execute(select(events.c.id)).first() is None
    ended = said("audit", "verify", desk=desk)
    assert (ended.code, "ticket 7 is broken at line 1: there is no such ticket" in ended.err) == (1, True)


# ---------------------------------------------------------------- what the daemon notes down


def _noted(database: Database, path: Path, before: Notes = NOTHING, ring: KeyRing = RING) -> Notes:
    """One look of the daemon; what stands in the file afterwards is what it says."""
    with database.read() as session:
        after = note(session, path, before, ring)
    assert read_notes(path, ring) == after
    assert after.size == path.stat().st_size
    return after


@pytest.mark.parametrize(("deed", "line"), [(_cut, 4), (_write_anew, 4)])
def test_what_was_cut_since_the_last_paper_is_found(kept: Database, tmp_path: Path, deed: Callable[[Session], None], line: int) -> None:
    """The notes beside the database are a minute old, not a day; the newest end of each ticket counts."""
    notes = _noted(kept, tmp_path / "ends", _noted(kept, tmp_path / "ends"))
    assert notes.lines == 4
    _more(kept, 1, "close")
    _more(kept, 3, "close", "open")
    notes = _noted(kept, tmp_path / "ends", notes)
    with kept.read() as session:
        assert (notes.lines, list(notes.known)) == (7, list(ends_of(session)))
        assert audited(session, notes.known).fault is None
    with kept.write() as session:
        deed(session)
    with kept.read() as session:
        fault = audited(session, notes.known).fault
    assert fault is not None
    assert (fault.ticket, fault.line) == (2, line)


def test_what_was_cut_is_not_noted_as_if_it_were_right(kept: Database, tmp_path: Path) -> None:
    """However many looks come after it, and with another key: a shorter history never takes the place of a longer one."""
    path = tmp_path / "ends"
    notes = _noted(kept, path)
    with kept.write() as session:
        _cut(session)
    _more(kept, 1, "close")
    newer = KeyRing("b", {**RING.keys, "b": b"n" * 32})
    notes = _noted(kept, path, _noted(kept, path, notes), newer)
    assert notes.ends[2] == End(4, notes.ends[2].hash)
    with kept.read() as session:
        assert audited(session, read_notes(path, newer).known).fault is not None


def test_notes_are_written_anew_where_they_are_long_lost_or_under_an_old_key(kept: Database, tmp_path: Path) -> None:
    """From what is known, in one step; half a look that a kill left is taken off."""
    path = tmp_path / "ends"
    notes = _noted(kept, path)
    path.write_bytes(path.read_bytes() + b'{"ticket": 1, "line": 9, "ha')
    assert read_notes(path, RING) == notes
    _more(kept, 1, "close")
    notes = _noted(kept, path, notes)
    path.unlink()
    _more(kept, 1, "open")
    notes = _noted(kept, path, notes)
    assert notes.lines == 4
    for verb in ("close", "open") * 3:
        _more(kept, 2, verb)
        notes = _noted(kept, path, replace(notes, lines=1000))
    assert notes.lines == 4
    _more(kept, 3, "close")
    ring = KeyRing("b", {**RING.keys, "b": b"n" * 32})
    notes = _noted(kept, path, notes, ring)
    assert _noted(kept, path, read_notes(path, KeyRing("b", {"b": b"n" * 32})), ring) == notes


def test_altered_notes_are_not_believed(kept: Database, tmp_path: Path) -> None:
    """A line altered, taken out or put in, a look taken out of the middle, another desk's key."""
    path = tmp_path / "ends"
    notes = _noted(kept, path)
    for ticket in (1, 2):
        _more(kept, ticket, "close")
        notes = _noted(kept, path, notes)
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    forgeries = [
        [line.replace('"line": 4', '"line": 3') for line in lines],
        lines[1:],
        [*lines[:4], lines[0], *lines[4:]],
        [*lines[:4], *lines[6:]],
        [*lines[:3], "{}\n", *lines[3:]],
    ]
    for forged in forgeries:
        path.write_text("".join(forged), encoding="ascii")
        with pytest.raises(Wrong):
            read_notes(path, RING)
    path.write_text("".join(lines), encoding="ascii")
    with pytest.raises(Wrong, match="is not this desk's"):
        read_notes(path, KeyRing("a", {"a": b"j" * 32}))


def test_the_daemon_notes_and_verify_looks(tmp_path: Path) -> None:
    """At its start, and each minute after it; without another word `audit verify` finds what was cut since the last `audit ends`."""
    with service(tmp_path) as desk:
        with closing(desk.database) as database:
            put_ticket(database)
            _more(database, 1, "close")
        desk.start()
        until = time.monotonic() + 60
        while not (tmp_path / "state" / "ends").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        assert desk.stop() == 0
        assert said("audit", "verify", desk=desk.file).code == 0
        with closing(desk.database) as database, database.write() as session:
            session.execute(delete(events).where(*_line(1, 2)))
        found = said("audit", "verify", desk=desk.file)
        assert (found.code, "ticket 1 is broken at line 2: the history ends with line 1" in found.err) == (1, True)
        assert (tmp_path / "state" / "ends").stat().st_mode & 0o777 == 0o600

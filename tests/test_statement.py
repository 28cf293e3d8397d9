"""A statement that SQLite's own module carries out comes to the same as one that is SQLAlchemy's to the end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, event, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from maildesk.store.engine import Database
from maildesk.store.statement import Statement
from maildesk.tables import absences, closings

_NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
_keep = insert(closings)
_told = insert(absences)
_some = (
    select(absences, literal(7).label("seven"), func.length(absences.c.note))
    .where(absences.c.address.in_(bindparam("people", expanding=True)), absences.c.since <= bindparam("now"))
    .order_by(absences.c.address)
    .limit(10)
)
_later = update(absences).where(absences.c.address == bindparam("who")).values(until=bindparam("then"), note="later")
_away = [
    {"address": f"{name}@example.com", "since": _NOW, "until": until, "note": "caf\ud800 \0", "by": "machine"}
    for name, until in (("anna", None), ("bob", _NOW), ("carla", _NOW))
]


def test_rows_and_values_are_sqlalchemys(database: Database) -> None:
    """Moments, JSON and text that no database holds go in and come out alike, by name and in order; an `IN` takes as many values as come."""
    with database.write() as session:
        Statement(_told).run(session, _away[:2])
        session.execute(_told, _away[2])
        Statement(_keep).run(session, {"address": "bob@example.com", "lines": [["Bob", "42"]]})
        assert session.execute(select(closings.c.lines)).scalar() == [["Bob", "42"]] == Statement(select(closings.c.lines)).run(session).scalar()
        for people in (["anna@example.com"], ["anna@example.com", "bob@example.com", "carla@example.com"]):
            asked: dict[str, Any] = {"people": people, "now": _NOW}
            ours, theirs = Statement(_some).run(session, asked).all(), session.execute(_some, asked).all()
            assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
            assert len(ours) == len(people)
            assert (ours[0].address, ours[0].since, ours[0].seven, ours[0].note) == ("anna@example.com", _NOW, 7, "caf? \ufffd")


def test_it_tells_how_many_rows_it_met(database: Database) -> None:
    """What claims and fences rest on; an update's constants go with it."""
    with database.write() as session:
        Statement(_told).run(session, _away)
        later = Statement(_later)
        assert [later.run(session, {"who": who, "then": None}).rowcount for who in ("anna@example.com", "nobody@example.com")] == [1, 0]
        assert Statement(select(func.count()).where(absences.c.note == "later")).run(session).scalar_one() == 1


def test_what_goes_wrong_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    """Whoever waits for an error of the database meets the same one, and who listens to statements hears of all."""
    heard: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *facts: heard.append(facts[2]))
    with database.write() as session:
        Statement(_told).run(session, _away)
        with pytest.raises(IntegrityError):
            Statement(_told).run(session, _away[0])
        session.rollback()
    assert [sql.split(" (")[0] for sql in heard if "absences" in sql] == ["INSERT INTO absences"] * 2

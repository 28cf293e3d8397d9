"""The counters that give rows their ids: an id that was ever given is never given again, in whichever database the desk stands."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import inspect, text

from maildesk.store.engine import Session


def counters(session: Session) -> dict[str, int]:
    """The last id each table gave, for the tables that give any and have given one."""
    if session.dialect.name == "sqlite":
        kept = {row.name: row.seq for row in session.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    else:
        read = "SELECT last_value FROM {sequence} WHERE is_called"
        kept = {table: session.scalar(text(read.format(sequence=sequence))) for table, _, sequence in _sequences(session)}
    return {table: last for table, last in kept.items() if last is not None}


def raise_counters(session: Session, given: Mapping[str, int]) -> None:
    """After rows came in with their ids: the next id of a table is beyond its rows and beyond what was given for it."""
    if session.dialect.name == "sqlite":
        # Where SQLite keeps a counter, it has followed the rows by itself; for a table that never had a row it keeps none yet.
        for table, last in given.items():
            session.execute(_BEGIN, {"last": last, "table": table})
            session.execute(_RAISE, {"last": last, "table": table})
        return
    for table, column, sequence in _sequences(session):
        last = max(session.scalar(text(f"SELECT max({column}) FROM {table}")) or 0, given.get(table, 0))  # noqa: S608 - names of our own tables
        if last:
            session.execute(text(f"SELECT setval('{sequence}', :last)"), {"last": last})


_RAISE = text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :table")
_BEGIN = text(
    "INSERT INTO sqlite_sequence (name, seq) SELECT name, :last FROM sqlite_master"
    " WHERE type = 'table' AND name = :table AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
)


def _sequences(session: Session) -> list[tuple[str, str, str]]:
    """Table, column and name of each sequence of a PostgreSQL database."""
    seen = inspect(session)
    owned = [(table, column["name"]) for table in seen.get_table_names() for column in seen.get_columns(table) if column.get("autoincrement")]
    named = text("SELECT pg_get_serial_sequence(:table, :column)")
    return [(table, column, session.execute(named, {"table": table, "column": column}).scalar_one()) for table, column in owned]

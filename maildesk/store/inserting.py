"""Inserts that know what to do where the row is there already, made once a table."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Table, func
from sqlalchemy.dialects import postgresql, sqlite

from maildesk.store.engine import Session
from maildesk.store.statement import Statement


def insert(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert in the database's own dialect, for a condition of one's own."""
    return _insert(table, session.dialect.name == "sqlite")


def leaving(session: Session, table: Table) -> Statement:
    """An insert that leaves rows that are there as they are."""
    return _leaving(table, session.dialect.name == "sqlite")


def overwriting(session: Session, table: Table) -> Statement:
    """An insert that puts a row in the place of the one with its primary key."""
    return _overwriting(table, session.dialect.name == "sqlite")


def filling(session: Session, table: Table) -> Statement:
    """An insert that puts values where a row with its primary key has none, and leaves those that are there."""
    return _filling(table, session.dialect.name == "sqlite")


@cache
def _leaving(table: Table, on_sqlite: bool) -> Statement:
    return Statement(_insert(table, on_sqlite).on_conflict_do_nothing())


@cache
def _overwriting(table: Table, on_sqlite: bool) -> Statement:
    made, key = _insert(table, on_sqlite), table.primary_key.columns
    others = {one.name: made.excluded[one.name] for one in table.c if one.name not in key}
    return Statement(made.on_conflict_do_update(index_elements=key, set_=others))


@cache
def _filling(table: Table, on_sqlite: bool) -> Statement:
    made, key = _insert(table, on_sqlite), table.primary_key.columns
    others = {one.name: func.coalesce(one, made.excluded[one.name]) for one in table.c if one.name not in key}
    return Statement(made.on_conflict_do_update(index_elements=key, set_=others))


def _insert(table: Table, on_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if on_sqlite else postgresql.insert(table)

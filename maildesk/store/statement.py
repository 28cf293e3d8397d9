"""Statements of a mail's path: SQLAlchemy writes each once, and from then on SQLite's own module carries it out.

A mail has forty of them, and what SQLAlchemy does around one takes ten times as long as SQLite itself. PostgreSQL's are SQLAlchemy's to the end.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ReturnsRows
from sqlalchemy.types import TypeEngine

from maildesk.store.engine import Session, carry_out

Values = Mapping[str, Any]


class Found:
    """The rows that a statement gave, to be read as SQLAlchemy's are."""

    def __init__(self, rowcount: int, rows: Sequence[Any]) -> None:
        self.rowcount, self._rows = rowcount, rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        [row] = self._rows
        return row

    def scalar(self) -> Any:
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> list[Any]:
        return [row[0] for row in self._rows]


class Statement:
    """A statement that is made once, when its module is read; its values are named when it is run."""

    def __init__(self, clause: Executable) -> None:
        self._clause = clause
        self._written: dict[tuple[str, ...], _Written] = {}

    def run(self, session: Session, values: Values | Sequence[Values] | None = None) -> Found:
        """Carries it out, once for each of several sets of values."""
        if session.dialect.name != "sqlite":
            result = session.execute(self._clause, values)
            return Found(result.rowcount, result.all() if result.returns_rows else ())
        many = values if isinstance(values, Sequence) else (values or {},)
        names = tuple(many[0])
        if names not in self._written:
            self._written[names] = _Written(self._clause, names, session.dialect)
        return self._written[names].run(session, many)


class _Written:
    """One as SQLite reads it: its words, the values in their places, the columns of its rows."""

    def __init__(self, clause: Any, names: Sequence[str], dialect: Dialect) -> None:
        compiled: SQLCompiler = clause.compile(dialect=dialect, column_keys=names)
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup or ()]
        self._sql = compiled.string
        self._constants = {name: bind.value for name, bind in binds if not bind.required}
        self._lists = {name for name, bind in binds if bind.expanding}
        self._places = [(name, _kind(bind.type, dialect).bind_processor(dialect)) for name, bind in binds]
        columns = list(clause.exported_columns) if isinstance(clause, ReturnsRows) else []
        self._row = _row_of(str(column.key) for column in columns)
        readers = [_kind(column.type, dialect).result_processor(dialect, None) for column in columns]
        self._readers = [(at, read) for at, read in enumerate(readers) if read]

    def run(self, session: Session, many: Sequence[Values]) -> Found:
        sets = [{**self._constants, **one} for one in many]
        if self._lists:
            cursor = carry_out(session, self._for_lists(sets[0]), [self._spread(one) for one in sets])
        else:
            cursor = carry_out(session, self._sql, [self._in_places(one) for one in sets])
        return Found(cursor.rowcount, [self._row(self._read(row)) for row in cursor])

    def _in_places(self, values: Values) -> list[Any]:
        return [values[name] if convert is None else convert(values[name]) for name, convert in self._places]

    def _for_lists(self, values: Values) -> str:
        """The words with a mark for each value of an `IN`."""
        sql = self._sql
        for name in self._lists:
            sql = sql.replace(f"__[POSTCOMPILE_{name}]", ", ".join("?" * len(values[name])))
        return sql

    def _spread(self, values: Values) -> list[Any]:
        spread = [(one, convert) for name, convert in self._places for one in (values[name] if name in self._lists else (values[name],))]
        return [one if convert is None else convert(one) for one, convert in spread]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._readers:
            return row
        values = list(row)
        for at, read in self._readers:
            values[at] = read(values[at])
        return values


def _row_of(names: Iterable[str]) -> Callable[[Sequence[Any]], Any]:
    """Makes rows whose values are read by name; columns nobody named have none."""
    made: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = made._make
    return make


def _kind(declared: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return declared.dialect_impl(dialect)

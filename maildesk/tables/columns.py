"""What columns are made of, the same for SQLite and PostgreSQL.

Moments are stored as microseconds since 1970 in UTC: both databases order and compare them alike.
Addresses are lower-case ASCII in a binary-collated column, so that equality means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    MetaData,
    Text,
    literal_column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def _microseconds(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // _MICROSECOND


def _moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _storable(value: str | None) -> str | None:
    return value if value is None or (value.isascii() and "\0" not in value) else storable(value)


# Both give SQLAlchemy the function itself: by `process_bind_param` each of a mail's hundred and fifty values would cost two calls more.


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _microseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return _moment


class Plain(TypeDecorator[str]):
    """Text that both databases can hold: NUL and lone surrogates become U+FFFD (V050, V051)."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        return _storable


def among(column: ColumnElement[str], constants: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a column holds one of our own words, which stand in the statement: a list of parameters is written anew each time."""
    return column.in_([literal_column(f"'{word}'") for word in sorted(constants)])


Id = BigInteger().with_variant(Integer, "sqlite")
Key = Plain().with_variant(Plain(collation="C"), "postgresql")  # compared and sorted by its bytes, as SQLite does

metadata = MetaData()

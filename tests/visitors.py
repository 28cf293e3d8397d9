"""A small table of its own for tests of transactions and of the column types, with nothing of a desk in it."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table

from maildesk.tables import Id, Key, Moment, Plain

visitors = Table(
    "visitors",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("address", Key, nullable=False, unique=True),
    Column("name", Plain, nullable=False),
    Column("created", Moment, nullable=False),
)

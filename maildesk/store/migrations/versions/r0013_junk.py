"""Junk that no daily list has named yet, and the day of each mailbox's last list."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("unlisted_junk", sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True, autoincrement=False))
    op.create_table("junk_lists", sa.Column("mailbox", _KEY, primary_key=True), sa.Column("day", _KEY, nullable=False))

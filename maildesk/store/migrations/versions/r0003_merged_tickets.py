"""A ticket that was merged into another, and who came along with it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("merged_into", _ID))
    merged = sa.column("merged_into").is_not(None)
    op.create_index("tickets_merged", "tickets", ["merged_into"], sqlite_where=merged, postgresql_where=merged)
    op.create_table(
        "newcomers",
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("after", _ID, nullable=False),
    )

"""Addresses whose mail the desk does not take up."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blocked",
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ticket", _ID, nullable=False),
    )

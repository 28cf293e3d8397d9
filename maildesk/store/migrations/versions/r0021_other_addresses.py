"""Who is known by more than one address."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "other_addresses",
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("person", _KEY, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ticket", _ID, nullable=False),
    )
    op.create_index("other_addresses_person", "other_addresses", ["person"])

"""What repeats under a sender's mails is learned: the ends of the last ones."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("lines", sa.JSON(), nullable=False),
    )

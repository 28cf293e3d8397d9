"""What agents prove themselves with when they submit mail."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "agent_passwords",
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("hash", _KEY, nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
    )

"""What a customer's mail says of its thread: its subject as it came, and Outlook's Thread-Index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "headings",
        sa.Column("message", _ID, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("ticket", _ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("thread_index", _KEY, nullable=False),
    )
    op.create_index("headings_ticket", "headings", ["ticket", "message"])

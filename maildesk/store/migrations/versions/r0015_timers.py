"""By when a ticket must be done, and the moments at which one is looked at again; what waits until a date is among them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_WAITING = """
INSERT INTO timers (ticket, kind, at, look, whom, text)
SELECT number, 'wait', wait_until, wait_until, '', '' FROM tickets WHERE status = 'waiting' AND wait_until IS NOT NULL ORDER BY number
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("due", sa.BigInteger()))
    op.create_table(
        "timers",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), nullable=False),
        sa.Column("kind", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("look", sa.BigInteger(), nullable=False),
        sa.Column("whom", _KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("timers_look", "timers", ["look", "id"])
    op.create_index("timers_ticket", "timers", ["ticket"])
    op.execute(_WAITING)

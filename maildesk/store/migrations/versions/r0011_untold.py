"""What the hourly bound kept from being told to staff, until one letter tells all of it; that letter is counted with the others."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_COUNTED = sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined', 'broken_edit', 'overrun', 'untold')")


def upgrade() -> None:
    op.create_table(
        "untold",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("agent", _KEY, nullable=False),
        sa.Column("kind", _KEY, nullable=False),
        sa.Column("mailbox", _KEY, nullable=False),
        sa.Column("mail", _ID),
        sa.Column("ticket", _ID),
        sa.Column("letter", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("untold_agent", "untold", ["agent", "kind", "id"])
    op.drop_index("letters_automatic_author", "letters")
    op.create_index("letters_automatic_author", "letters", ["person", "created"], sqlite_where=_COUNTED, postgresql_where=_COUNTED)

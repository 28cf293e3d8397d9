"""What people did on tickets, so that it can be taken back; receipts are counted with the other letters to their authors."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_UNTOLD = sa.text("untold = 1")
_COUNTED = sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined', 'broken_edit', 'overrun', 'untold', 'receipt')")


def upgrade() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), nullable=False),
        sa.Column("actor", _KEY, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("what", sa.JSON, nullable=False),
        sa.Column("undone", sa.Integer, nullable=False),
        sa.Column("untold", sa.Integer, nullable=False),
    )
    op.create_index("deeds_ticket", "deeds", ["ticket", "actor", "id"])
    op.create_index("deeds_untold", "deeds", ["id"], sqlite_where=_UNTOLD, postgresql_where=_UNTOLD)
    op.drop_index("letters_automatic_author", "letters")
    op.create_index("letters_automatic_author", "letters", ["person", "created"], sqlite_where=_COUNTED, postgresql_where=_COUNTED)

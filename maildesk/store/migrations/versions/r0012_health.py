"""What letters of ours have shown about addresses, and when somebody last wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TOLD = sa.text("told = 1")


def upgrade() -> None:
    op.create_table(
        "ailments",
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("letter", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", _KEY, primary_key=True),
        sa.Column("reason", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ticket", _ID),
        sa.Column("mail", _ID),
        sa.Column("status", _KEY, nullable=False),
        sa.Column("code", sa.Integer),
        sa.Column("dead", sa.Integer, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
    )
    op.create_index("ailments_told", "ailments", ["ticket", "address"], sqlite_where=_TOLD, postgresql_where=_TOLD)
    op.create_index("messages_author", "messages", ["author", "created"])

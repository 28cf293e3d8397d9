"""The search index. It is empty: whoever serves the desk fills it, ticket by ticket."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_FULL_TEXT = "CREATE VIRTUAL TABLE searched_words USING fts5(terms, content='searched', content_rowid='ticket', detail=none, tokenize='ascii')"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("searched_version", sa.Integer(), nullable=False, server_default="-1"))
    where = sa.text("searched_version != version")
    op.create_index("tickets_unindexed", "tickets", ["number"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "searched",
        sa.Column("ticket", _ID, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("searched_terms", "searched", ["terms"], postgresql_using="gin")
    else:
        op.execute(_FULL_TEXT)

"""Which held mails agents are asked about, and who vouched for one."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("mails", sa.Column("vouched", _KEY))
    op.create_table(
        "challenges",
        sa.Column("letter", sa.BigInteger, sa.ForeignKey("letters.id"), primary_key=True, autoincrement=False),
        sa.Column("mail", _ID, sa.ForeignKey("mails.id"), nullable=False),
        sa.Column("sha256", _KEY, nullable=False),
        sa.Column("answered", sa.BigInteger),
        sa.Column("told", sa.BigInteger),
    )

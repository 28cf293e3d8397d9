"""The letters that tell of too much automatic mail are counted with the others that staff get."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_COUNTED = sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined', 'broken_edit', 'overrun')")


def upgrade() -> None:
    op.drop_index("letters_automatic_author", "letters")
    op.create_index("letters_automatic_author", "letters", ["person", "created"], sqlite_where=_COUNTED, postgresql_where=_COUNTED)

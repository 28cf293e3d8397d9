"""The letters that tell of a broken edit are counted with the others that staff get about mail of their own, or in their care."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COUNTED = sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined', 'broken_edit')")


def upgrade() -> None:
    op.drop_index("letters_automatic_author", "letters")
    op.create_index("letters_automatic_author", "letters", ["person", "created"], sqlite_where=_COUNTED, postgresql_where=_COUNTED)

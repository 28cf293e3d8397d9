"""Tickets know since when their customer waits for words of ours."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What stands after our last reply and a person wrote; one whose letter is held has answered nobody. Closed tickets wait for nothing.
FILL = """
UPDATE tickets SET unanswered = (
    SELECT MIN(asked.created) FROM messages AS asked
    WHERE asked.ticket = tickets.number AND asked.kind = 'inbound' AND asked.nature = 'human' AND CAST(asked.flags AS TEXT) NOT LIKE '%archived%'
    AND asked.id > COALESCE((
        SELECT MAX(said.id) FROM messages AS said WHERE said.ticket = tickets.number AND said.kind = 'reply' AND NOT EXISTS (
            SELECT 1 FROM letters JOIN outbox ON outbox.letter = letters.id
            WHERE letters.ticket = said.ticket AND letters.kind = 'reply' AND letters.created = said.created AND outbox.state = 'held'
        )
    ), 0)
)
WHERE status IN ('open', 'waiting')
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("unanswered", sa.BigInteger()))
    op.execute(FILL)

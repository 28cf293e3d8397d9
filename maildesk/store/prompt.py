"""What a shell is offered of a desk after a tab: statements that both databases read alike, asked of an SQLite file without SQLAlchemy.

Loading that takes longer than a person waits at a prompt. The answers are those of the store's own queries, which a test holds them to.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from maildesk.letter import OutboxState

MOST = 500  # rows that are looked through

# Number, subject and status of the tickets altered last: `browse.list_tickets`.
TICKETS = f"select number, subject, status from tickets order by updated desc, number desc limit {MOST}"  # noqa: S608 - no value but ours
# Number, envelope sender and state of the newest mails: `spool.listed`.
MAILS = f"select id, coalesce(mail_from, ''), state from mails order by id desc limit {MOST}"  # noqa: S608 - no value but ours
# Every tag: `browse.tag_names`.
TAGS = "select distinct tag from tags order by tag"
# Number, kind, person and state of the newest letters: `outbox.listed`, which asks state by state too, for each has its index.
LETTERS = (
    "select letter, kind, person, state from ("  # noqa: S608 - no value but ours
    + " union all ".join(
        "select * from (select outbox.created, outbox.letter, letters.kind, letters.person, outbox.state"  # noqa: S608 - no value but ours
        f" from outbox join letters on letters.id = outbox.letter where outbox.state = '{state.value}'"
        f" order by outbox.created desc, outbox.letter desc limit {MOST}) as s{number}"
        for number, state in enumerate(OutboxState)
    )
    + f") as found order by created desc, letter desc limit {MOST}"
)

_PATIENCE = 0.2  # seconds for a writer who is just committing


def rows_of(file: Path, statement: str) -> list[tuple[object, ...]]:
    """What one of them finds in a desk's file, which is only read; raises sqlite3.Error where that is not possible."""
    with contextlib.closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=_PATIENCE)) as desk:
        return desk.execute(statement).fetchall()

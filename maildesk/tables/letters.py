"""Letters to people: what an answer to one brings back, where each stands, and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, literal_column
from sqlalchemy.types import JSON

from maildesk.tables.columns import Id, Key, Moment, Plain, metadata

# One row a letter; what an answer to it brings back. Its number is random: a restored database mints no number twice.
letters = Table(
    "letters",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Key, nullable=False),
    Column("ticket", Id, ForeignKey("tickets.number")),
    Column("mailbox", Key, nullable=False),
    Column("person", Key, nullable=False),
    Column("shown", JSON, nullable=False),
    Column("message_id", Key, nullable=False),
    Column("current_message", Id, nullable=False),
    Column("answer", Key, nullable=False),
    Column("automatic", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("about_mail", Id),
)
Index("letters_ticket", letters.c.ticket)
# What the governor counts. Literals, not parameters: both databases use a partial index only where they can see its condition.
AUTOMATIC_TO_CUSTOMER = (letters.c.automatic == literal_column("1")) & letters.c.kind.in_(
    [literal_column("'reply'"), literal_column("'acknowledgement'")]
)
# All that the count over the whole desk asks of a letter: hundreds of them, for each mail.
_counted = (letters.c.created, letters.c.person, letters.c.automatic, letters.c.kind)
Index("letters_automatic", *_counted, sqlite_where=AUTOMATIC_TO_CUSTOMER, postgresql_where=AUTOMATIC_TO_CUSTOMER)
Index("letters_automatic_person", letters.c.person, letters.c.created, sqlite_where=AUTOMATIC_TO_CUSTOMER, postgresql_where=AUTOMATIC_TO_CUSTOMER)
# What tells staff of mail of their own, or in their care.
AUTOMATIC_TO_AUTHOR = (letters.c.automatic == literal_column("1")) & letters.c.kind.in_(
    [
        literal_column("'correction'"),
        literal_column("'held'"),
        literal_column("'unproven'"),
        literal_column("'quarantined'"),
        literal_column("'broken_edit'"),
        literal_column("'overrun'"),
        literal_column("'untold'"),
        literal_column("'receipt'"),
    ]
)
Index("letters_automatic_author", letters.c.person, letters.c.created, sqlite_where=AUTOMATIC_TO_AUTHOR, postgresql_where=AUTOMATIC_TO_AUTHOR)

# What letters of the kind `unproven` ask: whether the agent wrote that mail, known by its bytes. Each is answered once.
challenges = Table(
    "challenges",
    metadata,
    Column("letter", BigInteger, ForeignKey("letters.id"), primary_key=True, autoincrement=False),
    Column("mail", Id, ForeignKey("mails.id"), nullable=False),
    Column("sha256", Key, nullable=False),
    Column("answered", Moment),
    Column("told", Moment),  # that an answer to it did nothing
)

# What staff could not be told of because of the bound of an hour, until one letter tells all of it (outbound/untold.py).
untold = Table(
    "untold",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent", Key, nullable=False),
    Column("kind", Key, nullable=False),  # LetterKind of the letter that was not written
    Column("mailbox", Key, nullable=False),
    Column("mail", Id),
    Column("ticket", Id),  # none where the agent may not see it
    Column("letter", BigInteger),  # the held one that it would have told of
    Column("at", Moment, nullable=False),
)
Index("untold_agent", untold.c.agent, untold.c.kind, untold.c.id)

# The bytes of the letters stand apart, so that neither a claim nor what became of a letter rewrites them.
letter_bytes = Table(
    "letter_bytes",
    metadata,
    Column("letter", BigInteger, ForeignKey("letters.id"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("letter", BigInteger, ForeignKey("letters.id"), primary_key=True, autoincrement=False),
    Column("relay", Key, nullable=False),
    Column("mail_from", Key, nullable=False),
    Column("state", Key, nullable=False),  # OutboxState
    Column("reason", Plain, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("begun", Integer, nullable=False, server_default="0"),  # of a claimed batch, whether this letter's turn has come
    Column("due", Moment),
    Column("lease", Moment),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("created", Moment, nullable=False),
    Column("since", Moment, nullable=False),  # limits.give_up runs from here: its creation, or the last time staff sent it again
    Column("done", Moment),
)
# It begins with the state, though all in it are queued: otherwise SQLite takes outbox_state for what is due.
_queued = outbox.c.state == literal_column("'queued'")
Index("outbox_due", outbox.c.state, outbox.c.relay, outbox.c.due, outbox.c.letter, sqlite_where=_queued, postgresql_where=_queued)
Index("outbox_state", outbox.c.state, outbox.c.created, outbox.c.letter)

outbox_recipients = Table(
    "outbox_recipients",
    metadata,
    Column("letter", BigInteger, ForeignKey("outbox.letter"), primary_key=True),
    Column("address", Key, primary_key=True),
    Column("state", Key, nullable=False),  # RecipientState
    Column("code", Integer),
    Column("answer", Plain, nullable=False, server_default=""),
)

# What became of letters of ours that an address did not take, as relays and later reports told it (store/health.py).
ailments = Table(
    "ailments",
    metadata,
    Column("address", Key, primary_key=True),
    Column("letter", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Key, primary_key=True),  # AilmentKind
    Column("reason", Key, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ticket", Id),
    Column("mail", Id),  # the report
    Column("status", Key, nullable=False),
    Column("code", Integer),
    Column("dead", Integer, nullable=False),
    Column("told", Integer, nullable=False),
)
_told = ailments.c.told == literal_column("1")
Index("ailments_told", ailments.c.ticket, ailments.c.address, sqlite_where=_told, postgresql_where=_told)

"""Tickets, what stands on them, and what was done to them."""

from __future__ import annotations

from sqlalchemy import DDL, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, event, literal_column
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import JSON

from maildesk.tables.columns import Id, Key, Moment, Plain, metadata

tickets = Table(
    "tickets",
    metadata,
    Column("number", Id, primary_key=True),
    Column("mailbox", Key, nullable=False),
    Column("subject", Plain, nullable=False),
    Column("requester", Key, nullable=False),
    Column("team", Plain),
    Column("assignee", Key),
    Column("status", Key, nullable=False),
    Column("priority", Key, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("closed", Moment),
    Column("wait_until", Moment),
    Column("version", Integer, nullable=False),
    Column("unanswered", Moment),  # since when the customer waits for words of ours
    Column("merged_into", Id),  # the ticket it is part of now; that one is part of none
    Column("searched_version", Integer, nullable=False, server_default="-1"),  # the version that the search index has
    Column("due", Moment),  # by when it must be done
    sqlite_autoincrement=True,
)
_merged = tickets.c.merged_into.is_not(None)
Index("tickets_merged", tickets.c.merged_into, sqlite_where=_merged, postgresql_where=_merged)
_unindexed = tickets.c.searched_version != tickets.c.version
Index("tickets_unindexed", tickets.c.number, sqlite_where=_unindexed, postgresql_where=_unindexed)
Index("tickets_status", tickets.c.status, tickets.c.updated)
Index("tickets_requester", tickets.c.requester, tickets.c.updated)

# Moments at which a ticket is looked at again (maildesk/moments/timers.py). One that a later change has overtaken comes to nothing.
timers = Table(
    "timers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("tickets.number"), nullable=False),
    Column("kind", Key, nullable=False),  # TimerKind
    Column("at", Moment, nullable=False),
    Column("look", Moment, nullable=False),  # when its turn is: `at`, or later where it failed
    Column("whom", Key, nullable=False),  # of a reminder
    Column("text", Plain, nullable=False),
)
Index("timers_look", timers.c.look, timers.c.id)
Index("timers_ticket", timers.c.ticket)

participants = Table(
    "participants",
    metadata,
    Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("address", Key, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("standing", Key, nullable=False),
)

# Who came to a ticket because another was merged into it: what stood there up to then is not theirs to read.
newcomers = Table(
    "newcomers",
    metadata,
    Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("address", Key, primary_key=True),
    Column("after", Id, nullable=False),  # the newest message of the ticket then
)

tags = Table("tags", metadata, Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True), Column("tag", Key, primary_key=True))
Index("tags_tag", tags.c.tag)

fields = Table(
    "fields",
    metadata,
    Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("name", Key, primary_key=True),
    Column("value", Plain, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("other", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("kind", Key, primary_key=True),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("tickets.number"), nullable=False),
    Column("kind", Key, nullable=False),
    Column("author", Key, nullable=False),
    Column("author_name", Plain, nullable=False),
    Column("text", Plain, nullable=False),
    Column("reply", Plain, nullable=False),
    Column("created", Moment, nullable=False),
    Column("mail", Id, ForeignKey("mails.id")),
    Column("message_id", Plain),  # of the inbound mail, for In-Reply-To of what answers it
    Column("nature", Key, nullable=False),
    Column("trust", Key, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("attachments", JSON, nullable=False),  # names, types, sizes: the bytes stand in the raw mail
    sqlite_autoincrement=True,
)
Index("messages_ticket", messages.c.ticket, messages.c.id)
Index("messages_mail", messages.c.mail)
Index("messages_author", messages.c.author, messages.c.created)

# What a customer's mail says of its thread, as it came: the letters that answer it say the same, so that mail programs keep them together.
headings = Table(
    "headings",
    metadata,
    Column("message", Id, ForeignKey("messages.id"), primary_key=True),
    Column("ticket", Id, nullable=False),
    Column("subject", Plain, nullable=False),
    Column("thread_index", Key, nullable=False),
)
Index("headings_ticket", headings.c.ticket, headings.c.message)

# Every id seen in Message-ID, In-Reply-To and References of an accepted mail, as an alias of its ticket.
aliases = Table(
    "aliases",
    metadata,
    Column("id_hash", LargeBinary, primary_key=True),  # SHA-256, 16 bytes: ids may be of any length (V053)
    Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True),
    Column("mail", Id),  # the mail that bears it as its own Message-ID
)

# Append-only. Each event carries the hash of the one before it on its ticket.
events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("tickets.number"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … on the ticket
    Column("at", Moment, nullable=False),
    Column("actor", Plain, nullable=False),
    Column("cause", Plain, nullable=False),
    Column("trust", Key, nullable=False),
    Column("what", Key, nullable=False),  # a verb, or created, received, posted, bounced …
    Column("detail", Plain, nullable=False),
    Column("previous", Key, nullable=False),
    Column("hash", Key, nullable=False),
    UniqueConstraint("ticket", "number"),
)

# What people did on tickets, so that it can be taken back (deed.py).
deeds = Table(
    "deeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("tickets.number"), nullable=False),
    Column("actor", Key, nullable=False),
    Column("cause", Plain, nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", JSON, nullable=False),
    Column("undone", Integer, nullable=False),
    Column("untold", Integer, nullable=False),  # 1: its author is to be told of it in a letter about several
)
Index("deeds_ticket", deeds.c.ticket, deeds.c.actor, deeds.c.id)
_untold_deeds = deeds.c.untold == literal_column("1")
Index("deeds_untold", deeds.c.id, sqlite_where=_untold_deeds, postgresql_where=_untold_deeds)

# Junk that no daily list has named yet.
unlisted_junk = Table("unlisted_junk", metadata, Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True, autoincrement=False))

# Derived: what is searched of each ticket, in units of our own (search/segment.py). Losing it loses nothing: `db reindex`.
searched = Table(
    "searched",
    metadata,
    Column("ticket", Id, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),  # for phrases
    Column("terms", Text().with_variant(TSVECTOR, "postgresql"), nullable=False),
)
Index("searched_terms", searched.c.terms, postgresql_using="gin").ddl_if(dialect="postgresql")

# FTS5 over `searched`; store/index.py keeps the two together. Our terms have no ASCII but letters and digits, so that the
# tokenizer `ascii` only cuts at the spaces; no positions are kept, for phrases are looked up in the text.
FULL_TEXT = "CREATE VIRTUAL TABLE searched_words USING fts5(terms, content='searched', content_rowid='ticket', detail=none, tokenize='ascii')"
event.listen(searched, "after_create", DDL(FULL_TEXT).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(searched, "before_drop", DDL("DROP TABLE searched_words").execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

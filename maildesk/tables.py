"""The tables of the desk's database, the same for SQLite and PostgreSQL.

Moments are stored as microseconds since 1970 in UTC: both databases order and compare them alike.
Addresses are lower-case ASCII in a binary-collated column, so that equality means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    literal_column,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.types import JSON, TypeDecorator

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def _microseconds(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // _MICROSECOND


def _moment(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _storable(value: str | None) -> str | None:
    return value if value is None or (value.isascii() and "\0" not in value) else storable(value)


# Both give SQLAlchemy the function itself: by `process_bind_param` each of a mail's hundred and fifty values would cost two calls more.


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _microseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return _moment


class Plain(TypeDecorator[str]):
    """Text that both databases can hold: NUL and lone surrogates become U+FFFD (V050, V051)."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        return _storable


def among(column: ColumnElement[str], constants: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a column holds one of our own words, which stand in the statement: a list of parameters is written anew each time."""
    return column.in_([literal_column(f"'{word}'") for word in sorted(constants)])


Id = BigInteger().with_variant(Integer, "sqlite")
Key = Plain().with_variant(Plain(collation="C"), "postgresql")  # compared and sorted by its bytes, as SQLite does

metadata = MetaData()

# Every mail ever accepted, and where it stands: the spool and the ledger are this one table.
mails = Table(
    "mails",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", Key, nullable=False),
    Column("size", Integer, nullable=False),
    Column("mail_from", Plain),
    Column("rcpt_to", JSON, nullable=False),
    Column("via", Key, nullable=False),
    Column("peer", Key, nullable=False),
    Column("helo", Plain, nullable=False),
    Column("tls", Integer, nullable=False),
    Column("submitted_as", Key),
    Column("conversation", Plain, nullable=False, server_default=""),  # of an archive's mail
    Column("received", Moment, nullable=False),
    Column("state", Key, nullable=False),  # MailState
    Column("rule", Plain, nullable=False, server_default=""),
    Column("ticket", Id),
    Column("trace", JSON),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("worker", Key),  # who has claimed it
    Column("lease", Moment),  # until when
    Column("fence", Integer, nullable=False, server_default="0"),  # grows with each claim: a stalled worker cannot commit
    Column("not_before", Moment),
    Column("error", Plain),
    Column("done", Moment),
    Column("vouched", Key),  # who said of it, when it was held, that the agent in From wrote it
)
# It begins with the state, though all in it wait: otherwise SQLite takes mails_state for the mails whose rest is over.
_waits = mails.c.state == "waiting"
Index("mails_waiting", mails.c.state, mails.c.not_before, mails.c.id, sqlite_where=_waits, postgresql_where=_waits)
Index("mails_state", mails.c.state, mails.c.id)
Index("mails_sha256", mails.c.sha256)

# The bytes stand apart, so that a change of state never rewrites them.
raws = Table("raws", metadata, Column("mail", Id, ForeignKey("mails.id"), primary_key=True), Column("data", LargeBinary, nullable=False))
# The ledger counts mails without walking through their bytes; PostgreSQL counts by the primary key.
Index("raws_mail", raws.c.mail).ddl_if(dialect="sqlite")

# Which daemon fetches from an IMAP account, where several share a database.
imap_accounts = Table(
    "imap_accounts",
    metadata,
    Column("account", Key, primary_key=True),
    Column("holder", Key, nullable=False),
    Column("lease", Moment, nullable=False),  # until when
)

# How far each folder of an IMAP account is taken; it moves in the transaction that keeps the mails.
imap_folders = Table(
    "imap_folders",
    metadata,
    Column("account", Key, primary_key=True),
    Column("folder", Key, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),  # all up to this one are taken
    Column("old", BigInteger, nullable=False),  # up to this one it was there at the first contact, or when the server began to count anew
    Column("anew", Integer, nullable=False),
    Column("began", Moment, nullable=False),  # the first contact
)

# Where on the server each fetched mail was; the same bytes seen again are the same mail.
imap_mails = Table(
    "imap_mails",
    metadata,
    Column("account", Key, primary_key=True),
    Column("folder", Key, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, primary_key=True),
    Column("sha256", Key, nullable=False),
    Column("mail", Id, ForeignKey("mails.id"), nullable=False),
    Column("tidied", Integer, nullable=False),  # 1: flagged or moved as desk.yaml wants it, or nothing is wanted
)
Index("imap_mails_sha256", imap_mails.c.account, imap_mails.c.sha256)
_untidied = imap_mails.c.tidied == literal_column("0")
Index("imap_mails_untidied", imap_mails.c.account, imap_mails.c.folder, sqlite_where=_untidied, postgresql_where=_untidied)

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

# Whose mail is ignored, because staff said so on a ticket; its history says who.
blocked = Table(
    "blocked",
    metadata,
    Column("address", Key, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("ticket", Id, nullable=False),
)

# Who is known by more than one address, because staff said so on a ticket; `person` is the one that stands for all of them.
other_addresses = Table(
    "other_addresses",
    metadata,
    Column("address", Key, primary_key=True),
    Column("person", Key, nullable=False),
    Column("since", Moment, nullable=False),
    Column("ticket", Id, nullable=False),
)
Index("other_addresses_person", other_addresses.c.person)

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

# Agents who are away. One whose `until` is over counts no more; nothing has to take it out.
absences = Table(
    "absences",
    metadata,
    Column("address", Key, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("note", Plain, nullable=False),
    Column("by", Plain, nullable=False),
)

# What an agent proves to be one with when submitting mail; it counts only while desk.yaml names the agent.
agent_passwords = Table(
    "agent_passwords",
    metadata,
    Column("address", Key, primary_key=True),
    Column("hash", Key, nullable=False),  # with its salt and cost, as `intake.passwords` writes it
    Column("made", Moment, nullable=False),
)

# Learned: what the last mails of a sender ended with, as hashes of lines (threading/signature/closings.py). Losing it loses nothing.
closings = Table(
    "closings",
    metadata,
    Column("address", Key, primary_key=True),
    Column("lines", JSON, nullable=False),  # of each of these mails, its last line first
)

# Junk that no daily list has named yet.
unlisted_junk = Table("unlisted_junk", metadata, Column("ticket", Id, ForeignKey("tickets.number"), primary_key=True, autoincrement=False))

# The day of each mailbox's last list of junk and of each agent's last digest, in its own zone: there is one a day, whoever looks and
# however often (store/daily.py).
junk_lists = Table("junk_lists", metadata, Column("mailbox", Key, primary_key=True), Column("day", Key, nullable=False))

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

"""Mails as they came in, and how far each IMAP account is taken."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, literal_column
from sqlalchemy.types import JSON

from maildesk.tables.columns import Id, Key, Moment, Plain, metadata

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

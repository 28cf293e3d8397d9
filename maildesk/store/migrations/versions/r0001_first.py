"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _imap_accounts()
    _imap_folders()
    _mails()
    _tickets()
    _aliases()
    _events()
    _fields()
    _imap_mails()
    _letters()
    _links()
    _messages()
    _participants()
    _raws()
    _tags()
    _letter_bytes()
    _outbox()
    _outbox_recipients()


# Written out, not taken from today's tables: a revision says for ever what it made.


def _imap_accounts() -> None:
    op.create_table(
        "imap_accounts",
        sa.Column("account", _KEY, primary_key=True),
        sa.Column("holder", _KEY, nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=False),
    )


def _imap_folders() -> None:
    op.create_table(
        "imap_folders",
        sa.Column("account", _KEY, primary_key=True),
        sa.Column("folder", _KEY, primary_key=True),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("old", sa.BigInteger(), nullable=False),
        sa.Column("anew", sa.Integer(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
    )


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("sha256", _KEY, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mail_from", sa.Text()),
        sa.Column("rcpt_to", sa.JSON(), nullable=False),
        sa.Column("via", _KEY, nullable=False),
        sa.Column("peer", _KEY, nullable=False),
        sa.Column("helo", sa.Text(), nullable=False),
        sa.Column("tls", sa.Integer(), nullable=False),
        sa.Column("submitted_as", _KEY),
        sa.Column("conversation", sa.Text(), nullable=False, server_default=""),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("state", _KEY, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, server_default=""),
        sa.Column("ticket", _ID),
        sa.Column("trace", sa.JSON()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("worker", _KEY),
        sa.Column("lease", sa.BigInteger()),
        sa.Column("fence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("error", sa.Text()),
        sa.Column("done", sa.BigInteger()),
    )
    op.create_index("mails_sha256", "mails", ["sha256"])
    op.create_index("mails_state", "mails", ["state", "id"])
    op.create_index(
        "mails_waiting",
        "mails",
        ["state", "not_before", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("number", _ID, primary_key=True),
        sa.Column("mailbox", _KEY, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("requester", _KEY, nullable=False),
        sa.Column("team", sa.Text()),
        sa.Column("assignee", _KEY),
        sa.Column("status", _KEY, nullable=False),
        sa.Column("priority", _KEY, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger()),
        sa.Column("wait_until", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("tickets_requester", "tickets", ["requester", "updated"])
    op.create_index("tickets_status", "tickets", ["status", "updated"])


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("id_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("mail", _ID),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("trust", _KEY, nullable=False),
        sa.Column("what", _KEY, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", _KEY, nullable=False),
        sa.Column("hash", _KEY, nullable=False),
        sa.UniqueConstraint("ticket", "number"),
    )


def _fields() -> None:
    op.create_table(
        "fields",
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("name", _KEY, primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def _imap_mails() -> None:
    op.create_table(
        "imap_mails",
        sa.Column("account", _KEY, primary_key=True),
        sa.Column("folder", _KEY, primary_key=True),
        sa.Column("uidvalidity", sa.BigInteger(), primary_key=True),
        sa.Column("uid", sa.BigInteger(), primary_key=True),
        sa.Column("sha256", _KEY, nullable=False),
        sa.Column("mail", _ID, sa.ForeignKey("mails.id"), nullable=False),
        sa.Column("tidied", sa.Integer(), nullable=False),
    )
    op.create_index("imap_mails_sha256", "imap_mails", ["account", "sha256"])
    op.create_index(
        "imap_mails_untidied", "imap_mails", ["account", "folder"], sqlite_where=sa.text("tidied = 0"), postgresql_where=sa.text("tidied = 0")
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", _KEY, nullable=False),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number")),
        sa.Column("mailbox", _KEY, nullable=False),
        sa.Column("person", _KEY, nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("message_id", _KEY, nullable=False),
        sa.Column("current_message", _ID, nullable=False),
        sa.Column("answer", _KEY, nullable=False),
        sa.Column("automatic", sa.Integer(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("about_mail", _ID),
    )
    op.create_index(
        "letters_automatic",
        "letters",
        ["created", "person", "automatic", "kind"],
        sqlite_where=sa.text("automatic = 1 AND kind IN ('reply', 'acknowledgement')"),
        postgresql_where=sa.text("automatic = 1 AND kind IN ('reply', 'acknowledgement')"),
    )
    op.create_index(
        "letters_automatic_author",
        "letters",
        ["person", "created"],
        sqlite_where=sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined')"),
        postgresql_where=sa.text("automatic = 1 AND kind IN ('correction', 'held', 'unproven', 'quarantined')"),
    )
    op.create_index(
        "letters_automatic_person",
        "letters",
        ["person", "created"],
        sqlite_where=sa.text("automatic = 1 AND kind IN ('reply', 'acknowledgement')"),
        postgresql_where=sa.text("automatic = 1 AND kind IN ('reply', 'acknowledgement')"),
    )
    op.create_index("letters_ticket", "letters", ["ticket"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("other", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("kind", _KEY, primary_key=True),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), nullable=False),
        sa.Column("kind", _KEY, nullable=False),
        sa.Column("author", _KEY, nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("mail", _ID, sa.ForeignKey("mails.id")),
        sa.Column("message_id", sa.Text()),
        sa.Column("nature", _KEY, nullable=False),
        sa.Column("trust", _KEY, nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("messages_mail", "messages", ["mail"])
    op.create_index("messages_ticket", "messages", ["ticket", "id"])


def _participants() -> None:
    op.create_table(
        "participants",
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", _KEY, nullable=False),
    )


def _raws() -> None:
    op.create_table(
        "raws",
        sa.Column("mail", _ID, sa.ForeignKey("mails.id"), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("raws_mail", "raws", ["mail"])


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("ticket", _ID, sa.ForeignKey("tickets.number"), primary_key=True),
        sa.Column("tag", _KEY, primary_key=True),
    )
    op.create_index("tags_tag", "tags", ["tag"])


def _letter_bytes() -> None:
    op.create_table(
        "letter_bytes",
        sa.Column("letter", sa.BigInteger(), sa.ForeignKey("letters.id"), primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("letter", sa.BigInteger(), sa.ForeignKey("letters.id"), primary_key=True, autoincrement=False),
        sa.Column("relay", _KEY, nullable=False),
        sa.Column("mail_from", _KEY, nullable=False),
        sa.Column("state", _KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("begun", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due", sa.BigInteger()),
        sa.Column("lease", sa.BigInteger()),
        sa.Column("fence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger()),
    )
    op.create_index(
        "outbox_due",
        "outbox",
        ["state", "relay", "due", "letter"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("outbox_state", "outbox", ["state", "created", "letter"])


def _outbox_recipients() -> None:
    op.create_table(
        "outbox_recipients",
        sa.Column("letter", sa.BigInteger(), sa.ForeignKey("outbox.letter"), primary_key=True),
        sa.Column("address", _KEY, primary_key=True),
        sa.Column("state", _KEY, nullable=False),
        sa.Column("code", sa.Integer()),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
    )

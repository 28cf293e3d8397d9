"""What is known of people beside tickets: whose mail is ignored, whose addresses are one, who is away."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table
from sqlalchemy.types import JSON

from maildesk.tables.columns import Id, Key, Moment, Plain, metadata

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

# The day of each mailbox's last list of junk and of each agent's last digest, in its own zone: there is one a day, whoever looks and
# however often (store/daily.py).
junk_lists = Table("junk_lists", metadata, Column("mailbox", Key, primary_key=True), Column("day", Key, nullable=False))

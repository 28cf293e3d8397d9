"""What a desk makes of who sent a mail, for tests about proof: the mail is written as its headers, the desk as its `proof` section."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig
from maildesk.intake.mime.parse import parse
from maildesk.intake.trust.proof import prove
from maildesk.judged import Proof
from maildesk.mail import Envelope, RawMail

TOKEN_ALONE = frozenset({"signature", "confirmation"})  # what is given up where a letter's token and From prove an agent
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANNA = "anna@example.com"
HANDED_ON = Envelope(ANNA, ("support@example.com",), via="smtp", peer="10.0.0.5")
FETCHED = Envelope(None, ("support@example.com",), via="imap", peer="support@imap.example.com")
STRAIGHT = Envelope(ANNA, ("support@example.com",), via="smtp", peer="192.0.2.66")


def desk(proof: Mapping[str, Any]) -> DeskConfig:
    mailboxes = [{"address": "support@example.com", "name": "Support"}]
    agents = [{"address": ANNA, "name": "Anna"}, {"address": "ben@example.com", "name": "Ben"}]
    networks = ["127.0.0.0/8", "10.0.0.0/24"]
    return DeskConfig.model_validate({"mailboxes": mailboxes, "agents": agents, "trusted_networks": networks, "proof": proof})


def proof_of(headers: str, proof: Mapping[str, Any], envelope: Envelope = HANDED_ON) -> Proof:
    """The proof that headers hold, to which a From of Anna's is added where they have none."""
    author = "" if "\nfrom:" in f"\n{headers.lower()}" else f"From: Anna <{ANNA}>\n"
    data = f"{headers}\n{author}To: support@example.com\nSubject: Re: [#1]\n\nIt is done.\n".replace("\n", "\r\n").encode()
    return prove(RawMail(data, envelope, NOW), parse(data, Limits()), desk(proof), None, NOW)

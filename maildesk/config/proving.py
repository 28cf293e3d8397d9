"""What proves who sent a mail: signatures, and the servers of the house whose word is taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import model_validator

from maildesk.config.places import AuthservId, Domain, NameServerAddress, ServerName
from maildesk.config.values import HeaderName, Model, Span
from maildesk.errors import Wrong
from maildesk.language import Said


class Upstream(Model):
    """A server before the desk that checks signatures, and whose Authentication-Results are believed."""

    authserv_id: AuthservId
    servers: tuple[ServerName, ...]
    counts: Literal["above", "anywhere"] = "above"

    @model_validator(mode="after")
    def _known_hop(self) -> Upstream:
        if not self.servers:
            wrong = Said("anybody can write Authentication-Results")
            raise Wrong(wrong, Said("name the server that does, as Received says it: servers: [mx.example.com]"))
        return self


class Internal(Model):
    """The mail servers of the house where its people log in, and that tell who did."""

    system: Literal["postfix", "exchange"]
    servers: tuple[ServerName, ...]
    domain: Domain | None = None

    @model_validator(mode="after")
    def _known_servers(self) -> Internal:
        if not self.servers:
            raise Wrong(Said("no server is named"), Said("name those your people log in to, as Received says it: servers: [mail.example.com]"))
        if self.domain and self.system != "postfix":
            raise Wrong(Said("domain completes the logins that postfix writes"), Said("leave it out"))
        return self


class Proving(Model):
    """What proves who sent a mail."""

    dns: bool | None = None
    name_servers: tuple[NameServerAddress, ...] = ()
    confirmed_for: Span = timedelta(days=7)
    gives_up: tuple[Literal["signature", "confirmation"], ...] | None = None
    agent_domains: tuple[Domain, ...] = ()
    must_sign: tuple[HeaderName, ...] = ()
    upstream: Upstream | None = None
    internal: Internal | None = None

    @model_validator(mode="after")
    def _can_be_proven(self) -> Proving:
        if "signature" not in self.given_up and self.dns is False and not self.vouched:
            wrong = Said("agents are to be proven by the signature of their domain too, and nothing looks at signatures")
            raise Wrong(wrong, Said("say dns: true, or give it up: gives_up: [signature]"))
        return self

    @property
    def vouched(self) -> bool:
        """Whether a server's word is taken."""
        return self.upstream is not None or self.internal is not None

    @property
    def asks_dns(self) -> bool:
        """Whether name servers are asked: as desk.yaml says, and else where agents could be proven by nothing but their domain's signature."""
        if self.dns is not None:
            return self.dns
        return "signature" not in self.given_up and not self.vouched

    @property
    def given_up(self) -> frozenset[str]:
        """What the full table of proofs (`intake/trust/judge.py`) asks for and this desk does without; nothing where it says nothing."""
        return frozenset(self.gives_up or ())

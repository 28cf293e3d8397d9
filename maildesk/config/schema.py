"""What a desk.yaml may say: mailboxes, teams, agents and what a desk does about them."""

from __future__ import annotations

import ipaddress
import re
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from maildesk.config import sqlitefile
from maildesk.config.limits import Limits
from maildesk.config.places import HostName, Network, PagePlace, ServerName, WebAddress, listen_address
from maildesk.config.prepared import Article, Canned
from maildesk.config.proving import Proving
from maildesk.config.values import DigestTime, Hold, Language, MailAddress, Model, Score, Span, TimeOfDay, TimeZone, UserName, Written, zone_named
from maildesk.config.ways import Listen, Relay
from maildesk.directory import AgentEntry, Directory, MailboxEntry, Prepared
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.plainaddress import is_plain_address
from maildesk.ticket import Role
from maildesk.tokens import LONGEST_MAILBOX


class ReplyTo(StrEnum):
    """How a letter's token travels in Reply-To: `plain` is the bare address, the Message-ID carries it alone."""

    PLAIN = "plain"
    PLUS = "plus"
    MINUS = "minus"
    SUBDOMAIN = "subdomain"


class Receipts(StrEnum):
    """What an agent is told of mails of his own: of every one at once, only of one that was not carried out, or the others once an hour."""

    ALWAYS = "always"
    ERRORS = "errors"
    DIGEST = "digest"


class ClosedAfter(Model):
    new_after: Span = Field(examples=["14d"])


class Mailbox(Model):
    """An address customers write to."""

    address: MailAddress
    name: str = Field(min_length=1, max_length=60)
    team: str | None = None
    language: Language = "en"
    customers_write: tuple[Written, ...] = Field(default=(), max_length=20)
    timezone: TimeZone = "UTC"
    closed: Literal["reopen", "new"] | ClosedAfter = "reopen"
    thanks: Literal["answer", "keep"] = "answer"
    colleagues: Literal["apart", "join"] = "apart"
    reply_to: ReplyTo = ReplyTo.PLAIN
    subject_label: Literal["none", "left", "right"] = "left"
    deliver: Literal["live", "capture"] = "live"
    relay: str = "default"
    verp: bool = False
    signature: str = Field(default="", max_length=2000)
    from_name: Literal["both", "agent", "mailbox"] = "both"
    hold: Hold | None = Field(default=None, examples=["60s"])

    def model_post_init(self, _: object) -> None:
        """Opens the zone once: a daemon without a descriptor left could not look up what time it is (F10)."""
        zone_named(self.timezone)

    @property
    def zone(self) -> ZoneInfo:
        """Whose days and hours its letters name."""
        return zone_named(self.timezone)

    @model_validator(mode="after")
    def _room_for_a_token(self) -> Mailbox:
        local = self.address.rpartition("@")[0]
        if self.reply_to in (ReplyTo.PLUS, ReplyTo.MINUS) and len(local) > LONGEST_MAILBOX:
            raise Wrong(
                Said(
                    "the part before @ may have {most} letters at most, or the token does not fit (RFC 5321: 64 octets)",
                    most=LONGEST_MAILBOX,
                )
            )
        return self


class Team(Model):
    members: tuple[MailAddress, ...] = ()
    supervisors: tuple[MailAddress, ...] = ()
    observers: tuple[MailAddress, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody on the team."""
        return (*self.members, *self.supervisors, *self.observers)

    def role(self, address: str, own: Role) -> Role | None:
        """What the team makes of somebody whose role on the desk is `own`, None where he is not on it."""
        if address in self.supervisors:
            return Role.SUPERVISOR
        if address in self.members:
            return own
        return Role.OBSERVER if address in self.observers else None


class Agent(Model):
    address: MailAddress
    name: str = Field(min_length=1, max_length=60)
    also: tuple[MailAddress, ...] = Field(default=(), max_length=20)
    role: Literal["observer", "agent", "supervisor", "admin"] = "agent"
    languages: tuple[Language, ...] = ("en",)
    timezone: TimeZone | None = None
    digest: DigestTime | None = None
    disabled: bool = False
    receipts: Receipts | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that the agent writes from; letters go to the first."""
        return (self.address, *self.also)


class StatusPage(Model):
    """Where the page listens; `public_url` is where customers follow the links in their letters, `staff_url` where staff sees all of it."""

    listen: PagePlace = "127.0.0.1:8080"
    public_url: WebAddress | None = None
    staff_url: WebAddress | None = None

    @model_validator(mode="after")
    def _apart(self) -> StatusPage:
        if self.public_url and self.staff_url and urlsplit(self.public_url).hostname == urlsplit(self.staff_url).hostname:
            raise Wrong(Said("public_url is for strangers and staff_url shows the whole desk: give them host names of their own"))
        return self

    @model_validator(mode="after")
    def _loopback(self) -> StatusPage:
        place = listen_address(self.listen)
        if isinstance(place, tuple) and not _loops_back(place[0]):
            wrong = Said("the page has no passwords and listens on loopback only")
            raise Wrong(wrong, Said("write listen: 127.0.0.1:{port}, and put a web server in front of it", port=place[1]))
        return self


def _loops_back(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# Where these filters run, and whether their server takes away what strangers write in its name.
_HOSTED = {"microsoft": (("*.outlook.com",), True), "google": (("mx.google.com",), False)}


class JunkFilter(Model):
    """The filter before the desk whose word counts, and who gets the daily list of junk."""

    filter: Literal["rspamd", "spamassassin", "microsoft", "google"] | None = None
    servers: tuple[ServerName, ...] = ()
    counts: Literal["above", "anywhere"] | None = None
    threshold: Score | None = None
    digest: TimeOfDay = time(7)
    digest_to: Literal["team", "admins"] = "team"

    @model_validator(mode="after")
    def _known_hop(self) -> JunkFilter:
        if self.filter is not None and not self.hosts:
            wrong = Said("anybody can write the headers of {filter}", filter=self.filter)
            raise Wrong(wrong, Said("name the server that does, as Received says it: servers: [mx.example.com]"))
        if self.filter is None and {"servers", "counts", "threshold"} & self.model_fields_set:
            raise Wrong(Said("servers, counts and threshold are about a filter"), Said("name it: filter: rspamd, spamassassin, microsoft or google"))
        return self

    @property
    def wraps(self) -> bool:
        """Whether the filter puts what it calls junk into a report of its own."""
        return self.filter == "spamassassin"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The servers that run the filter."""
        return self.servers or _HOSTED.get(self.filter or "", ((), False))[0]

    @property
    def anywhere(self) -> bool:
        """Whether a header counts wherever it stands, because the server leaves no stranger's."""
        return self.counts == "anywhere" if self.counts else _HOSTED.get(self.filter or "", ((), False))[1]


class Partner(Model):
    """Somebody whose own desk or marketplace writes to ours without the ids of a thread."""

    sender: str = Field(min_length=3, max_length=254)
    number: str | None = Field(default=None, max_length=60)
    same_subject: bool = False

    @model_validator(mode="after")
    def _right(self) -> Partner:
        if not is_plain_address(self.sender if "@" in self.sender[1:] else f"somebody{self.sender}"):
            raise Wrong(Said("sender is no address and no domain"), Said("write it like robot@partner.example, or @partner.example"))
        if self.number is not None and (self.number.count("#") != 1 or not self.number.strip("#")):
            raise Wrong(Said("number says how the partner's numbers look, with one # for the digits"), Said("write it like INC# or CASE-#"))
        if self.number is None and not self.same_subject:
            raise Wrong(Said("nothing says how its mails of one matter are known"), Said("add number, or same_subject: true"))
        return self

    def wrote(self, sender: str) -> bool:
        own = self.sender.lower()
        return sender == own or (own.startswith("@") and sender.endswith(own))

    def numbers_in(self, subject: str) -> tuple[str, ...]:
        """The partner's numbers in a subject, each once."""
        if self.number is None:
            return ()
        before, after = map(re.escape, self.number.split("#"))
        return tuple(dict.fromkeys(re.findall(rf"(?<!\w){before}(\d{{1,20}}){after}(?!\w)", subject, re.IGNORECASE)))[:3]


class DeskConfig(Model):
    """A whole desk.yaml. Relative paths in it are made absolute by the loader."""

    mailboxes: tuple[Mailbox, ...] = Field(min_length=1)
    control: MailAddress | None = None
    teams: dict[str, Team] = Field(default={})
    agents: tuple[Agent, ...] = ()
    listen: tuple[Listen, ...] = ()
    several_mailboxes: Literal["sender", "desk", "each"] = "sender"
    hold: Hold = Field(default=timedelta(0), examples=["60s"])
    receipts: Receipts = Receipts.ERRORS
    partners: tuple[Partner, ...] = ()
    providers: tuple[HostName, ...] = Field(default=(), max_length=200)
    trusted_networks: tuple[Network, ...] = ("127.0.0.0/8", "::1/128")
    database: str = sqlitefile.DEFAULT
    relays: dict[str, Relay] = Field(default={})
    status_page: StatusPage | None = None
    rules: Path | None = None
    templates: Path | None = None
    state: Path = Path("state")  # keys, sockets, locks: private to the daemon's user
    hostname: HostName | None = None
    user: UserName | None = None
    proof: Proving = Proving()
    junk: JunkFilter = JunkFilter()
    digest: DigestTime | None = None
    canned: dict[str, Canned] = Field(default={})
    macros: dict[str, str] = Field(default={})
    articles: dict[str, Article] = Field(default={})
    limits: Limits = Limits()

    @property
    def own_addresses(self) -> frozenset[str]:
        """Those it is reached at: the desk never writes there."""
        return frozenset(mailbox.address for mailbox in self.served)

    @property
    def served(self) -> tuple[Mailbox, ...]:
        """The mailboxes, and that for agents alone."""
        return (*self.mailboxes, self.control_box) if self.control_box else self.mailboxes

    @property
    def control_box(self) -> Mailbox | None:
        """Where agents write commands for several tickets; in all but its address it is as the first mailbox."""
        return self.mailboxes[0].model_copy(update={"address": self.control, "team": None}) if self.control else None

    @property
    def languages(self) -> frozenset[str]:
        """Those of its mailboxes' letters and customers."""
        return frozenset(language for mailbox in self.mailboxes for language in (mailbox.language, *mailbox.customers_write))

    @property
    def zone(self) -> ZoneInfo:
        """Whose day it is: that of the first mailbox."""
        return self.mailboxes[0].zone

    def mailbox(self, address: str) -> Mailbox | None:
        return next((box for box in self.mailboxes if box.address == address), None)

    def home(self, address: str) -> Mailbox:
        """The mailbox a ticket belongs to; one that desk.yaml no longer names only captures what would leave in its name."""
        if self.control_box and address == self.control:
            return self.control_box
        return self.mailbox(address) or Mailbox(address=address, name=address[:60], deliver="capture")

    @property
    def private_addresses(self) -> frozenset[str]:
        """Those of its agents, which customers never see; also of agents who are disabled."""
        return frozenset(address for agent in self.agents for address in agent.addresses)

    def hold_of(self, mailbox: Mailbox) -> timedelta:
        """How long what an agent writes to people outside waits before it leaves a mailbox."""
        return self.hold if mailbox.hold is None else mailbox.hold

    def receipts_of(self, agent: Agent) -> Receipts:
        return agent.receipts or self.receipts

    def agent(self, address: str) -> Agent | None:
        """The agent of that address who may act now."""
        return next((agent for agent in self.agents if address in agent.addresses and not agent.disabled), None)

    def directory(self) -> Directory:
        entries = tuple(AgentEntry(a.address, a.name, Role[a.role.upper()], a.also) for a in self.agents if not a.disabled)
        boxes = tuple(MailboxEntry(box.address, box.name, box.team) for box in self.mailboxes)
        prepared = Prepared(tuple(self.canned), tuple(self.articles), tuple(self.macros.items()))
        return Directory(entries, tuple(self.teams), mailboxes=boxes, prepared=prepared)

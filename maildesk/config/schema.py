"""What a desk.yaml may say: the models, their defaults and the limits table."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from maildesk.arguments import AgentEntry, Directory, is_plain_address
from maildesk.config import sqlitefile
from maildesk.errors import Wrong
from maildesk.language import Said
from maildesk.ticket import Role
from maildesk.tokens import LONGEST_MAILBOX


def _address(value: str) -> str:
    if not is_plain_address(value):
        raise Wrong(Said("this is no plain mail address"), Said("write it like support@example.com"))
    return value.lower()


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise Wrong(Said("there is no time zone {value!r}", value=value), Said("write one like Europe/Berlin")) from None
    return value


_SPAN = re.compile(r"(\d{1,5})\s*(s|m|h|d|w)\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _span(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = _SPAN.match(str(value))
    if not found:
        raise Wrong(Said("{value!r} is no span of time", value=value), Said("write it like 30s, 15m, 8h, 14d or 2w"))
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def _network(value: str) -> str:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        raise Wrong(Said("{value!r} is no network", value=value), Said("write it like 127.0.0.0/8 or ::1/128")) from None
    return value


def _server(value: str) -> str:
    host, port = host_and_port(value)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise Wrong(Said("{value!r} is no name server", value=value), Said("write its address, like 127.0.0.1, 127.0.0.1:5353 or [::1]:53")) from None
    if not 0 < port < 65536:
        raise Wrong(Said("{value!r} has no port that exists", value=value), Said("write it like 127.0.0.1:5353"))
    return value


def host_and_port(value: str, port: int = 53) -> tuple[str, int]:
    """The two parts of ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT."""
    found = re.fullmatch(r"\[([^\[\]]+)\]:([0-9]{1,5})|([^:\[\]]+):([0-9]{1,5})", value, re.ASCII)
    if found is None:
        return value, port
    return found[1] or found[3], int(found[2] or found[4])


def _domain(value: str) -> str:
    if not is_plain_address(f"x@{value}"):
        raise Wrong(Said("{value!r} is no domain", value=value), Said("write it like example.com"))
    return value.lower()


def _header_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,60}", value, re.ASCII):
        raise Wrong(Said("{value!r} is no name of a header", value=value), Said("write it like Content-Type"))
    return value


def _on_the_wire(value: str) -> str:
    """A line break in a name would begin a command of its own (V027)."""
    if not value or len(value) > 255 or not value.isprintable():
        raise Wrong(Said("this is no name: it is empty, longer than 255 letters or has a control character in it"), Said("write it in one line"))
    return value


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Wrong(Said("{value!r} is no day", value=value), Said("write it like 2026-01-31")) from None


MailAddress = Annotated[str, AfterValidator(_address)]
TimeZone = Annotated[str, AfterValidator(_timezone)]
Span = Annotated[timedelta, BeforeValidator(_span)]
Network = Annotated[str, AfterValidator(_network)]
WireName = Annotated[str, AfterValidator(_on_the_wire)]
Day = Annotated[date, BeforeValidator(_day)]
NameServerAddress = Annotated[str, AfterValidator(_server)]
Domain = Annotated[str, AfterValidator(_domain)]
HeaderName = Annotated[str, AfterValidator(_header_name)]


def _language(value: object) -> object:
    """`zh` is what most people write for the Chinese we have."""
    return "zh_CN" if str(value) in ("zh", "zh-CN", "zh_cn") else value


Language = Annotated[Literal["en", "zh_CN"], BeforeValidator(_language)]


# A bound of nought would close the desk.
Bound = Annotated[int, Field(ge=1)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ReplyTo(StrEnum):
    """How a letter's token travels in Reply-To: `plain` is the bare address, the Message-ID carries it alone."""

    PLAIN = "plain"
    PLUS = "plus"
    MINUS = "minus"
    SUBDOMAIN = "subdomain"


class ClosedAfter(Model):
    new_after: Span


class Mailbox(Model):
    """An address customers write to."""

    address: MailAddress
    name: str = Field(min_length=1, max_length=60)
    team: str | None = None
    language: Language = "en"
    timezone: TimeZone = "UTC"
    closed: Literal["reopen", "new"] | ClosedAfter = "reopen"
    reply_to: ReplyTo = ReplyTo.PLAIN
    subject_label: Literal["none", "left", "right"] = "left"
    deliver: Literal["live", "capture"] = "live"
    relay: str = "default"
    verp: bool = False
    signature: str = Field(default="", max_length=2000)
    from_name: Literal["both", "agent", "mailbox"] = "both"

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
    role: Literal["observer", "agent", "supervisor", "admin"] = "agent"
    languages: tuple[Language, ...] = ("en",)
    disabled: bool = False


class MoveTo(Model):
    move: WireName


class Imap(Model):
    """An account whose mail is fetched: `user` logs in, `mailbox` is whose mail it is where that is another (a shared mailbox)."""

    host: WireName
    port: int | None = Field(default=None, ge=1, le=65535)
    tls: Literal["implicit", "starttls"] = "implicit"
    ca_file: Path | None = None
    user: WireName
    mailbox: WireName | None = None
    desk_mailbox: MailAddress | None = None
    password_file: Path | None = None
    credential: str | None = None  # a name under $CREDENTIALS_DIRECTORY (systemd LoadCredential)
    auth: Literal["password", "xoauth2"] = "password"
    folders: tuple[WireName, ...] = Field(default=("INBOX",), min_length=1)
    after: Literal["keep", "flag"] | MoveTo = "keep"
    since: Day | None = None

    @model_validator(mode="after")
    def _one_secret(self) -> Imap:
        if (self.password_file is None) == (self.credential is None):
            raise Wrong(Said("an account has one secret, by reference"), Said("write password_file: FILE or credential: NAME"))
        if isinstance(self.after, MoveTo) and self.after.move in self.folders:
            raise Wrong(
                Said("{folder!r} is one of the folders mail is fetched from", folder=self.after.move), Said("move what is taken to another one")
            )
        return self

    @property
    def account(self) -> str:
        """What the account is called in the log and in the database."""
        return f"{self.mailbox or self.user}@{self.host}"


class Listen(Model):
    """One way in: exactly one of `smtp`, `lmtp`, `submission` and `imap`."""

    smtp: str | None = None
    lmtp: str | None = None
    submission: str | None = None
    imap: Imap | None = None
    tls: Literal["implicit", "starttls"] = "implicit"
    tls_certificate: Path | None = None
    tls_key: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> Listen:
        if sum(way is not None for way in (self.smtp, self.lmtp, self.submission, self.imap)) != 1:
            raise Wrong(Said('name one of smtp, lmtp, submission and imap, like {{smtp: "127.0.0.1:2525"}} or {{lmtp: "unix:/run/maildesk/lmtp"}}'))
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise Wrong(Said("tls_certificate and tls_key go together"))
        if self.imap is not None and self.tls_certificate:
            raise Wrong(Said("a certificate is for a socket of ours"), Said("an IMAP server proves itself, with ca_file by an authority of your own"))
        if self.imap is None and isinstance(listen_address(self.place), Path) and self.submission:
            raise Wrong(Said("agents submit over the network"), Said("write submission: HOST:PORT, like 0.0.0.0:465"))
        if self.submission and self.tls_certificate is None:
            raise Wrong(Said("no password travels in clear"), Said("add tls_certificate and tls_key"))
        if "tls" in self.model_fields_set and not self.submission:
            raise Wrong(
                Said("tls is for submission"),
                Said("smtp and lmtp offer STARTTLS where there is a certificate, and an account has its own tls in imap: {{…}}"),
            )
        return self

    @property
    def protocol(self) -> str:
        """Which of the ways it is, as desk.yaml names it."""
        return next(name for name in ("smtp", "lmtp", "submission", "imap") if getattr(self, name) is not None)

    @property
    def place(self) -> str:
        """Where a socket of ours listens, "" for an account."""
        return self.smtp or self.lmtp or self.submission or ""


def listen_address(value: str) -> tuple[str, int] | Path:
    """(host, port) or the path of a unix socket; raises ValueError with what would be right."""
    if value.startswith("unix:"):
        return Path(value.removeprefix("unix:"))
    host, colon, port = value.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise Wrong(Said("{value!r} is no place to listen", value=value), Said("write 127.0.0.1:2525, [::1]:2525 or unix:/run/maildesk/lmtp"))
    return host.strip("[]"), int(port)


class Relay(Model):
    """The SMTP server letters leave by, or a folder that keeps them (`capture`)."""

    host: str | None = None
    port: int = Field(default=25, ge=1, le=65535)
    tls: Literal["required", "implicit", "off"] = "required"
    ca_file: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    credential: str | None = None  # a name under $CREDENTIALS_DIRECTORY (systemd LoadCredential)
    auth: Literal["password", "xoauth2"] = "password"
    connections: int = Field(default=4, ge=1, le=50)
    capture: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> Relay:
        if (self.host is None) == (self.capture is None):
            raise Wrong(Said("name one of host and capture, like {{host: localhost, port: 25}} or {{capture: outgoing/}}"))
        if self.password_file and self.credential:
            raise Wrong(Said("password_file and credential both name the secret"), Said("keep one"))
        if self.user and not (self.password_file or self.credential):
            raise Wrong(Said("user needs its secret by reference: password_file: FILE or credential: NAME"))
        if self.user and self.tls == "off":
            raise Wrong(Said("a password never travels in clear"), Said("write tls: required"))
        return self


def _web_address(value: str) -> str:
    """Kept without its last slash; nothing in it that a mail program breaks or a token could hide behind."""
    if not _WEB_ADDRESS.fullmatch(value):
        raise Wrong(Said("{value!r} is no address of a web server", value=value), Said("write it like https://desk.example.com"))
    return value.rstrip("/")


_WEB_ADDRESS = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(/[A-Za-z0-9._/-]*)?")
WebAddress = Annotated[str, AfterValidator(_web_address)]


class StatusPage(Model):
    """Where the page listens; `public_url` is where customers follow the links in their letters, `staff_url` where staff sees all of it."""

    listen: str = "127.0.0.1:8080"
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
        if isinstance(place, tuple) and place[0] != "localhost" and not ipaddress.ip_address(place[0]).is_loopback:
            raise Wrong(Said("the page has no passwords and listens on loopback only"), Said("put a web server in front of it"))
        return self


_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(str(value))
    if not found:
        raise Wrong(Said("{value!r} is no time of day", value=value), Said("write it like 07:30"))
    return time(int(found[1]), int(found[2]))


def _score(value: object) -> object:
    if not re.fullmatch(r"-?\d{1,4}(\.\d{1,4})?", str(value)):
        raise Wrong(Said("{value!r} is no score", value=value), Said("write it like 6 or 7.5"))
    return float(str(value))


_SERVER = re.compile(r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def _server_name(value: str) -> str:
    if not _SERVER.fullmatch(value):
        raise Wrong(Said("{value!r} is no name of a server", value=value), Said("write it like mx.example.com or *.example.com"))
    return value.lower()


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Score = Annotated[float, BeforeValidator(_score)]
ServerName = Annotated[str, AfterValidator(_server_name)]

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
    def hosts(self) -> tuple[str, ...]:
        """The servers that run the filter."""
        return self.servers or _HOSTED.get(self.filter or "", ((), False))[0]

    @property
    def anywhere(self) -> bool:
        """Whether a header counts wherever it stands, because the server leaves no stranger's."""
        return self.counts == "anywhere" if self.counts else _HOSTED.get(self.filter or "", ((), False))[1]


class Limits(Model):
    """Every bound of the desk, in one table; sizes in bytes, times as spans."""

    message: int = Field(default=25 << 20, ge=1 << 16)
    line: int = Field(default=64 << 10, ge=1000)
    headers: Bound = 256 << 10
    header: Bound = 32 << 10
    header_count: Bound = 1000
    addresses: Bound = 200
    parts: Bound = 500
    depth: Bound = 30
    references: Bound = 50
    encoded_words: Bound = 500
    filename: Bound = 100
    text: Bound = 4 << 20
    html: Bound = 512 << 10
    html_depth: Bound = 100
    html_tags: Bound = 5000
    rule_text: Bound = 1 << 20
    hops: Bound = 25
    own_hops: Bound = 5
    recipients: Bound = 100
    sessions: Bound = 200
    sessions_per_client: Bound = 20
    session: Span = timedelta(minutes=30)
    commands: Bound = 100
    errors: Bound = 10
    mails_per_sender: Bound = 100  # an hour
    mails_per_domain: Bound = 1000  # an hour
    mails_per_desk: Bound = 5000  # an hour
    refused_logins: Bound = 3
    refused_logins_per_client: Bound = 20  # an hour
    idle: Span = timedelta(minutes=5)
    slowest: Bound = 500  # bytes a second, averaged after the first 30 seconds
    free_disk: Annotated[int, Field(ge=0)] = 256 << 20
    workers: int = Field(default=2, ge=1, le=64)
    worker_memory: Bound = 512 << 20
    worker_cpu: Span = timedelta(seconds=5)
    worker_deadline: Span = timedelta(seconds=30)
    attempts: Bound = 3
    regex: Span = timedelta(seconds=1)
    template: Bound = 256 << 10
    notification_attachments: Bound = 10 << 20
    ticket_attachments: Annotated[int, Field(ge=0)] = 1 << 30
    daily_attachments: Annotated[int, Field(ge=0)] = 500 << 20  # of one sender
    automatic_per_pair: Annotated[int, Field(ge=0)] = 1  # a mailbox to one address, in 24 hours
    automatic_per_address: Annotated[int, Field(ge=0)] = 3  # in 24 hours
    automatic_per_domain: Annotated[int, Field(ge=0)] = 50  # an hour
    automatic_per_desk: Annotated[int, Field(ge=0)] = 600  # an hour
    retry_first: Span = timedelta(minutes=5)
    retry_longest: Span = timedelta(seconds=4000)
    give_up: Span = timedelta(days=5)


class Proving(Model):
    """What proves who sent a mail."""

    dns: bool = False
    name_servers: tuple[NameServerAddress, ...] = ()
    agents: Literal["token", "domain"] = "token"
    agent_domains: tuple[Domain, ...] = ()
    must_sign: tuple[HeaderName, ...] = ()

    @model_validator(mode="after")
    def _can_be_proven(self) -> Proving:
        if self.agents == "domain" and not self.dns:
            raise Wrong(Said("agents: domain needs the signatures of their domains"), Said("add dns: true"))
        return self


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
    teams: dict[str, Team] = {}
    agents: tuple[Agent, ...] = ()
    listen: tuple[Listen, ...] = ()
    several_mailboxes: Literal["sender", "desk"] = "sender"
    partners: tuple[Partner, ...] = ()
    trusted_networks: tuple[Network, ...] = ("127.0.0.0/8", "::1/128")
    database: str = sqlitefile.DEFAULT
    relays: dict[str, Relay] = {}
    status_page: StatusPage | None = None
    rules: Path | None = None
    templates: Path | None = None
    state: Path = Path("state")  # keys, sockets, locks: private to the daemon's user
    hostname: str | None = None
    user: str | None = None
    proof: Proving = Proving()
    junk: JunkFilter = JunkFilter()
    limits: Limits = Limits()

    @property
    def own_addresses(self) -> frozenset[str]:
        """Those of its mailboxes: the desk never writes there."""
        return frozenset(mailbox.address for mailbox in self.mailboxes)

    @property
    def languages(self) -> frozenset[str]:
        """Those of its mailboxes."""
        return frozenset(mailbox.language for mailbox in self.mailboxes)

    @property
    def zone(self) -> ZoneInfo:
        """Whose day it is: that of the first mailbox."""
        return ZoneInfo(self.mailboxes[0].timezone)

    def mailbox(self, address: str) -> Mailbox | None:
        return next((box for box in self.mailboxes if box.address == address), None)

    def home(self, address: str) -> Mailbox:
        """The mailbox a ticket belongs to; one that desk.yaml no longer names only captures what would leave in its name."""
        return self.mailbox(address) or Mailbox(address=address, name=address[:60], deliver="capture")

    def agent(self, address: str) -> Agent | None:
        """The agent of that address who may act now."""
        return next((agent for agent in self.agents if agent.address == address and not agent.disabled), None)

    def directory(self) -> Directory:
        entries = tuple(AgentEntry(a.address, a.name, Role[a.role.upper()]) for a in self.agents if not a.disabled)
        return Directory(entries, tuple(self.teams))

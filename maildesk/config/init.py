"""A fresh desk in a folder: a desk.yaml that works as it stands and explains itself, the key ring, and files for passwords."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from maildesk.config.keyring import Randomness, new_keyring, write_keyring
from maildesk.config.places import listen_address
from maildesk.errors import Refused, Wrong
from maildesk.language import Said
from maildesk.plainaddress import is_plain_address

PASSWORD = "password"  # noqa: S105 - the name of a file

DESK = """\
# A maildesk desk. Check every edit with: maildesk --desk desk.yaml config check
# Paths are meant from the folder of this file. All keys: docs/configuration.md.

# The addresses customers write to.
mailboxes:
  - address: {mailbox}
    name: {name}# the name customers see
    team: support                  # whose tickets new mail becomes: one of teams, below
    language: en                   # en | zh_CN: the language of automatic letters
    timezone: UTC                  # like Europe/Berlin: the zone of every time in letters and rules
    closed: reopen                 # a reply to a closed ticket: reopen | new | {new_after: 14d}
    reply_to: {reply_to}                # plus, once {plus} has proven to reach you; else plain
    subject_label: left            # where [#4711] stands in subjects: none | left | right
    deliver: live                  # capture: everything works, nothing leaves
    relay: default                 # the way out for its letters: one of relays, below
    signature: ""                  # stands under every answer to a customer; several lines: signature: |, and each line below, indented

# Who answers, and where each reads mail. An agent's address is never shown to a customer.
agents:
{agents}

# Who works on what: agents hear of their teams' tickets.
teams:
  support: {members: [{members}]}

# Where mail comes in; any of these, each with a dash.
listen:
{listen}
  # - submission: "0.0.0.0:465"      # agents hand in their mail with a password: maildesk agent passwd ADDRESS
  #   tls_certificate: cert.pem
  #   tls_key: key.pem

# Hosts that hand us other people's mail: the limits for one client are not for them.
trusted_networks: [127.0.0.0/8, "::1/128"]

# Where mail leaves, each way under a name.
relays:
{relay}

# Where tickets and mails are kept: a file, or a PostgreSQL.
database: {database}    # or postgresql://user@host/name

{state}# A small read-only page, on this machine only.
status_page: {listen: "127.0.0.1:8080"}

# Rules and letters: the shipped ones count until you take them over.
# rules: rules.d                   # a folder of *.yaml; replaces the shipped rules whole
# templates: templates             # a folder; a file there replaces the shipped one of the same name

# What agents are believed without, where they use no password. Whoever was sent an agent's notification can answer in the agent's name without a
# `signature` of the agent's domain, and put other people on the ticket without a `confirmation` by letter. [] gives up nothing: docs/install.md
proof: {gives_up: [signature, confirmation]}

# The spam filter before the desk; nobody else's headers are believed: docs/rules.md#junk
# junk: {filter: rspamd, servers: [mx.example.com]}       # rspamd | spamassassin | microsoft | google

limits: {}                         # bounds on size, speed and automatic mail; the defaults are in docs/configuration.md
"""


_SMTP = """\
  - smtp: "127.0.0.1:2525"
  # - lmtp: "unix:/var/spool/postfix/maildesk/lmtp"       # a mail server of your own hands it over: docs/install.md
  # - imap: {host: imap.example.com, user: support@example.com, password_file: password}    # it is fetched from a provider"""
_CAPTURE = """\
  default: {capture: outgoing/}    # keeps every letter in a Maildir, so that you can look before anything is sent
  # default:
  #   host: smtp.example.com
  #   port: 587
  #   tls: required                # required (STARTTLS) | implicit (port 465) | off
  #   user: support@example.com
  #   password_file: password      # a file of mode 0600 with the password alone; never the password here"""


@dataclass(frozen=True)
class Wishes:
    """What a fresh desk is to begin with; what is not told has the values of an example that sends nothing.

    `imap` and `relay` are HOST or HOST:PORT, `lmtp` is a place to listen, `login` the name at both servers. `data` is where database
    and keys stand, `user` whom the daemon runs as.
    """

    mailbox: str = ""
    name: str = ""
    agents: tuple[str, ...] = ()
    imap: str = ""
    lmtp: str = ""
    relay: str = ""
    login: str = ""
    ca_file: Path | None = None
    data: Path | None = None
    user: str = ""

    def check(self) -> None:
        """Raises Refused with what does not fit together."""
        for address in (*filter(None, [self.mailbox]), *self.agents):
            if not is_plain_address(address):
                raise Refused(Said("{address!r} is no plain mail address; write it like support@example.com", address=address))
        if self.mailbox and not self.agents:
            raise Refused(Said("somebody has to answer: add --agent ADDRESS, once for each"))
        if self.mailbox in self.agents:
            raise Refused(Said("{mailbox} cannot be an agent of itself: agents have addresses of their own", mailbox=self.mailbox))
        if not self.mailbox and (self.agents or self.imap or self.lmtp or self.relay):
            raise Refused(Said("name the address customers write to: --mailbox ADDRESS"))
        if self.imap and self.lmtp:
            raise Refused(Said("mail comes by --imap or by --lmtp: keep one, and add the other to desk.yaml later"))
        if self.lmtp:
            _checked_place(self.lmtp)

    @property
    def needs_password(self) -> bool:
        return bool(self.imap or (self.relay and not self.speaks_in_clear))

    @property
    def speaks_in_clear(self) -> bool:
        """A relay on this very machine, where no login and no authority is told, is Postfix as distributions set it up."""
        return _server(self.relay, 25)[0] in ("localhost", "127.0.0.1") and not self.login and self.ca_file is None


def _checked_place(place: str) -> None:
    try:
        listen_address(place)
    except Wrong as error:
        raise Refused(error.said) from None


def _server(text: str, port: int) -> tuple[str, int]:
    """Raises Refused where the port is none."""
    host, colon, named = text.partition(":")
    if not host or (colon and not (named.isdecimal() and 0 < int(named) < 65536)):
        raise Refused(Said("{text!r} is no server; write it like mail.example.com or mail.example.com:465", text=text))
    return host, int(named or port)


def desk_text(wishes: Wishes) -> str:
    """The desk.yaml of these wishes; raises Refused."""
    wishes.check()
    mailbox = wishes.mailbox or "support@example.com"
    local, _, domain = mailbox.partition("@")
    agents = wishes.agents or ("anna@example.com",)
    filled = {
        "mailbox": mailbox,
        "name": _named(wishes, local, domain).ljust(25),
        "reply_to": "plus" if wishes.lmtp else "plain",
        "plus": f"{local}+anything@{domain}",
        "agents": "\n".join(_agent(address, first=address == agents[0]) for address in agents),
        "members": ", ".join(agents),
        "listen": _way_in(wishes, mailbox),
        "relay": _way_out(wishes, mailbox),
        "database": f"sqlite:///{f'{wishes.data.absolute()}/' if wishes.data else ''}maildesk.db",
        "state": _state(wishes),
    }
    text = DESK
    for name, value in filled.items():
        text = text.replace("{" + name + "}", value)
    return text


def _named(wishes: Wishes, local: str, domain: str) -> str:
    return json.dumps(wishes.name or f"{domain.split('.', maxsplit=1)[0].capitalize()} {local.capitalize()}", ensure_ascii=False)


def _agent(address: str, first: bool) -> str:
    name = json.dumps(address.partition("@")[0].replace(".", " ").title(), ensure_ascii=False)
    role = "role: admin                    # observer | agent | supervisor | admin: docs/roles.md" if first else "role: agent"
    reads = f"languages: [en]{'                # what the agent reads, best first: en | zh_CN' if first else ''}"
    shown = f"name: {name.ljust(25)}# customers see it beside the mailbox's" if first else f"name: {name}"
    return f"  - address: {address}\n    {shown}\n    {role}\n    {reads}"


def _way_in(wishes: Wishes, mailbox: str) -> str:
    if wishes.lmtp:
        return f"  - lmtp: {json.dumps(wishes.lmtp)}"
    if not wishes.imap:
        return _SMTP
    host, port = _server(wishes.imap, 993)
    tls = (
        "starttls                # implicit is TLS from the first byte (993)" if port == 143 else "implicit                # starttls is for port 143"
    )
    lines = [f"host: {host}", f"port: {port}", f"tls: {tls}", *_login(wishes, mailbox)]
    return _mapping("  - imap:", lines, 6)


def _way_out(wishes: Wishes, mailbox: str) -> str:
    if not wishes.relay:
        return _CAPTURE
    local = wishes.speaks_in_clear
    host, port = _server(wishes.relay, 25 if local else 587)
    tls = (
        "off                     # it never leaves this machine"
        if local
        else "implicit"
        if port == 465
        else "required                # STARTTLS or nothing"
    )
    return _mapping("  default:", [f"host: {host}", f"port: {port}", f"tls: {tls}", *([] if local else _login(wishes, mailbox))], 4)


def _login(wishes: Wishes, mailbox: str) -> list[str]:
    authority = [f"ca_file: {json.dumps(str(wishes.ca_file.absolute()))}"] if wishes.ca_file else []
    return [
        *authority,
        f"user: {json.dumps(wishes.login or mailbox)}",
        f"password_file: {PASSWORD}        # a file of mode 0600 with the password alone",
    ]


def _mapping(key: str, lines: list[str], indent: int) -> str:
    return "\n".join([key, *(" " * indent + line for line in lines)])


def _state(wishes: Wishes) -> str:
    state = f"state: {json.dumps(str(wishes.data.absolute() / 'state'))}    # keys, sockets, locks\n" if wishes.data else ""
    return state + (f"user: {wishes.user}\n" if wishes.user else "") + ("\n" if state or wishes.user else "")


def check_free(folder: Path, wishes: Wishes) -> tuple[Path, ...]:
    """The files of a new desk: desk.yaml, the keys, then one for a password where one is needed. Raises Refused where one of them is there already."""
    found = (folder / "desk.yaml", (wishes.data or folder) / "state" / "keys", *([folder / PASSWORD] if wishes.needs_password else []))
    for path in found:
        if path.exists() or path.is_symlink():
            raise Refused(Said("{path} is there already, and nothing is ever overwritten: choose another folder", path=path))
    return found


def initialise(folder: Path, wishes: Wishes | None = None, password: str = "", randomness: Randomness = secrets.token_bytes) -> tuple[Path, ...]:
    """Writes a new desk and returns its files. Raises Refused, and writes nothing, where one of them is there already."""
    wishes = wishes or Wishes()
    text = desk_text(wishes)
    desk, keys, *secret = check_free(folder, wishes)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_keyring(keys, new_keyring(randomness))
        for path in secret:
            _write_secret(path, password)
        with desk.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise Refused(Said("the desk cannot be written to {folder}: {why}", folder=folder, why=error.strerror)) from None
    return (desk, keys, *secret)


def _write_secret(path: Path, password: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(password + "\n" if password else "")

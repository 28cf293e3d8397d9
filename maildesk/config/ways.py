"""The ways in and out of a desk, as desk.yaml names them: sockets, accounts, relays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from maildesk.config.places import HostName, LmtpPlace, Port, SmtpPlace, SubmissionPlace, WebAddress, listen_address
from maildesk.config.values import Day, MailAddress, Model, Whole, WireName
from maildesk.errors import Wrong
from maildesk.language import Said


class MoveTo(Model):
    move: WireName


class Oauth(Model):
    """A client registered at Microsoft, by which `maildesk login` gets a token and the daemon renews it."""

    client: str = Field(min_length=1, max_length=200, pattern=r"^[\w.:-]+$", examples=["11111111-2222-3333-4444-555555555555"])
    tenant: str = Field(default="organizations", max_length=200, pattern=r"^[\w.-]+$", examples=["example.com"])
    authority: WebAddress = "https://login.microsoftonline.com"
    scopes: tuple[str, ...] = (
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
        "offline_access",
    )

    @model_validator(mode="after")
    def _in_secret(self) -> Oauth:
        here = ("http://127.0.0.1:", "http://localhost:")
        if not self.authority.startswith(("https://", *here)):
            raise Wrong(Said("no token travels in clear"), Said("write authority: https://SERVER"))
        return self


def _by_login(server: Imap | Relay) -> None:
    """Raises `Wrong` where a login could leave its token nowhere."""
    if server.oauth and (server.auth != "xoauth2" or server.password_file is None):
        raise Wrong(Said("oauth needs a place for its token"), Said("write auth: xoauth2 and password_file: FILE; maildesk login writes that file"))


class Imap(Model):
    """An account whose mail is fetched: `user` logs in, `mailbox` is whose mail it is where that is another (a shared mailbox)."""

    host: HostName
    port: Port | None = Field(default=None, examples=[993])
    tls: Literal["implicit", "starttls"] = "implicit"
    ca_file: Path | None = None
    user: WireName
    mailbox: WireName | None = None
    desk_mailbox: MailAddress | None = None
    password_file: Path | None = None
    credential: str | None = None  # a name under $CREDENTIALS_DIRECTORY (systemd LoadCredential)
    auth: Literal["password", "xoauth2"] = "password"
    oauth: Oauth | None = None
    folders: tuple[WireName, ...] = Field(default=("INBOX",), min_length=1)
    junk_folders: tuple[WireName, ...] = ()
    sent_folders: tuple[WireName, ...] = ()
    after: Literal["keep", "flag"] | MoveTo = "keep"
    since: Day | None = None

    @model_validator(mode="after")
    def _one_secret(self) -> Imap:
        _by_login(self)
        if (self.password_file is None) == (self.credential is None):
            raise Wrong(Said("an account has one secret, by reference"), Said("write password_file: FILE or credential: NAME"))
        doubled = {name for name in self.junk_folders if _one_inbox(name) in map(_one_inbox, self.folders)}
        if doubled:
            wrong = Said("{folder!r} stands in folders and in junk_folders", folder=min(doubled))
            raise Wrong(wrong, Said("keep it in one of them, all that lies in junk_folders counts as junk"))
        twice = {name for name in self.sent_folders if _one_inbox(name) in map(_one_inbox, (*self.folders, *self.junk_folders))}
        if twice:
            wrong = Said("{folder!r} stands in sent_folders and among the other folders", folder=min(twice))
            raise Wrong(wrong, Said("keep it in one of them, all that lies in sent_folders counts as sent by the account"))
        if isinstance(self.after, MoveTo) and self.after.move in self.watched:
            raise Wrong(
                Said("{folder!r} is one of the folders mail is fetched from", folder=self.after.move), Said("move what is taken to another one")
            )
        return self

    @property
    def watched(self) -> tuple[str, ...]:
        """Every folder mail is fetched from; the first is the one that is listened to."""
        return (*self.folders, *self.junk_folders, *self.sent_folders)

    def since_in(self, folder: str) -> date | None:
        """The day from which a folder's older mail is taken: old junk is nobody's archive."""
        return None if folder in self.junk_folders else self.since

    def leaves(self, folder: str) -> bool:
        """Whether what is taken from a folder stays on the server as it is, whatever `after` says."""
        return folder in (*self.junk_folders, *self.sent_folders)

    @property
    def account(self) -> str:
        """What the account is called in the log and in the database."""
        return f"{self.mailbox or self.user}@{self.host}"


def _one_inbox(name: str) -> str:
    """INBOX has one name in any letters (RFC 3501 §5.1), other folders have not."""
    return "INBOX" if name.upper() == "INBOX" else name


_WAYS = ("smtp", "lmtp", "submission", "imap")


class Listen(Model):
    """One way in: exactly one of `smtp`, `lmtp`, `submission` and `imap`."""

    smtp: SmtpPlace | None = Field(default=None, examples=["127.0.0.1:2525"])
    lmtp: LmtpPlace | None = Field(default=None, examples=["unix:/run/maildesk/lmtp"])
    submission: SubmissionPlace | None = Field(default=None, examples=["0.0.0.0:465"])
    imap: Imap | None = None
    tls: Literal["implicit", "starttls"] = "implicit"
    tls_certificate: Path | None = None
    tls_key: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> Listen:
        named = [name for name in _WAYS if getattr(self, name) is not None]
        if not named:
            right = Said('name one of smtp, lmtp, submission and imap, like {{smtp: "127.0.0.1:2525"}} or {{lmtp: "unix:/run/maildesk/lmtp"}}')
            raise Wrong(Said("this entry has no way in"), right)
        if len(named) > 1:
            raise Wrong(Said("this entry has several ways in: {names}", names=", ".join(named)), Said("give each an entry of its own, with a dash"))
        if (self.tls_certificate is None) != (self.tls_key is None):
            other = "tls_certificate" if self.tls_certificate is None else "tls_key"
            raise Wrong(Said("tls_certificate and tls_key go together"), Said("add {name}: FILE", name=other))
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
        return next(name for name in _WAYS if getattr(self, name) is not None)

    @property
    def place(self) -> str:
        """Where a socket of ours listens, "" for an account."""
        return self.smtp or self.lmtp or self.submission or ""


class Relay(Model):
    """The SMTP server letters leave by, or a folder that keeps them (`capture`)."""

    host: HostName | None = None
    port: Port = Field(default=25, examples=[587])
    tls: Literal["required", "implicit", "off"] = "required"
    ca_file: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    credential: str | None = None  # a name under $CREDENTIALS_DIRECTORY (systemd LoadCredential)
    auth: Literal["password", "xoauth2"] = "password"
    oauth: Oauth | None = None
    connections: Whole = Field(default=4, ge=1, le=50)
    capture: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> Relay:
        _by_login(self)
        if self.host is not None and self.capture is not None:
            raise Wrong(Said("host sends the letters, capture keeps them"), Said("keep one of the two"))
        if self.host is None and self.capture is None:
            raise Wrong(Said("this relay has no way out"), Said("write host: SERVER, or capture: FOLDER to keep the letters and send none"))
        if self.password_file and self.credential:
            raise Wrong(Said("password_file and credential both name the secret"), Said("keep one"))
        if self.user and not (self.password_file or self.credential):
            raise Wrong(Said("user has no secret"), Said("name it: password_file: FILE or credential: NAME"))
        if self.user and self.tls == "off":
            raise Wrong(Said("a password never travels in clear"), Said("write tls: required"))
        return self

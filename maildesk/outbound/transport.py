"""The transport: the way a letter leaves, over SMTP to a relay (aiosmtplib only here). What the server says is opaque, bounded and printable."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPAuthenticationError, SMTPException, SMTPResponseException, SMTPServerDisconnected, SMTPTimeoutError

from maildesk.config import ways
from maildesk.config.secret import Secret
from maildesk.errors import MaildeskError, TryLater, Wrong
from maildesk.eventlog import printable
from maildesk.language import Said
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.system.sockets import CHECK_LOGIN, no_authority, untrusted, why_unreached

LONGEST_ANSWER = 300


class Parcel(Protocol):
    """What a transport is handed."""

    @property
    def message_id(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def data(self) -> bytes: ...


class Connection(Protocol):
    """An open way out; takes several letters, one after the other."""

    async def send(self, parcel: Parcel) -> Attempt: ...


class Transport(Protocol):
    """Gives connections; `connect` raises `Unavailable`, and then nothing was sent."""

    @property
    def connections(self) -> int: ...
    def connect(self) -> AbstractAsyncContextManager[Connection]: ...


class Unavailable(TryLater):
    """The relay cannot be used now: dead, without TLS, or it refuses our name and password."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds. The last is long (RFC 5321 §4.5.3.2.6): giving up on a slow relay doubles letters (F19)."""

    connect: float = 30
    command: float = 300
    done: float = 600


class SmtpTransport:
    """One SMTP server. `secret` is read at each connection, so that a rotated password or token is taken up."""

    def __init__(self, config: ways.Relay, hostname: str, secret: Callable[[], Secret] | None = None, patience: Patience | None = None) -> None:
        self._config, self._hostname, self._secret = config, hostname, secret
        self._patience = patience or Patience()
        self.connections = config.connections

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        """A connection in TLS (where it is wanted) and logged in. Nothing, least of all a password, goes out in clear before."""
        client = self._client()
        try:
            try:
                await client.connect()
                await self._log_in(client)
            except (SMTPException, OSError, MaildeskError, ValueError) as error:
                raise Unavailable(self._why(error)) from error
            yield _SmtpConnection(client, self._patience)
        finally:
            with suppress(SMTPException, OSError):
                await client.quit(timeout=5)
            client.close()

    def _why(self, error: Exception) -> Said:
        """What keeps us out, and what helps where we can know it."""
        host = str(self._config.host)
        wrong = untrusted(error, host)
        if isinstance(error, SMTPAuthenticationError):
            wrong = Wrong(Said("{user} is not let in: {error}", user=self._config.user, error=_words(error)), CHECK_LOGIN)
        return wrong.said if wrong else why_unreached(error, host) or _words(error)

    def _client(self) -> SMTP:
        tls = self._config.tls
        return SMTP(
            hostname=self._config.host,
            port=self._config.port,
            local_hostname=self._hostname,
            timeout=self._patience.connect,
            use_tls=tls == "implicit",
            start_tls=tls == "required",  # True, never None: with None a server that hides STARTTLS gets everything in clear (V033)
            tls_context=None if tls == "off" else self._context(),
        )

    def _context(self) -> ssl.SSLContext:
        """Verified, TLS 1.2 or newer; a `ca_file` is trusted instead of the system's list. There is no way to turn this off (V032)."""
        try:
            context = ssl.create_default_context(cafile=str(self._config.ca_file) if self._config.ca_file else None)
        except (OSError, ssl.SSLError) as error:
            raise Unavailable(no_authority(self._config.ca_file, error)) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    async def _log_in(self, client: SMTP) -> None:
        user = self._config.user
        if user is None or self._secret is None:
            return
        secret = self._secret().reveal()
        if self._config.auth == "xoauth2":
            await client.auth_xoauth2(user, secret)
        else:
            await client.login(user, secret)


class _SmtpConnection:
    def __init__(self, client: SMTP, patience: Patience) -> None:
        self._client, self._patience = client, patience

    async def send(self, parcel: Parcel) -> Attempt:
        """One mail transaction with a result for each recipient; after it the connection is ready for the next or closed."""
        try:
            return await self._transaction(parcel)
        except SMTPResponseException as error:
            await self._reset()
            return _about_all(parcel.recipients, error)
        except (SMTPException, OSError, ValueError) as error:
            self._client.close()
            return Attempt(error=_words(error))

    async def _transaction(self, parcel: Parcel) -> Attempt:
        waits = self._patience.command
        size = [f"SIZE={len(parcel.data)}"] if self._client.supports_extension("size") else []
        await self._client.mail(parcel.mail_from, options=size, timeout=waits)
        results: dict[str, RecipientResult] = {}
        for address in parcel.recipients:
            results[address] = await self._recipient(address)
        accepted = tuple(address for address, result in results.items() if result.kind is ResultKind.SENT)
        if not accepted:
            await self._reset()
            return Attempt(results)
        done = await self._content(parcel, accepted)
        return Attempt({**results, **done.results}, done.ambiguous, done.error)

    async def _recipient(self, address: str) -> RecipientResult:
        try:
            answer = await self._client.rcpt(address, timeout=self._patience.command)
        except SMTPResponseException as error:
            return _result(error.code, error.message)
        return RecipientResult(ResultKind.SENT, answer.code, bounded(answer.message))

    async def _content(self, parcel: Parcel, accepted: tuple[str, ...]) -> Attempt:
        """DATA: only a 250 after the final dot is a yes. A lost or unreadable answer may be either."""
        try:
            answer = await self._client.data(parcel.data, timeout=self._patience.done)
        except SMTPResponseException as error:
            if 400 <= error.code <= 599:
                await self._reset()
                return _about_all(accepted, error)
            self._client.close()
            return _unknown(accepted, error)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
            self._client.close()
            return _unknown(accepted, error)
        return Attempt({address: RecipientResult(ResultKind.SENT, answer.code, bounded(answer.message)) for address in accepted})

    async def _reset(self) -> None:
        try:
            await self._client.rset(timeout=self._patience.command)
        except (SMTPException, OSError):
            self._client.close()


def _about_all(addresses: tuple[str, ...], error: SMTPResponseException) -> Attempt:
    return Attempt({address: _result(error.code, error.message) for address in addresses})


def _unknown(accepted: tuple[str, ...], error: Exception) -> Attempt:
    why = f"unknown: the relay's last answer was lost ({_words(error)})"
    return Attempt({address: RecipientResult(ResultKind.LATER, None, why) for address in accepted}, ambiguous=True, error=why)


def _result(code: int, text: str) -> RecipientResult:
    """5xx is for ever; whatever else is no yes is tried again, garbage too."""
    kind = ResultKind.REFUSED if 500 <= code <= 599 else ResultKind.LATER
    return RecipientResult(kind, code if 100 <= code <= 599 else None, bounded(f"{code} {text}"))


def bounded(text: str) -> str:
    """A server's words as one harmless line (V018)."""
    return printable(" ".join(text.encode("utf-8", "replace").decode("utf-8").split()), LONGEST_ANSWER)


def _words(error: Exception) -> Said:
    return error.text if isinstance(error, MaildeskError) else Said.as_is(bounded(str(error) or type(error).__name__))

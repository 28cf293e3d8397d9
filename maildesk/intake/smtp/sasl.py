"""The two ways a mail program tells its name and password (RFC 4616 PLAIN, and LOGIN), as values: what is said, what is understood."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maildesk.config.secret import Secret


class BadResponse(ValueError):
    """What the client sent cannot be read."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who somebody says to be."""

    name: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Mechanism:
    """`challenges` are what the client is asked, in base64 (RFC 4954 §4); `read` makes credentials of as many answers, or raises `BadResponse`."""

    challenges: tuple[str, ...]
    read: Callable[[Sequence[bytes]], Credentials]


def decoded(response: str) -> bytes:
    """A response without its base64; `=` stands for an empty one. Raises `BadResponse`."""
    try:
        return b"" if response == "=" else base64.b64decode(response, validate=True)
    except (binascii.Error, ValueError):
        raise BadResponse from None


def _plain(answers: Sequence[bytes]) -> Credentials:
    """`[for whom] NUL name NUL password`; nobody may act for somebody else."""
    whom, first, rest = answers[0].partition(b"\0")
    name, second, password = rest.partition(b"\0")
    if not (first and second) or whom not in (b"", name):
        raise BadResponse
    return _credentials(name, password)


def _login(answers: Sequence[bytes]) -> Credentials:
    return _credentials(*answers)


def _credentials(name: bytes, password: bytes) -> Credentials:
    if b"\0" in name + password:  # RFC 4616 §2; a database may choke on it
        raise BadResponse
    try:
        return Credentials(name.decode(), Secret(password.decode()))
    except UnicodeDecodeError:
        raise BadResponse from None


def _asked(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


MECHANISMS = {"PLAIN": Mechanism(("",), _plain), "LOGIN": Mechanism((_asked("Username:"), _asked("Password:")), _login)}

"""Secrets, which stand in files of their own and are named by reference, never written in desk.yaml, a log or a URL."""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from maildesk.config.ways import Imap, Relay
from maildesk.errors import NOTHING, BadConfiguration, Place, Problem
from maildesk.language import Said

LARGEST = 64 << 10
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # set by systemd for LoadCredential= (systemd.exec)


class Secret:
    """A text that shows itself only when asked by name: not printed, logged, formatted, compared or pickled (V148)."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret stays in the process that read it")


def expires(secret: Secret) -> datetime | None:
    """When a token runs out, as it says itself (RFC 7519 §4.1.4: Microsoft's do); None for a password, and for a token that tells nobody."""
    parts = secret.reveal().split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError):
        return None


def read_secret(server: Relay | Imap, environ: Mapping[str, str]) -> Secret:
    """The password or token for a relay or account; raises BadConfiguration where it is missing, empty or open to others."""
    if server.credential is not None:
        return _secret_in(_credential(server.credential, environ))
    if server.password_file is not None:
        return secret_in(server.password_file)
    raise _bad(Path("desk.yaml"), Said("this server has no secret"), Said("write password_file: FILE or credential: NAME"))


def secret_in(path: Path) -> Secret:
    """The one line of a private file; raises BadConfiguration."""
    return _secret_in(read_private(path), path)


def too_open(path: Path) -> Problem | None:
    """What is wrong with who may read a secret's file; None where nothing is, or where this user may not look."""
    try:
        return _too_open(path, path.stat())
    except OSError:
        return None


def read_private(path: Path) -> bytes:
    """The bytes of a file that nobody but its owner may read (V151); raises BadConfiguration with the command that mends it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        whose = Said("run this as the user whose file it is, which is the daemon's, or as root") if isinstance(error, PermissionError) else NOTHING
        raise _bad(path, Said("the file cannot be opened: {why}", why=error.strerror), whose) from None
    # What is judged is what is read: the open file, not the name.
    try:
        problem = _too_open(path, os.fstat(descriptor))
        if problem:
            raise BadConfiguration([problem])
        return os.read(descriptor, LARGEST)
    finally:
        os.close(descriptor)


def _too_open(path: Path, found: os.stat_result) -> Problem | None:
    place = Place(str(path))
    if not stat.S_ISREG(found.st_mode):
        return Problem(place, Said("this is no plain file"))
    if found.st_mode & 0o077:
        return Problem(
            place,
            Said("others than its owner may open this file (mode {mode:04o})", mode=found.st_mode & 0o777),
            Said("run: chmod 600 {path}", path=path),
        )
    if found.st_uid not in _owners(path):
        return Problem(
            place,
            Said("this file belongs to another user (uid {uid})", uid=found.st_uid),
            Said("run: chown {uid} {path}", uid=os.geteuid(), path=path),
        )
    return None


def _owners(path: Path) -> set[int]:
    """Root and we; for root also the owner of the folder, who may put any file there anyway: an operator looks after the daemon's desk."""
    owners = {0, os.geteuid()}
    return owners | {path.parent.stat().st_uid} if os.geteuid() == 0 else owners


def _credential(name: str, environ: Mapping[str, str]) -> bytes:
    folder = environ.get(CREDENTIALS)
    if not folder:
        raise _bad(
            Path(name),
            Said("the credential {name!r} is not there", name=name),
            Said("add LoadCredential={name}:FILE to the unit, or use password_file", name=name),
        )
    if "/" in name or name in ("", ".", ".."):
        raise _bad(Path(name), Said("{name!r} is no name of a credential", name=name), Said("write a name without slashes"))
    path = Path(folder, name)
    try:
        # systemd keeps this folder in memory for the unit alone, and may grant it by ACL, which shows as a group bit.
        with path.open("rb") as stream:
            return stream.read(LARGEST)
    except OSError as error:
        raise _bad(
            path,
            Said("the credential {name!r} cannot be read: {why}", name=name, why=error.strerror),
            Said("add LoadCredential={name}:FILE to the unit", name=name),
        ) from None


def _secret_in(content: bytes, path: Path = Path(CREDENTIALS)) -> Secret:
    try:
        text = content.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise _bad(path, Said("the secret is no UTF-8 text")) from None
    if not text or not text.isprintable():
        raise _bad(path, Said("the secret is empty or has several lines"), Said("the file holds the secret alone, in one line"))
    return Secret(text)


def _bad(path: Path, wrong: Said, right: Said = NOTHING) -> BadConfiguration:
    return BadConfiguration([Problem(Place(str(path)), wrong, right)])

"""Sockets: unix ones that others connect to, bound safely and private to the daemon's group, and why a server cannot be reached."""

from __future__ import annotations

import errno
import socket
import stat
from pathlib import Path

from maildesk.language import Said

_MODE = 0o660  # for the mail or web server's group, not for everybody on the machine


def why_unreached(error: BaseException, host: str) -> Said | None:
    """What the system says of a server, in words; None where it is not about reaching it. Libraries wrap the system's error in their own."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return (
                Said("the name of {host} cannot be looked up now", host=host)
                if cause.errno == socket.EAI_AGAIN
                else Said("there is no host {host}", host=host)
            )
        if isinstance(cause, ConnectionRefusedError):
            return Said("{host} refuses the connection", host=host)
        cause = cause.__cause__ or cause.__context__
    return None


def unix_socket(path: Path) -> socket.socket:
    """A bound socket; what a dead daemon left behind is replaced, what a living one listens on, or a file, is not.

    Raises OSError.
    """
    if path.exists() and not stat.S_ISSOCK(path.stat().st_mode):
        raise OSError(errno.EEXIST, "is a file and no socket; remove it")
    with socket.socket(socket.AF_UNIX) as probe:
        if path.exists() and probe.connect_ex(str(path)) == 0:
            raise OSError(errno.EADDRINUSE, "in use")
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    try:
        bound.bind(str(path))
        path.chmod(_MODE)  # before listen(): until then nobody gets in
    except OSError:
        bound.close()
        raise
    return bound

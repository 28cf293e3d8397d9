"""Unix sockets that others connect to: bound safely, private to the daemon's group."""

from __future__ import annotations

import errno
import socket
import stat
from pathlib import Path

_MODE = 0o660  # for the mail or web server's group, not for everybody on the machine


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

"""Tells a running daemon of the same desk that something was written: a datagram in the state directory.

It carries nothing and may be lost: the daemon looks by itself at least once a second.
"""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

_NAME = "wake"


def tell(state: Path) -> None:
    """Wakes the daemon where one listens; nothing happens where none does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out, contextlib.suppress(OSError):
        out.setblocking(False)
        out.sendto(b"", str(state / _NAME))


def listen(state: Path) -> socket.socket | None:
    """The daemon's end; what a dead daemon left behind is replaced. None where no socket can stand there (its path is too long)."""
    path = state / _NAME
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.setblocking(False)
    try:
        path.unlink(missing_ok=True)
        ear.bind(str(path))
    except OSError:
        ear.close()
        return None
    return ear

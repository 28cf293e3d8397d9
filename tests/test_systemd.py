"""What the daemon says to a service manager and takes from it, over real sockets."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from maildesk.system.systemd import notify, watchdog_pause


@pytest.mark.parametrize("abstract", [False, True])
def test_notify_reaches_the_manager(tmp_path: Path, abstract: bool) -> None:
    """The state arrives as one datagram, at a path or at an abstract address."""
    name = f"maildesk-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name if abstract else name)
        manager.settimeout(5)
        notify("READY=1", {"NOTIFY_SOCKET": ("@" if abstract else "") + name})
        assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nowhere/at/all"}])
def test_no_manager_is_no_error(environ: dict[str, str]) -> None:
    """Run by hand, or by a manager that went away, the desk says nothing and goes on."""
    notify("READY=1", environ)


@pytest.mark.parametrize(
    ("environ", "pause"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_signs_of_life_come_twice_as_often_as_asked(environ: dict[str, str], pause: float | None) -> None:
    """Half of the unit's span; none where it asks for none, or asks another process."""
    assert watchdog_pause(environ) == pause

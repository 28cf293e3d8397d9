"""What a service says to systemd and takes from it; all of it is silent where no systemd is."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping


def notify(state: str, environ: Mapping[str, str] = os.environ) -> None:
    """Sends `READY=1`, `STOPPING=1` or `WATCHDOG=1` to the service manager (sd_notify(3))."""
    place = environ.get("NOTIFY_SOCKET")
    if not place:
        return
    address = "\0" + place[1:] if place.startswith("@") else place
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        try:
            out.sendto(state.encode(), address)
        except OSError:
            return  # a service manager that went away must not take the desk with it


def reloading() -> None:
    """Says that the files are being read anew; `READY=1` says that this is over. The moment is for systemd's notify-reload (253 on)."""
    notify(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_pause(environ: Mapping[str, str] = os.environ) -> float | None:
    """Seconds between two signs of life: half of what the unit allows; None where it does not ask for any."""
    span = environ.get("WATCHDOG_USEC", "")
    ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(span) / 2_000_000 if ours and span.isdecimal() and int(span) else None

"""`maildesk serve` as a service manager sees it: ready, alive, alone, and gone when told."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from maildesk.bootstrap import make_keyring
from maildesk.config.load import load_config
from maildesk.store.engine import Database
from tests import pages, servers
from tests.desks import maildesk, write_desk


@pytest.fixture
def desk(desk_database: Database, tmp_path: Path) -> Path:
    """A whole desk with a page on a free port, and no mail socket."""
    path = write_desk(tmp_path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f'status_page: {{listen: "127.0.0.1:{servers.free_port()}"}}\nlimits: {{workers: 1}}\n')
    make_keyring(load_config(path))
    return path


@contextmanager
def _service(desk: Path) -> Iterator[tuple[subprocess.Popen[str], socket.socket]]:
    """A daemon that said it is ready, and the socket it says such things to."""
    place = desk.parent / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(place))
        manager.settimeout(60)
        command = [sys.executable, "-m", "maildesk", "--desk", str(desk), "serve", "--as-root", "--log", "json"]
        environ = os.environ | {"NOTIFY_SOCKET": str(place)}
        with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as daemon:
            try:
                assert manager.recv(100) == b"READY=1"
                yield daemon, manager
            finally:
                daemon.kill()


def _health(desk: Path) -> int:
    page = load_config(desk).status_page
    assert page is not None
    return asyncio.run(pages.ask(int(page.listen.rpartition(":")[2]), "/healthz")).status


def test_a_service_is_ready_healthy_alone_and_ends_when_told(desk: Path) -> None:
    """READY once all sockets are open; a second daemon is refused in one line; SIGTERM ends with 0."""
    with _service(desk) as (daemon, manager):
        assert _health(desk) == 200
        second = maildesk("serve", "--as-root", desk=desk)
        assert second.code == 1
        assert second.err == f"another maildesk serves this desk (process {daemon.pid}); stop it first\n"
        daemon.send_signal(signal.SIGTERM)
        assert manager.recv(100) == b"STOPPING=1"
        assert daemon.wait(60) == 0


def test_the_manager_hears_of_a_reload(desk: Path) -> None:
    """SIGHUP is answered with RELOADING and its moment, and with READY when it is over, broken files or not."""
    with _service(desk) as (daemon, manager):
        for text in (desk.read_text(encoding="utf-8"), "mailboxes: ["):
            desk.write_text(text, encoding="utf-8")
            daemon.send_signal(signal.SIGHUP)
            state, _, moment = manager.recv(100).partition(b"\nMONOTONIC_USEC=")
            assert (state, moment.isdigit()) == (b"RELOADING=1", True)
            assert manager.recv(100) == b"READY=1"
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(60) == 0


def test_a_taken_port_is_one_line(desk: Path) -> None:
    """Which place, and why; the daemon ends and leaves nothing running."""
    page = load_config(desk).status_page
    assert page is not None
    host, _, port = page.listen.rpartition(":")
    with socket.create_server((host, int(port))):
        ended = maildesk("serve", "--as-root", desk=desk)
    assert ended.code == 1
    assert f"the status page cannot listen on {page.listen}: Address already in use" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is asked to become somebody else")
def test_root_serves_only_when_asked_to(desk: Path) -> None:
    """Without a user to become and without --as-root, root is refused."""
    with desk.open("a", encoding="utf-8") as stream:
        stream.write("user: nobody-of-that-name\n")
    ended = maildesk("serve", desk=desk)
    assert (ended.code, "nobody-of-that-name" in ended.err, "--as-root" in ended.err) == (1, True, True)

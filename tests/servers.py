"""Throw-away servers for the tests: a PostgreSQL of our own in a temporary folder, and ports nobody uses."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from maildesk.store.engine import Database

# Debian keeps the server's programs out of PATH; the highest version installed is taken.
_DEBIAN = Path("/usr/lib/postgresql")
_NOBODY, _NOGROUP = 65534, 65534
_PORTS_OF_A_WORKER = 5_000


def _ports() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    at = os.getpid()  # another suite on the same machine begins elsewhere
    while True:
        yield 10_000 + worker * _PORTS_OF_A_WORKER + at % _PORTS_OF_A_WORKER
        at += 1


_PORTS = _ports()


def free_port() -> int:
    """A TCP port on 127.0.0.1 that is free, and that nobody else is given while its server is stopped and started again.

    Each worker of the suite has ports of its own, below those that the system gives to outgoing connections.
    """
    while True:
        port = next(_PORTS)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def postgres_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, None where no server is installed."""
    installed = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def postgres_server(programs: Path, kept: Path | None = None) -> Iterator[str]:
    """A running server without its own safety (fsync off); yields the URL of it up to the database's name. `kept` as for its folder."""
    with postgres_folder(programs, kept) as folder:
        server = start_postgres(programs, folder)
        try:
            yield url_at(folder)
        finally:
            server.send_signal(signal.SIGINT)  # end now, but in order
            server.wait(30)


@contextmanager
def postgres_folder(programs: Path, kept: Path | None = None) -> Iterator[Path]:
    """The folder of a server that is not started yet. `kept` is a folder in which the processes of a run find what one of them has made."""
    # Not below pytest's folder: that one is closed to `nobody`, and a socket's path has 107 letters at most.
    folder = Path(tempfile.mkdtemp(prefix="maildesk-pg-"))
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOGROUP)
    try:
        if kept is None:
            _make_data(programs, folder)
        else:
            _take_data(programs, folder, kept)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_data(programs: Path, folder: Path) -> None:
    _run([programs / "initdb", "-D", folder / "data", "-U", "md", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], folder)


def _take_data(programs: Path, folder: Path, kept: Path) -> None:
    """initdb takes five seconds, a copy of what it made a tenth of one."""
    with (kept / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (kept / "postgres").exists():
            subprocess.run(["cp", "-a", kept / "postgres", folder / "data"], check=True)
        else:
            _make_data(programs, folder)
            subprocess.run(["cp", "-a", folder / "data", kept / "postgres"], check=True)


def start_postgres(programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Ends when the server answers."""
    server = subprocess.Popen(_demoted(_server_command(programs, folder)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(folder, server)
    return server


def url_at(folder: Path) -> str:
    """The URL of the server in that folder, up to the database's name."""
    return f"postgresql+psycopg://md@/{{name}}?host={folder}"


def _server_command(programs: Path, folder: Path) -> list[str | Path]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "max_connections": "60"}
    return [programs / "postgres", "-D", folder / "data", *(f"--{name}={value}" for name, value in settings.items())]


def _demoted(command: list[str | Path]) -> list[str | Path]:
    """The same command as `nobody` where we are root (PostgreSQL refuses root), ended together with us."""
    setpriv: list[str | Path] = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:
        setpriv += [f"--reuid={_NOBODY}", f"--regid={_NOGROUP}", "--clear-groups"]
    return [*setpriv, *command]


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(_demoted(command), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _wait_for(folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="md", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def make_postgres_database(server: str, name: str, template: str = "template1") -> str:
    """Makes a database as a copy of another one, and returns its URL."""
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return server.format(name=name)


def url_of(database: Database) -> str:
    """The URL another process opens it by."""
    return database.url.render_as_string(hide_password=False)


def drop_postgres_database(server: str, name: str) -> None:
    """Ends what is still connected, so that one leak fails one test and not all that follow."""
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(server: str, statement: str) -> None:
    host = server.rpartition("host=")[2]
    with psycopg.connect(host=host, user="md", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement.encode())

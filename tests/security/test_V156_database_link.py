"""V156: whoever stands between us and a distant PostgreSQL is told nothing before it has proven by TLS who it is."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from maildesk.config.load import check_config
from maildesk.errors import Refused
from maildesk.store.engine import Busy, Database
from maildesk.upkeep.moving import move

SSL_REQUEST = bytes.fromhex("0000000804d2162f")
_DISTANT = "postgresql://desk@db.example.com/desk"


def problems(folder: Path, url: str) -> str:
    """What the check says of a desk with that database."""
    desk = folder / "desk.yaml"
    desk.write_text(f"mailboxes: [{{address: a@example.com, name: A, deliver: capture}}]\ndatabase: {url}\n")
    return "\n".join(map(str, check_config(desk)[1]))


@pytest.mark.parametrize(
    "url",
    [
        _DISTANT,
        "postgresql+psycopg://desk@192.0.2.7/desk",
        "postgresql://desk@[2001:db8::7]/desk",
        "postgresql:///desk?host=db.example.com",
        "postgresql:///desk?host=localhost&host=db.example.com",
        "postgresql:///desk?host=localhost,db.example.com",
        "postgresql://localhost/desk?hostaddr=192.0.2.7",
        "postgresql://localhost.example.com/desk",
    ],
)
def test_a_distant_database_wants_a_word_about_tls(tmp_path: Path, url: str) -> None:
    """However the host is written; the line and what to write are told."""
    said = problems(tmp_path, url)

    assert "desk.yaml:2" in said
    assert "sslmode=verify-full&sslrootcert=FILE" in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///desk",
        "postgresql://desk@localhost/desk",
        "postgresql://127.0.0.1/desk",
        "postgresql://[::1]/desk",
        "postgresql:///desk?host=/run/postgresql",
        f"{_DISTANT}?sslmode=verify-full&sslrootcert=system",
        f"{_DISTANT}?sslmode=disable",
    ],
)
def test_this_machine_and_plain_words_are_enough(tmp_path: Path, url: str) -> None:
    """A socket and the loopback need no TLS, and an operator who says so decides."""
    assert problems(tmp_path, url) == ""


@pytest.mark.parametrize("url", [f"{_DISTANT}?sslmode=on", f"{_DISTANT}?sslmode=disable&sslmode=require"])
def test_an_unknown_sslmode_is_told_at_once(tmp_path: Path, url: str) -> None:
    """Not by a daemon that waits for a database that is never reached."""
    assert "write one of verify-full" in problems(tmp_path, url)


def test_a_desk_is_not_moved_to_an_unproven_machine(tmp_path: Path) -> None:
    """`db copy` hands over every row: its URL is asked the same."""
    desk = tmp_path / "desk.yaml"
    problems(tmp_path, "sqlite:///desk.db")
    config, _ = check_config(desk)
    assert config is not None

    with pytest.raises(Refused, match="on another machine"):
        next(move(config, _DISTANT, tmp_path))


def heard(url: str, answer: Callable[[socket.socket], bytes]) -> bytes:
    """What a server on `{port}` of 127.0.0.1 hears after the wish for TLS, while a database of that URL is read."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as beside:
        listener.settimeout(60)
        told = beside.submit(_serve, listener, answer)
        with pytest.raises(Busy), Database(url.format(port=listener.getsockname()[1])).read():
            pass
        return told.result()


def _serve(listener: socket.socket, answer: Callable[[socket.socket], bytes]) -> bytes:
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(60)
        assert peer.recv(8, socket.MSG_WAITALL) == SSL_REQUEST
        return answer(peer)


def without_tls(peer: socket.socket) -> bytes:
    """One who would read along says that TLS is not spoken here."""
    peer.sendall(b"N")
    return peer.recv(100)


def with_certificate(authority: trustme.CA, name: str) -> Callable[[socket.socket], bytes]:
    """One who has a certificate of that name."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)

    def answer(peer: socket.socket) -> bytes:
        peer.sendall(b"S")
        try:
            with context.wrap_socket(peer, server_side=True) as tls:
                return tls.recv(100)
        except (ssl.SSLError, ConnectionError):
            return b""

    return answer


_HERE = "postgresql://desk@db.example.com:{port}/desk?hostaddr=127.0.0.1"


def test_who_speaks_no_tls_is_told_nothing() -> None:
    """Not even the user's name."""
    assert heard(_HERE, without_tls) == b""


def test_a_host_of_the_environment_is_no_way_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL without a host looks like this machine's, until PGHOST names another."""
    monkeypatch.setenv("PGHOST", "db.example.com")
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")

    assert heard("postgresql://desk@:{port}/desk", without_tls) == b""


def test_only_the_right_certificate_is_talked_to(tmp_path: Path) -> None:
    """Its authority's, and of its name: else a stranger's certificate would do."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    url = f"{_HERE}&sslrootcert={tmp_path}/ca.pem"

    assert heard(url, with_certificate(trustme.CA(), "db.example.com")) == b""
    assert heard(url, with_certificate(authority, "other.example.com")) == b""
    assert b"desk" in heard(url, with_certificate(authority, "db.example.com"))


def test_a_socket_of_the_environment_is_reached(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`postgresql:///NAME` beside its server goes on to work: a socket has no TLS to prove anything by."""
    monkeypatch.setenv("PGHOST", postgres_server.partition("host=")[2])

    with closing(Database("postgresql://md@/template_desk")) as database, database.read() as session:
        assert session.exec_driver_sql("SELECT 1").scalar() == 1

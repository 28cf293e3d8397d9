"""Places to listen: what cannot be had is one clear line, and a socket a dead daemon left is no hindrance."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from maildesk.config.ways import Listen
from maildesk.errors import Refused
from maildesk.store.engine import Database
from tests.receiver import config_of, receiving


async def test_a_port_in_use_is_one_clear_line(desk_database: Database) -> None:
    """The line names the place and what to do, without a traceback's words."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=rf"^cannot listen: 127\.0\.0\.1:{port} is in use by another program; .*$"):
            async with receiving(desk_database, config_of(), Listen(smtp=f"127.0.0.1:{port}")):
                pass


async def test_a_dead_socket_is_replaced_and_a_living_one_is_not(desk_database: Database, tmp_path: Path) -> None:
    """After a crash LMTP listens again at once; a second daemon at the same place is refused; the mode keeps strangers out."""
    path = tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    listen = Listen(lmtp=f"unix:{path}")
    async with receiving(desk_database, config_of(), listen) as receiver:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        async with receiver.client() as client:
            assert (await client.reply()).endswith("LMTP")
        with pytest.raises(Refused, match="in use"):
            async with receiving(desk_database, config_of(), listen):
                pass
    assert not path.exists()


async def test_a_file_in_the_way_is_left_alone(desk_database: Database, tmp_path: Path) -> None:
    """What is no socket is not ours to remove."""
    path = tmp_path / "precious"
    path.write_text("keep")
    with pytest.raises(Refused, match="no socket"):
        async with receiving(desk_database, config_of(), Listen(lmtp=f"unix:{path}")):
            pass
    assert path.read_text() == "keep"


async def test_a_certificate_that_cannot_be_used_is_named(desk_database: Database, tmp_path: Path) -> None:
    """A missing or a broken file is one line with its name."""
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    for certificate in (tmp_path / "missing.pem", broken):
        with pytest.raises(Refused, match=certificate.name):
            async with receiving(desk_database, config_of(), Listen(smtp="127.0.0.1:0", tls_certificate=certificate, tls_key=broken)):
                pass

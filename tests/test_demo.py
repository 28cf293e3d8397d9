"""The demo never speaks to a server that is not its own."""

from __future__ import annotations

import re
import socket

from tests.desks import maildesk


def test_a_taken_port_is_said_before_the_story_begins() -> None:
    """Somebody else's server on the port hears nothing; the way out is named."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = maildesk("demo", "--once", "--as-root", "--smtp-port", str(port))
        other.settimeout(0.2)
        try:
            other.accept()
            heard = True
        except TimeoutError:
            heard = False
    assert (ended.code, ended.out, heard) == (1, "", False)
    assert re.fullmatch(
        rf"port {port} is taken \(Address already in use\); name another: maildesk demo --smtp-port (\d+), or make demo ARGS='--smtp-port \1'\n",
        ended.err,
    )

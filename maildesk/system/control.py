"""What the CLI asks of the running daemon of its desk, over sockets in the state directory: to read the files anew, and how it fares.

Each question has a socket of its own, and one line of JSON answers each connection. Who may open the directory may ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from maildesk.errors import Refused, TryLater
from maildesk.language import Said
from maildesk.system.sockets import unix_socket

RELOAD, FACTS = "reload", "facts"  # the questions, and the names of their sockets

Answer = Callable[[], Awaitable[dict[str, object]]]


async def listen(state: Path, answer: Answer, question: str = RELOAD) -> asyncio.Server | None:
    """The daemon's end. None where no socket can stand there (its path is too long)."""

    async def heard(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps(await answer()).encode() + b"\n")
            await writer.drain()
        writer.close()

    try:
        return await asyncio.start_unix_server(heard, sock=unix_socket(state / question))
    except OSError:
        return None


def ask(state: Path, patience: float, question: str = RELOAD) -> dict[str, Any]:
    """What the daemon answers; raises `Refused` where none listens, `TryLater` where it takes longer than `patience` seconds."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(patience)
        try:
            line.connect(str(state / question))
            answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
        except TimeoutError:
            raise TryLater(Said("the daemon has not answered yet; its log will say what came of it")) from None
        except OSError as error:
            place, why = state / question, error.strerror or error
            raise Refused(Said("no daemon of this desk answers at {socket}: {why}; is it running? maildesk serve", socket=place, why=why)) from None
    if not answer:
        raise TryLater(Said("the daemon ended before it answered"))
    found: dict[str, Any] = json.loads(answer)
    return found

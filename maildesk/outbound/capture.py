"""The transport that keeps letters in a Maildir instead of sending them: for trying out, for the demo, for roll-out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from maildesk.durable import sync_folder
from maildesk.language import Said
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.outbound.transport import Connection, Parcel, Unavailable, bounded


class CaptureTransport:
    """Writes each letter to `new/`, named after its Message-ID: one that is handed over twice stands there once."""

    connections = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        try:
            for name in ("tmp", "new", "cur"):
                (self._folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(Said("the folder {folder} cannot be made: {why}", folder=self._folder, why=error.strerror)) from error
        yield self

    async def send(self, parcel: Parcel) -> Attempt:
        try:
            await asyncio.to_thread(self._keep, parcel)
        except OSError as error:
            return Attempt(error=bounded(f"the folder {self._folder} cannot be written: {error.strerror}"))
        return Attempt({address: RecipientResult(ResultKind.SENT, 250, "kept") for address in parcel.recipients})

    def _keep(self, parcel: Parcel) -> None:
        """Written, synced, then renamed into `new/`: whoever looks sees a whole letter or none."""
        name = parcel.message_id.strip("<>").replace("/", "_")
        written, kept = self._folder / "tmp" / name, self._folder / "new" / name
        if any(self._folder.glob(f"cur/{name}*")):
            return  # read already in a mail program, which moved it
        with written.open("wb") as stream:
            stream.write(_envelope(parcel) + parcel.data)
            stream.flush()
            os.fsync(stream.fileno())
        written.rename(kept)
        sync_folder(kept.parent)


def _envelope(parcel: Parcel) -> bytes:
    """The envelope, as a final delivery would note it (RFC 5321 §4.4)."""
    lines = [f"Return-Path: <{parcel.mail_from}>", *(f"Delivered-To: {address}" for address in parcel.recipients)]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")

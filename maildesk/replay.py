"""Runs stages 3 to 11 over files without writing, each file in a process that may be killed: `maildesk explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import connection, get_context
from multiprocessing.context import ForkServerProcess

from maildesk.arguments import is_plain_address
from maildesk.config.schema import DeskConfig, Limits, Mailbox
from maildesk.confine import confine_cpu, confine_memory
from maildesk.desk import Desk
from maildesk.explain import Plain, explained, unread
from maildesk.mail import Envelope, RawMail
from maildesk.pipeline import consider
from maildesk.store.tickets import participants_of


@dataclass(frozen=True, slots=True)
class Sample:
    """One file to explain, with what is known of its envelope; `mail_from` None is unknown, "" the null sender."""

    file: str
    data: bytes
    received: datetime
    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()


def explain_all(samples: Iterable[Sample], build: Callable[[], Desk], limits: Limits) -> Iterator[Plain]:
    """An answer a sample, in order; a reader that is killed costs its own file alone."""
    reader = _Reader(build, limits)
    try:
        for sample in samples:
            yield reader.answer(sample)
    finally:
        reader.close()


class _Reader:
    """One worker process that reads hostile bytes for us."""

    def __init__(self, build: Callable[[], Desk], limits: Limits) -> None:
        self._build, self._limits = build, limits
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["maildesk.replay"])
        self._process: ForkServerProcess | None = None
        self._channel: connection.Connection | None = None

    def _open(self) -> connection.Connection:
        if self._channel is None:
            self._channel, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_read, args=(self._build, self._limits, theirs), daemon=True)
            self._process.start()
            theirs.close()
            self._channel.recv()  # ready: from here on the clock runs for the mail alone
        return self._channel

    def answer(self, sample: Sample) -> Plain:
        channel = self._open()
        channel.send(sample)
        try:
            if not channel.poll(self._limits.worker_deadline.total_seconds()):
                raise EOFError
            answer: Plain = channel.recv()
        except (EOFError, ConnectionResetError):
            self.close()
            return unread(sample.file, "timeout")
        if "memory" in answer["mail"]["defects"]:
            self.close()  # what was allocated is given back with the process
        return answer

    def close(self) -> None:
        if self._process is not None and self._channel is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._channel.close()
        self._process = self._channel = None


def _read(build: Callable[[], Desk], limits: Limits, channel: connection.Connection) -> None:
    desk = build()
    confine_memory(limits)
    channel.send("ready")
    while True:
        try:
            sample = channel.recv()
        except EOFError:
            return
        confine_cpu(limits)
        try:
            answer = explain_one(desk, sample)
        except MemoryError:
            answer = unread(sample.file, "memory")
        channel.send(answer)


def explain_one(desk: Desk, sample: Sample) -> Plain:
    """One sample's answer; the recipients of its envelope count as the desk's own addresses."""
    if sample.rcpt_to:
        desk = replace(desk, config=_with_mailboxes(desk.config, sample.rcpt_to))
    rcpt_to = sample.rcpt_to or (desk.config.mailboxes[0].address,)
    raw = RawMail(sample.data, Envelope(sample.mail_from, rcpt_to), sample.received)
    with desk.database.read() as session:
        verdict = consider(desk, raw, sample.received, session)
        number = verdict.consequence.ticket.number if verdict.consequence.ticket else 0
        people = participants_of(session, (number,)).get(number, ()) if number else ()
    return explained(sample.file, verdict, people)


def _with_mailboxes(config: DeskConfig, addresses: tuple[str, ...]) -> DeskConfig:
    own = {mailbox.address: mailbox for mailbox in config.mailboxes}
    named = [address.lower() for address in addresses if is_plain_address(address)]
    boxes = tuple(own.get(address) or Mailbox(address=address, name=address.partition("@")[0][:60] or "desk") for address in dict.fromkeys(named))
    return config.model_copy(update={"mailboxes": boxes or config.mailboxes})

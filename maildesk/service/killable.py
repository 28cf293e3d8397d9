"""A process of our own that works on hostile bytes for us, one question at a time, and may be killed for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.context import ForkServerProcess
from typing import Generic, TypeVar

from maildesk.config.limits import Limits
from maildesk.desk import Desk
from maildesk.errors import TryLater
from maildesk.language import Said
from maildesk.service.confine import confine_cpu, confine_memory

Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Killed:
    """The process did not survive the question: `timeout` (or any other death), `memory`."""

    why: str


class Killable(Generic[Question, Answer]):
    """Asks `answer(desk, question)` in a process with a desk of its own; the next question gets a new one where it was killed.

    `build` and `answer` are found again by name in the process, so they are functions of a module.
    """

    def __init__(self, build: Callable[[], Desk], answer: Callable[[Desk, Question], Answer], limits: Limits) -> None:
        self._build, self._answer, self._limits = build, answer, limits
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["maildesk.pipeline"])
        self._process: ForkServerProcess | None = None
        self._channel: connection.Connection | None = None

    def _open(self) -> connection.Connection:
        if self._channel is None:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_work, args=(self._build, self._answer, self._limits, theirs), daemon=True)
            try:
                process.start()
            except OSError as error:  # no memory, or a TMPDIR too long for a socket in it
                raise TryLater(Said("no process can be started: {why}", why=error.strerror or error)) from error
            self._channel, self._process = ours, process
            theirs.close()
            self._channel.recv()  # ready: from here on the clock runs for the question alone
        return self._channel

    def ask(self, question: Question) -> Answer | Killed:
        """The answer, or why the process was killed over the question."""
        channel = self._open()
        channel.send(question)
        try:
            if not channel.poll(self._limits.worker_deadline.total_seconds()):
                raise EOFError
            answer: Answer | Killed = channel.recv()
        except (EOFError, ConnectionResetError):
            answer = Killed("timeout")
        if isinstance(answer, Killed):
            self.close()  # what was allocated is given back with the process
        return answer

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._process is not None and self._channel is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._channel.close()
        self._process = self._channel = None


def _work(build: Callable[[], Desk], answer: Callable[[Desk, Question], Answer], limits: Limits, channel: connection.Connection) -> None:
    desk = build()
    confine_memory(limits)
    channel.send("ready")
    while True:
        try:
            question = channel.recv()
        except EOFError:
            return
        confine_cpu(limits)
        try:
            found: Answer | Killed = answer(desk, question)
        except MemoryError:
            found = Killed("memory")
        channel.send(found)

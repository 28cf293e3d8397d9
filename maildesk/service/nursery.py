"""Where workers are born: a process forked before the daemon's loop begins, whose children they are, so that all share what was loaded once."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from types import TracebackType
from typing import NoReturn, Self

from maildesk.desk import Desk
from maildesk.errors import MaildeskError
from maildesk.language import Said
from maildesk.service.worker import work

_BUG = 70  # sysexits.h EX_SOFTWARE


class Child:
    """A worker's process, by its id. `ended` is done when it has, with its exit code; of one that a signal ended that is -signal."""

    def __init__(self, pid: int, ended: asyncio.Future[int]) -> None:
        self.pid, self.ended = pid, ended

    def kill(self) -> None:
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """The daemon's end of it, for the length of a block that begins while this process has neither a loop nor a thread.

    The nursery ends when the daemon does, however that comes; a worker notices by its own channel.
    """

    def __init__(self) -> None:
        self._children: dict[int, Child] = {}
        self._one_order = asyncio.Lock()

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()  # no collection writes to what is there by now, so its pages stay shared
        self._socket, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            self._socket.close()
            _tend_or_end(theirs)
        theirs.close()
        self._orders = Connection(os.dup(self._socket.fileno()))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._orders.close()
        self._socket.close()
        os.waitpid(self._pid, 0)

    def listen(self) -> None:
        """From now on the running loop hears what it says."""
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(self._orders.fileno(), self._hear)

    def leave(self) -> None:
        """The loop hears no more of it."""
        asyncio.get_running_loop().remove_reader(self._orders.fileno())

    async def bear(self, build: Callable[[], Desk], name: str) -> tuple[Child, Connection]:
        """A worker with a desk that `build` makes, and our end of the channel to it."""
        async with self._one_order:
            ours, theirs = connection.Pipe()
            self._born: asyncio.Future[Child] = asyncio.get_running_loop().create_future()
            await asyncio.to_thread(self._ask, build, name, theirs.fileno())
            theirs.close()
            return await self._born, ours

    def _ask(self, build: Callable[[], Desk], name: str, channel: int) -> None:
        self._orders.send((build, name))
        socket.send_fds(self._socket, [b"\0"], [channel])

    def _hear(self) -> None:
        try:
            pid, code = self._orders.recv()
        except (EOFError, OSError):
            self.leave()
            self._lost()
            return
        if code is None:
            self._children[pid] = Child(pid, asyncio.get_running_loop().create_future())
            if not self._born.done():  # nobody waits for it any more: the daemon stops
                self._born.set_result(self._children[pid])
        else:
            self._children.pop(pid).ended.set_result(code)

    def _lost(self) -> None:
        """Nobody would tell of a worker's end any more, so each is ended; so is the daemon, by its own rule (law 9)."""
        error = MaildeskError(Said("the process that starts the workers has ended"))
        if not self._born.done():
            self._born.set_exception(error)
        for child in self._children.values():
            child.kill()
            child.ended.set_result(-signal.SIGKILL)
        self.failed.set_exception(error)


def _tend_or_end(daemon: socket.socket) -> NoReturn:
    """Nothing of the daemon's own goes on in here, whatever happens."""
    try:
        _tend(daemon)
    except BaseException:  # noqa: BLE001 - a bug of ours: told, and the daemon notices
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(_BUG)


def _tend(daemon: socket.socket) -> NoReturn:
    """Bears a worker for each order, and tells of each that ended."""
    for number in (signal.SIGINT, signal.SIGHUP):  # a terminal, or systemctl kill, tells all processes of the daemon
        signal.signal(number, signal.SIG_IGN)
    orders, children = Connection(os.dup(daemon.fileno())), dict[int, ForkProcess]()
    while True:
        for ready in connection.wait([orders, *children]):
            if isinstance(ready, int):
                orders.send(_buried(children.pop(ready)))
                continue
            try:
                build, name = orders.recv()
            except (EOFError, ConnectionResetError):
                os._exit(0)  # the daemon is gone
            child = _born(build, name, daemon, orders)
            children[child.sentinel] = child
            orders.send((child.pid, None))


def _born(build: Callable[[], Desk], name: str, daemon: socket.socket, orders: Connection) -> ForkProcess:
    _, [descriptor], _, _ = socket.recv_fds(daemon, 1, 1)
    with Connection(descriptor) as channel:
        child = get_context("fork").Process(target=_live, args=(build, name, channel, (daemon, orders)), name=name)
        child.start()
    return child


def _live(build: Callable[[], Desk], name: str, channel: Connection, nursery: tuple[socket.socket, Connection]) -> None:
    for end in nursery:
        end.close()
    work(build, name, channel)


def _buried(child: ForkProcess) -> tuple[int | None, int | None]:
    child.join()
    told = child.pid, child.exitcode
    child.close()
    return told

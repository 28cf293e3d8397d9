"""Inside a worker process: it claims mails by itself, works on hostile bytes under a limit, and may be killed."""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing import connection

from maildesk.clock import SystemClock
from maildesk.desk import Desk
from maildesk.errors import Overtaken, TryLater
from maildesk.intake import spool
from maildesk.intake.spool import Claimed
from maildesk.pipeline import process_one
from maildesk.service.confine import confine_cpu, confine_memory
from maildesk.service.indexing import Indexer
from maildesk.store.engine import StorageFailed

_AGAIN = 1.0  # seconds until a database that had no time is asked again
_BEYOND_DOUBT = 5  # times the attempts: a daemon killed a few times from outside is no fault of the mail that was in hand


def work(build: Callable[[], Desk], name: str, channel: connection.Connection) -> None:
    """A worker's life: claim, process, tell; until the channel closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a terminal, or systemctl kill, tells all processes of the daemon
    desk = build()
    confine_memory(desk.config.limits)
    try:
        _work_on(desk, name, channel)
    except (EOFError, BrokenPipeError):
        return  # the daemon is gone: what was claimed is released when it starts again
    finally:
        desk.database.close()


def _work_on(desk: Desk, name: str, channel: connection.Connection) -> None:
    clock, limits = SystemClock(), desk.config.limits
    lease, indexer = limits.worker_deadline * 2, Indexer(desk.database)
    while True:
        confine_cpu(limits)  # anew each time: what an idle hour took is not the next mail's
        try:
            with desk.database.write(durable=False) as session:
                claimed = spool.claim(session, name, clock.now(), lease)
        except StorageFailed as error:
            channel.send(("storage", None, str(error)))
            return
        except TryLater:
            if channel.poll(_AGAIN) and channel.recv() == "stop":
                return
            continue
        if claimed is None:
            busy = _index(indexer, channel)
            if not busy:
                channel.send(("idle",))
            if channel.poll(0 if busy else None) and channel.recv() == "stop":
                return
            continue
        channel.send(("begin", claimed.mail.id, claimed.fence))
        channel.send(_process(desk, claimed))
        if channel.poll() and channel.recv() == "stop":
            return


def _index(indexer: Indexer, channel: connection.Connection) -> bool:
    """What an idle worker does; a ticket that cannot be indexed must not keep it from the next mail."""
    try:
        return indexer.step()
    except StorageFailed as error:
        channel.send(("storage", None, str(error)))
    except TryLater:
        pass
    except Exception as error:  # noqa: BLE001 - the index is derived: a bug in it ends in the log
        channel.send(("unindexed", f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"))
    return False


def _process(desk: Desk, claimed: Claimed) -> tuple[object, ...]:
    """Processes one mail; whatever it raises counts against this mail alone."""
    mail = claimed.mail.id
    if claimed.attempt > desk.config.limits.attempts * _BEYOND_DOUBT:  # it took the whole daemon with it, or its lease ended each time (F30)
        return ("failed", mail, claimed.attempt, "it was tried again and again without an end", False)
    try:
        outcome = process_one(desk, claimed, SystemClock().now())
    except StorageFailed as error:
        return ("storage", mail, str(error))
    except Overtaken:
        return ("overtaken", mail)
    except (TryLater, MemoryError, RecursionError, Exception) as error:  # noqa: BLE001 - any bug ends in the quarantine, never in a lost mail
        why = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        return ("failed", mail, claimed.attempt, why, isinstance(error, TryLater))
    return ("done", mail, str(outcome.state), outcome.rule, outcome.ticket)

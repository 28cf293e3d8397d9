"""How a command that has put something down ends when it is asked to: tidily, and still by the signal."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class _Terminated(BaseException):
    """Takes everything down that stands on the way out, as Ctrl-C does."""


@contextlib.contextmanager
def until_terminated() -> Iterator[None]:
    """Within it SIGTERM lets what stands inside be taken away first; then the process ends by the signal, as whoever sent it expects."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    except _Terminated:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated

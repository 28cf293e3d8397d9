"""A line of the log is an event: no value that a stranger chose makes a second one."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from maildesk.clock import SystemClock
from maildesk.eventlog import EventLog


def _written(as_json: bool, value: str) -> str:
    stream = io.StringIO(newline="")
    EventLog(SystemClock(), stream, as_json).mail_refused(value, value, value, value)
    return stream.getvalue()


@given(st.text())
def test_one_event_is_one_line_of_words(value: str) -> None:
    """V139: newlines, carriage returns, escapes and other line ends come out written, not obeyed."""
    line = _written(False, value)
    assert len(line.splitlines()) == 1
    assert line[:-1].isprintable()


@given(st.text())
def test_one_event_is_one_line_of_json(value: str) -> None:
    """V139: the same in JSON, and the machine word stays ours."""
    line = _written(True, value)
    assert len(line.splitlines()) == 1
    assert line[:-1].isascii()
    assert json.loads(line)["event"] == "mail_refused"

"""Reads the content of a mail after DATA in blocks, whole and unaltered but for the dots (RFC 5321 §4.5.2)."""

from __future__ import annotations

import re

from maildesk.config.limits import Limits
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.replies import Reply

_CRLF = b"\r\n"
_END = b"\r\n.\r\n"  # the only end of data: every other mixture of CR, LF and dot is content (V001)
_RECEIVED = re.compile(rb"^received[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)  # with its continuation lines


class DataReader:
    """Takes blocks as they come, until the end of data or a reason to wait for it no longer.

    Keeps at most `limits.message` bytes, as they are sent: past it the content is dropped and reading goes on to the end, where the
    client looks for its answer. `refused` is that answer, None where the mail may be taken; `taken` counts all bytes that came.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # A line begins at the start of the content as it does after CRLF; this one is taken off again.
        self._kept = bytearray(_CRLF)
        self._line_start = len(_CRLF)
        self.done = False
        self.refused: Reply | None = None
        self.rest = b""
        self.taken = 0

    def feed(self, block: bytes | bytearray) -> None:
        """Takes the next block; after `done` the bytes behind the end of data are in `rest`."""
        self.taken += len(block)
        searched = max(0, len(self._kept) - len(_END) + 1)
        self._kept += block
        end = self._kept.find(_END, searched)
        self._check_lines(len(self._kept) - self._kept.endswith(b"\r") if end < 0 else end)
        if end >= 0:
            self.rest = bytes(self._kept[end + len(_END) :])
            del self._kept[end + len(_CRLF) :]
            self.done = True
        # Before the end is found, the last dot and CR may be a part of it.
        size = len(self._kept) - len(_CRLF) - (0 if self.done else 2)
        if self.refused is None and size > self._limits.message:
            self.refused = replies.TOO_BIG
        if self.refused is not None:
            self._forget()

    def refuse(self, reply: Reply) -> None:
        """Reads on to the end without keeping anything."""
        self.refused = self.refused or reply

    def _forget(self) -> None:
        """Drops what was read, but for the few bytes the end of data may have begun in."""
        last_line_end = self._kept.rfind(_CRLF, max(0, self._line_start))
        if last_line_end >= 0:
            self._line_start = last_line_end + len(_CRLF)
        self._line_start -= max(0, len(self._kept) - len(_END))
        del self._kept[: -len(_END)]

    def _check_lines(self, end: int) -> None:
        """Goes forward a whole limit at a time: from a line's start to the last line end that is within its reach."""
        reach = self._limits.line
        while end - self._line_start > reach:
            found = self._kept.rfind(_CRLF, max(0, self._line_start), self._line_start + reach + len(_CRLF))
            if found < 0:
                self.refused, self.done = replies.LINE_TOO_LONG, True  # there is no sense in waiting for its end
                return
            self._line_start = found + len(_CRLF)

    def content(self) -> bytes:
        """The mail as its author wrote it: the dots the client put before lines that begin with one are gone."""
        return bytes(self._kept.replace(b"\r\n.", _CRLF)[len(_CRLF) :])


def goes_round(content: bytes, limits: Limits, hostname: str) -> bool:
    """Whether more servers had this mail than may, or this host alone had it again and again (RFC 5321 §6.3).

    A mail server in front of us writes its line under the same name, and once more for each filter it asks.
    """
    header = content[: limits.headers]
    end = header.find(b"\r\n\r\n")
    lines = _RECEIVED.findall(header if end < 0 else header[:end])
    if len(lines) > limits.hops:
        return True
    # A name without a dot is everybody's: `by localhost`.
    ours = re.compile(rb"\sby\s+" + re.escape(hostname.encode("ascii", "replace")) + rb"[\s;.]", re.IGNORECASE) if "." in hostname else None
    return ours is not None and sum(ours.search(line) is not None for line in lines) > limits.own_hops

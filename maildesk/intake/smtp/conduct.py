"""What one client may do in one session: how often, how long and how slowly. Counts and times, no socket."""

from __future__ import annotations

from maildesk.config.limits import Limits
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.replies import Reply

_GRACE = 30.0  # seconds of DATA before its rate is judged: a slow start is no attack
_SURPLUS = 100  # times the recipients of a mail: who names that many does not read the answers


class Conduct:
    """The account of a session. Moments are seconds of the event loop's clock, which never goes back."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._began = self.heard = now
        self._commands = self._errors = 0
        self._data_began: float | None = None
        self._data_bytes = 0

    def command(self, in_transaction: bool) -> Reply | None:
        """Counts a command; the answer that ends the session where it is one too many."""
        self._commands += not in_transaction
        return replies.TOO_MANY_COMMANDS if self._commands > self._limits.commands else None

    def error(self) -> Reply | None:
        """Counts an answer that was a refusal; the answer that ends the session after the last one allowed."""
        self._errors += 1
        return replies.TOO_MANY_ERRORS if self._errors >= self._limits.errors else None

    def recipient_refused(self, named: int) -> Reply | None:
        """Why one more recipient of a mail is not taken, `named` of them having been there before it."""
        if named >= self._limits.recipients * _SURPLUS:
            return replies.TOO_MANY_RECIPIENTS_BY_FAR
        return replies.TOO_MANY_RECIPIENTS if named >= self._limits.recipients else None

    def mail_accepted(self) -> None:
        """A mail makes up for what it took: a server in front of us may send any number of them in one session."""
        self._commands = self._errors = 0

    def data_begins(self, now: float) -> None:
        self._data_began, self._data_bytes = now, 0

    def data_ends(self) -> None:
        self._data_began = None

    def heard_of(self, size: int, now: float) -> None:
        """Notes that the client sent something."""
        self.heard = now
        self._data_bytes += size

    def overdue(self, now: float) -> Reply | None:
        """The answer that ends a session which is silent, slow or endless at this moment.

        A mail under way may take as long as it keeps to the slowest rate (V010).
        """
        if now - self.heard > self._limits.idle.total_seconds():
            return replies.SILENT_TOO_LONG
        if self._data_began is None:
            return replies.SESSION_TOO_LONG if now - self._began > self._limits.session.total_seconds() else None
        elapsed = now - self._data_began
        return replies.TOO_SLOW if elapsed > _GRACE and self._data_bytes < elapsed * self._limits.slowest else None

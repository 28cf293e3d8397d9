"""How much mail strangers may hand in within an hour: past it they are asked to come again, and nothing is dropped (V058)."""

from __future__ import annotations

from maildesk.config.limits import Limits
from maildesk.intake.smtp import replies
from maildesk.intake.smtp.lasthour import LastHour
from maildesk.intake.smtp.replies import Reply

_DESK, _BOUNCES = "", "<>"  # all of it, and what has no sender


class Quota:
    """The mails of the last hour. Moments are seconds of the event loop's clock; each daemon counts its own."""

    def __init__(self) -> None:
        self._taken = LastHour()

    def refused(self, sender: str, limits: Limits, now: float) -> Reply | None:
        """Why no more mail of this envelope sender is taken now; None where it is.

        Bounces have no sender of their own: they are bounded as one domain's mail is.
        """
        bounds = (
            (sender.lower() or _BOUNCES, limits.mails_per_sender if sender else limits.mails_per_domain, replies.TOO_MANY_OF_SENDER),
            (_domain(sender), limits.mails_per_domain, replies.TOO_MANY_OF_DOMAIN),
            (_DESK, limits.mails_per_desk, replies.TOO_MANY_MAILS),
        )
        return next((reply for name, most, reply in bounds if self._taken.many(name, now) >= most), None)

    def note(self, sender: str, now: float) -> None:
        """A mail of this sender is on disk."""
        self._taken.note(tuple({sender.lower() or _BOUNCES, _domain(sender), _DESK}), now)


def _domain(sender: str) -> str:
    """`@` and the domain, which no sender is called; bounces are their own."""
    return f"@{sender.rpartition('@')[2].lower().rstrip('.')}" if sender else _BOUNCES

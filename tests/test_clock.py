"""A clock that was set far ahead and back again keeps nothing waiting for years (F27)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maildesk.config.limits import Limits
from maildesk.intake import spool
from maildesk.mail import Envelope, MailState, RawMail
from maildesk.outbound import claims
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.store.engine import Database
from tests.letters import NOW, a_letter, queue

JUMPS = [timedelta(days=3653), timedelta(days=2), timedelta(0)]
LEASE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_mail_put_off_in_the_future_is_read_today(database: Database, jump: timedelta) -> None:
    """Its rest began when the clock was wrong; one of the right length is left alone."""
    with database.write() as session:
        spool.accept(session, [RawMail(b"Subject: one\r\n\r\n", Envelope("bob@customer.example", ("support@example.com",)), NOW)])
        claimed = spool.claim(session, "one", NOW + jump, LEASE)
        assert claimed is not None
        spool.fail(session, claimed.mail.id, claimed.fence, "a trouble that passes", NOW + jump, Limits(), counted=False)
        assert spool.wake_overslept(session, NOW) == (1 if jump else 0)
        later = spool.claim(session, "two", NOW + LEASE, LEASE)
    assert later is not None
    assert later.mail.id == claimed.mail.id


@pytest.mark.parametrize("jump", JUMPS[1:], ids=str)  # ten years later it is given up
def test_a_letter_put_off_in_the_future_is_tried_today(database: Database, jump: timedelta) -> None:
    """As soon as somebody looks, a minute later at most; one that waits as it should goes on waiting."""
    queue(database, a_letter())
    later = Attempt({"bob@customer.example": RecipientResult(ResultKind.LATER, 451, "not now")})
    with database.write() as session:
        [due] = claims.claim_due(session, "default", NOW + jump, 10, LEASE)
        claims.settle(session, due, later, claims.Chance(NOW + jump, 0.5, Limits()))
        assert claims.wake_overslept(session, NOW, DAY) == (1 if jump else 0)
        assert len(claims.claim_due(session, "default", NOW, 10, LEASE)) == (1 if jump else 0)


def test_a_mail_in_hand_is_not_taken_away(database: Database) -> None:
    """Its lease is as long as leases are."""
    with database.write() as session:
        spool.accept(session, [RawMail(b"Subject: one\r\n\r\n", Envelope("bob@customer.example", ("support@example.com",)), NOW)])
        claimed = spool.claim(session, "one", NOW, LEASE)
        assert claimed is not None
        assert spool.wake_overslept(session, NOW) == 0
        assert spool.shown(session, claimed.mail.id)[0].state is MailState.WAITING

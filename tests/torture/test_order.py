"""Long conversations in any order, thousands of them: `make torture`. `MAILDESK_ORDERS` says how many."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings

from maildesk.desk import Desk
from tests.ordering import Step, arrivals
from tests.test_order import desk, played

__all__ = ["desk"]  # the fixture


@settings(max_examples=int(os.environ.get("MAILDESK_ORDERS", "2000")), deadline=None, suppress_health_check=list(HealthCheck))
@given(came=arrivals(12))
def test_any_order_ends_in_the_same_matters(desk: Desk, came: list[Step]) -> None:
    """As in tests/test_order.py, with up to a dozen mails and answers."""
    played(desk, came)

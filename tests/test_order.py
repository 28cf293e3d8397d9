"""Mails of one conversation find each other in whatever order they arrive, however often each comes, and whatever is lost on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from maildesk.desk import Desk
from tests.ordering import BY_LIST, PEOPLE, Answered, Back, Merged, Moved, Step, Written, arrivals, matters
from tests.orderplay import Play, homes
from tests.talk import Stages

ADA, BOB, _ = PEOPLE
EXAMPLES = int(os.environ.get("MAILDESK_EXAMPLES", "25"))  # for a night of it: two thousand
BETWEEN: list[Step] = [Written(0, ADA), Written(1, ADA), Written(2, ADA, (0, 1))]  # the third tells that the first two are one matter
TWO_WAYS: list[Step] = [Written(1, ADA, (0,)), Written(0, ADA), Written(0, ADA, way=1)]  # the second copy of what came late
LATE: list[Step] = [Written(2, ADA, (1,)), Written(0, ADA), Written(1, BOB, (0,))]  # the middle one of three comes last
ANSWERED = Answered(1, of=0, closes=True)
CLOSED: list[Step] = [Written(0, ADA), ANSWERED, Back(3, ANSWERED, BOB, "label"), Written(2, BOB, (0, 3))]
FIRST = Answered(1, of=0)
NUMBERED: list[Step] = [Written(0, ADA), FIRST, Written(5, ADA), Written(7, ADA, (3, 5)), Back(3, FIRST, ADA, "label")]  # known before it comes
# An agent makes two matters one, and both go on, in another mailbox.
FIRST_OF_TWO = Answered(2, of=1)
MERGED: list[Step] = [
    Written(0, ADA),
    Written(1, BOB),
    FIRST_OF_TWO,
    Merged(3, of=1, into=0),
    Moved(4, 0, "billing@example.com"),
    Written(5, BOB, (1,)),
    Back(6, FIRST_OF_TWO),
]
LISTED: list[Step] = [
    Written(0, ADA),
    Written(0, ADA, way=BY_LIST),
    Written(1, BOB, (0,), way=BY_LIST),
    Written(1, BOB, (0,)),
]  # by a list and directly, in both orders
LOST: list[Step] = [Written(0, ADA), FIRST, Back(2, FIRST, ADA, "bounce"), Back(3, FIRST, ADA, "away"), Written(4, ADA, (0,))]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of two mailboxes, one of which opens no ticket again."""
    stages = Stages(tmp_path_factory.mktemp("order"))
    yield stages.desk(Path(__file__).parent / "cases" / "supervisors.yaml")
    stages.close()


def played(desk: Desk, came: list[Step]) -> None:
    """What belongs together is together, on one ticket or on linked ones, and nothing else is; a mail that came late moves no other."""
    play = Play(desk)
    before: dict[int, int] = {}
    for step in came:
        play.take(step)
        now = homes(desk.database)
        assert before.items() <= now.items()
        before = now
    expected = matters((step for step in came if play.there(step)), play.merged)
    assert play.partition == expected, came
    assert play.twice == [], came


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(came=arrivals())
@example(came=BETWEEN)
@example(came=BETWEEN[::-1])
@example(came=LATE)
@example(came=TWO_WAYS)
@example(came=CLOSED)
@example(came=NUMBERED)
@example(came=MERGED)
@example(came=LISTED)
@example(came=LOST)
def test_any_order_ends_in_the_same_matters(desk: Desk, came: list[Step]) -> None:
    """What shares an id or answers a letter about it, directly or by way of others, is one matter (case 1), and nothing else is: that is all the law there is."""
    played(desk, came)

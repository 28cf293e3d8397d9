"""Outlook's Thread-Index: a stranger's is checked before it is kept, ours goes on from it and never outgrows a line."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.threadindex import LONGEST, MOST_STEPS, ROOT, STEP, begun, continued, read_index, root_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OUTLOOKS = "AQHVDvkiLFGOxqsEyUSEtt7KU1gW+Q=="  # as Outlook wrote it on 20 May 2019
FILETIME_BEGINS = datetime(1601, 1, 1, tzinfo=UTC)


def test_outlooks_own_is_understood() -> None:
    """The root has 22 octets: a 1, five of the moment it began, and sixteen that no other conversation has."""
    octets = b64decode(read_index(OUTLOOKS))
    assert len(octets) == ROOT
    began = FILETIME_BEGINS + timedelta(microseconds=int.from_bytes(octets[1:6] + b"\0\0\0", "big") // 10)
    assert (began.year, began.month) == (2019, 5)


def test_ours_says_when_it_began_and_how_long_after_it_goes_on() -> None:
    """To the precision the format has: 1.7 seconds for the root, 26 milliseconds for a step."""
    root = begun("a ticket", NOW)
    octets = b64decode(continued(root, NOW + timedelta(hours=3)))
    began = FILETIME_BEGINS + timedelta(microseconds=int.from_bytes(octets[1:6] + b"\0\0\0", "big") // 10)
    passed = timedelta(microseconds=(int.from_bytes(octets[ROOT : ROOT + 4], "big") << 18) // 10)
    assert abs(began - NOW) < timedelta(seconds=2)
    assert abs(began + passed - NOW - timedelta(hours=3)) < timedelta(milliseconds=60)


def test_a_later_year_is_told_on_the_coarser_scale() -> None:
    """The first bit of a step says which; time that runs backwards is no time at all."""
    root = begun("a ticket", NOW)
    assert b64decode(continued(root, NOW + timedelta(days=900)))[ROOT] & 0x80
    assert b64decode(continued(root, NOW - timedelta(days=1)))[ROOT : ROOT + 4] == b"\0\0\0\0"


@given(st.text(max_size=3000) | st.binary(max_size=600).map(lambda octets: b64encode(octets).decode()))
def test_whatever_a_stranger_writes_is_an_index_or_nothing(value: str) -> None:
    """Total; what is taken can be continued, keeps its root and stays within its bound."""
    index = read_index(value)
    if not index:
        return
    after = continued(index, NOW)
    assert root_of(after) == root_of(index)
    assert len(after) <= LONGEST + 8
    assert read_index(index) == index


@pytest.mark.parametrize("value", ["", "AQ==", "not base64!", OUTLOOKS[:-4], "A" * 40, OUTLOOKS + "\r\nBcc: eve@x.example", "é" * 30])
def test_what_is_no_index_is_dropped(value: str) -> None:
    """Too short, of a wrong length, of another version, or with something behind it."""
    assert read_index(value) == ""


def test_a_conversation_without_end_does_not_grow_without_end() -> None:
    """After so many steps it goes on from the root."""
    index = begun("a ticket", NOW)
    for number in range(3 * MOST_STEPS):
        index = continued(index, NOW + timedelta(minutes=number))
        assert len(b64decode(index)) <= ROOT + STEP * MOST_STEPS
    assert root_of(index) == b64decode(begun("a ticket", NOW))


def test_each_conversation_has_its_own_root() -> None:
    """Two tickets of one moment are two conversations."""
    assert root_of(begun("1", NOW)) != root_of(begun("2", NOW))

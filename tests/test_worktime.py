"""Time spent: what is written in any usual way is kept in one, which reads as the same again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maildesk.verbs.worktime import read_minutes, spelled_minutes


@given(st.integers(1, 24 * 60 * 31), st.booleans())
def test_what_is_kept_reads_as_it_was(minutes: int, taken_back: bool) -> None:
    """Minutes, written and read, are the same minutes."""
    wanted = -minutes if taken_back else minutes
    assert read_minutes(spelled_minutes(wanted)) == wanted


@given(st.text(max_size=12))
def test_nothing_else_raises(text: str) -> None:
    """Whatever stands there is a time or none."""
    found = read_minutes(text)
    assert found is None or found != 0

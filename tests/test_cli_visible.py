"""Tables fit the terminal whatever script they are written in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.cli.conversation import size
from maildesk.cli.visible import columns_of, cut, table, visible, when
from maildesk.cli.wording import proof_words
from maildesk.judged import TrustLevel

LETTERS = st.text(st.characters(categories=("L", "N", "P", "S", "Mn")))


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("打印机", 6), ("ｆｕｌｌ", 8), ("e\u0301", 1), ("한국", 4), ("", 0)])
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    """Chinese, Korean and full-width letters are two wide, combining marks nothing."""
    assert columns_of(text) == columns


@pytest.mark.parametrize(("text", "room", "left"), [("打印机坏了", 6, "打印…"), ("打印机坏了", 5, "打印…"), ("printer", 4, "pri…"), ("ok", 4, "ok")])
def test_a_cut_never_halves_a_character(text: str, room: int, left: str) -> None:
    """A wide character that does not fit whole is left out whole."""
    assert cut(text, room) == left


@given(LETTERS, st.integers(1, 40))
def test_a_cut_fits(text: str, room: int) -> None:
    """However the text looks, what is left fits."""
    assert columns_of(cut(text, room)) <= room


@given(st.lists(st.lists(LETTERS, min_size=3, max_size=3), max_size=5), st.integers(30, 100))
def test_a_table_fits_the_screen(rows: list[list[str]], columns: int) -> None:
    """No line is wider than the terminal, and every column starts where its heading does."""
    lines = table(("NUMBER", "NAME", "SUBJECT"), rows, columns)
    assert all(columns_of(line) <= columns for line in lines)


def test_a_table_that_goes_to_a_file_is_whole() -> None:
    """Without a terminal nothing is cut."""
    assert table(("A",), [("x" * 500,)], None)[1] == "x" * 500


def test_the_widest_cells_are_shrunk_first() -> None:
    """A number is not cut while a subject has columns to give."""
    assert table(("TICKET", "SUBJECT"), [(4711, "the printer on the second floor")], 24) == ["TICKET  SUBJECT", "4711    the printer on …"]


@pytest.mark.parametrize(("text", "shown"), [("a\xa0b\u202fc\u3000d", "a b c  d"), ("a\x1b[2J", "a\\x1b[2J"), ("\u202e", "\\u202e"), (None, "-")])
def test_spaces_are_spaces_and_tricks_are_seen(text: str | None, shown: str) -> None:
    """The spaces French and Chinese mail is full of stay readable; what hides is written out."""
    assert visible(text) == shown


def test_moments_carry_their_zone() -> None:
    """A time without a zone is not a time."""
    moment = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
    assert when(moment) == "2026-01-05 10:00 UTC"
    assert when(moment, ZoneInfo("UTC")) == "2026-01-05 10:00 UTC"
    assert when(moment, ZoneInfo("Asia/Shanghai")) == "2026-01-05 18:00 +0800"
    assert when(None) == "-"


@pytest.mark.parametrize(("count", "said"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (25 << 20, "25 MiB"), (5 << 30, "5 GiB")])
def test_sizes_are_said_like_sizes(count: int, said: str) -> None:
    """A person reads units, not digits."""
    assert size(count) == said


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("none", "nothing proves the sender"),
        ("token", "sender proven by its answer to a letter of the desk"),
        ("dmarc + token", "sender proven by the domain's signature, its answer to a letter of the desk"),
        ("dmarc + challenge", "sender proven by the domain's signature, a confirmation by letter"),
    ],
)
def test_trust_is_told_to_who_has_not_read_of_it(word: str, words: str) -> None:
    """What stands beside each mail of a ticket."""
    assert proof_words(word) == words


def test_every_word_of_trust_has_one_for_readers() -> None:
    """A level that is new would else be no proof."""
    assert [level for level in TrustLevel if level is not TrustLevel.NONE and proof_words(level) == proof_words("none")] == []

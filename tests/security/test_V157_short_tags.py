"""V157: a tag that was cut proves nothing, and a whole one is too long to be guessed."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from maildesk.tokens import ALPHABET, TOKEN_LENGTH, TokenKind, letter_of, mint
from tests.test_tokens import KINDS, LETTERS, RING

HEAD = 15  # characters before the tag: kind, version, key and letter


def test_a_tag_has_eighty_bits() -> None:
    """As many as RFC 2104 §5 asks for at least of a tag that is cut."""
    assert (TOKEN_LENGTH - HEAD) * math.log2(len(ALPHABET)) == 80


@given(KINDS, LETTERS, st.integers(0, TOKEN_LENGTH - 1), st.text(ALPHABET, max_size=TOKEN_LENGTH))
def test_a_part_of_a_tag_is_none(kind: TokenKind, letter: int, kept: int, more: str) -> None:
    """Whatever is left of a token, or stands after the whole of it, names no letter: its length is exact before anything is compared."""
    token = mint(RING, kind, letter)

    assert letter_of(RING, kind, token[:kept]) is None
    assert letter_of(RING, kind, token + (more or "a")) is None


@given(st.text(max_size=40) | st.text(alphabet=ALPHABET + "01", min_size=TOKEN_LENGTH, max_size=TOKEN_LENGTH))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    """V157: guessing is hopeless, with 80 bits of tag."""
    assert all(letter_of(RING, kind, text) is None for kind in TokenKind)

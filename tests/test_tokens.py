"""Tokens: only what we wrote, whole and of the right kind, names a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.errors import Refused
from maildesk.tokens import LETTER_BITS, TOKEN_LENGTH, KeyRing, TokenKind, letter_of, mint, tokens_in

RING = KeyRing("a", {"a": b"k" * 32, "b": b"j" * 32})
OTHER = KeyRing("a", {"a": b"x" * 32})
LETTERS = st.integers(0, 2**LETTER_BITS - 1)
KINDS = st.sampled_from(TokenKind)


@given(KINDS, LETTERS)
def test_a_token_names_its_letter(kind: TokenKind, letter: int) -> None:
    """What was minted is read again, has one length, and survives a system that folds case down."""
    token = mint(RING, kind, letter)

    assert letter_of(RING, kind, token) == letter
    assert (len(token), token.lower(), tokens_in(f"support+{token}@example.com")) == (TOKEN_LENGTH, token, (token,))


@given(KINDS, LETTERS, st.integers(0, TOKEN_LENGTH - 1), st.characters())
def test_one_other_character_makes_it_worthless(kind: TokenKind, letter: int, place: int, character: str) -> None:
    """V062, V063: kind, version, key, letter and tag are all under the tag."""
    token = mint(RING, kind, letter)
    changed = token[:place] + character + token[place + 1 :]

    assert changed == token or all(letter_of(RING, each, changed) is None for each in TokenKind)


@given(KINDS, KINDS, LETTERS)
def test_no_kind_stands_for_another(kind: TokenKind, asked: TokenKind, letter: int) -> None:
    """A bounce token is no reply token, whoever asks."""
    assert kind is asked or letter_of(RING, asked, mint(RING, kind, letter)) is None


@given(KINDS, LETTERS)
def test_another_desks_token_is_a_strangers(kind: TokenKind, letter: int) -> None:
    """Two desks of the same program never take each other's ids for their own."""
    assert letter_of(OTHER, kind, mint(RING, kind, letter)) is None


def test_an_old_key_verifies_until_it_is_taken_out() -> None:
    """V064: rotation keeps letters under way alive; taking a key out kills all its tokens at once."""
    old = mint(RING, TokenKind.REPLY, 7)

    assert letter_of(KeyRing("b", RING.keys), TokenKind.REPLY, old) == 7
    assert letter_of(KeyRing("b", {"b": RING.keys["b"]}), TokenKind.REPLY, old) is None


@pytest.mark.parametrize(("current", "keys"), [("z", {"a": b"k" * 32}), ("a", {"a": b"short"}), ("A", {"A": b"k" * 32})])
def test_a_damaged_ring_is_refused(current: str, keys: dict[str, bytes]) -> None:
    """A desk never signs with a key that is missing or too short."""
    with pytest.raises(Refused):
        KeyRing(current, keys)

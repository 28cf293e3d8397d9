"""A token that was guessed, cut, folded or of another version is worth nothing (V063, V093, V098)."""

from __future__ import annotations

import secrets

import pytest

from maildesk.tokens import ALPHABET, TokenKind, letter_of, looks_like_token, mint
from tests.test_tokens import RING


def test_a_hundred_thousand_guesses_find_nothing() -> None:
    """V098: guesses of the right shape, with our own key's id."""
    guesses = ("r1a" + "".join(secrets.choice(ALPHABET) for _ in range(28)) for _ in range(100_000))

    assert not any(letter_of(RING, TokenKind.REPLY, guess) is not None for guess in guesses)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: " ",
        lambda token: "0",
        lambda token: token[:-1],
        lambda token: token + "a",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token.upper(),
        lambda token: token[:20] + "\0" + token[21:],
        lambda token: token.replace("1", "\uff11"),
        lambda token: token.replace("1", "2"),
    ],
    ids=["empty", "blank", "zero", "short", "long", "newline", "space", "upper", "nul", "wide digit", "version 2"],
)
def test_a_mangled_token_is_rejected(change: object) -> None:
    """V063, V093: length, alphabet, case and version are exact, before any table is asked."""
    assert callable(change)
    mangled = change(mint(RING, TokenKind.REPLY, 7))

    assert letter_of(RING, TokenKind.REPLY, mangled) is None
    assert mangled[1:2] == "2" or not looks_like_token(mangled)

"""A token that was guessed, cut, folded or of another version is worth nothing (V063, V093, V098)."""

from __future__ import annotations

import secrets

import pytest

from maildesk.tokens import ALPHABET, KeyRing, TokenKind, letter_of, looks_like_token, mint
from tests.test_tokens import RING


def test_ten_thousand_guesses_find_nothing() -> None:
    """V098: guesses of the right shape, with our own key's id, of each kind in turn; `make torture` makes a million."""
    kinds = list(TokenKind)
    guesses = ((kind, f"{kind}1a" + "".join(secrets.choice(ALPHABET) for _ in range(28))) for kind in (kinds[n % len(kinds)] for n in range(10_000)))

    assert not any(letter_of(RING, kind, guess) is not None for kind, guess in guesses)


@pytest.mark.parametrize("kind", TokenKind)
def test_each_character_of_a_token_counts(kind: TokenKind) -> None:
    """V063: every one-character change of a valid token, to any letter that may stand there and to some that may not, names nothing, as whatever kind it is read."""
    token = mint(RING, kind, 0x123456789ABCDE)
    changed = [token[:place] + other + token[place + 1 :] for place in range(len(token)) for other in f"{ALPHABET}018=" if other != token[place]]

    assert letter_of(RING, kind, token) == 0x123456789ABCDE
    assert [one for one in changed for read_as in TokenKind if letter_of(RING, read_as, one) is not None] == []


@pytest.mark.parametrize("kind", TokenKind)
def test_no_kind_stands_for_another(kind: TokenKind) -> None:
    """Nor does a token whose kind was written over: the kind is under the tag."""
    token = mint(RING, kind, 7)
    others = [other for other in TokenKind if other is not kind]

    assert [letter_of(RING, other, token) for other in others] == [None] * len(others)
    assert [letter_of(RING, other, other + token[1:]) for other in others] == [None] * len(others)


def test_a_key_that_was_taken_out_verifies_nothing() -> None:
    """V064: from that moment each token that it made is dead; one that was rotated away still counts until it is taken out."""
    token = mint(RING, TokenKind.CONFIRM, 7)
    rotated = KeyRing("z", {**RING.keys, "z": b"z" * 32})

    assert letter_of(rotated, TokenKind.CONFIRM, token) == 7
    assert letter_of(KeyRing("z", {"z": b"z" * 32}), TokenKind.CONFIRM, token) is None


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
        lambda token: token[:20] + token[20].upper() + token[21:],
        lambda token: token.replace("a", "\u0430"),
        lambda token: token + token,
        lambda token: token[:15],
        lambda token: token[:15] + "\u0660" * 16,
    ],
    ids=(
        "empty",
        "blank",
        "zero",
        "short",
        "long",
        "newline",
        "space",
        "upper",
        "nul",
        "wide digit",
        "version 2",
        "one upper",
        "cyrillic",
        "twice",
        "no tag",
        "arabic digits",
    ),
)
@pytest.mark.parametrize("kind", [TokenKind.REPLY, TokenKind.CONFIRM])
def test_a_mangled_token_is_rejected(kind: TokenKind, change: object) -> None:
    """V063, V093: length, alphabet, case and version are exact, before any table is asked."""
    assert callable(change)
    mangled = change(mint(RING, kind, 0x7A))

    assert letter_of(RING, kind, mangled) is None
    assert mangled[1:2] == "2" or not looks_like_token(mangled)

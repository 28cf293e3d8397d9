"""V062, V063, V093: one character more, less or other than we wrote makes a token worth nothing, in every place where tokens are read."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator

import pytest

from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.threading.clues import read_clues
from maildesk.tokens import ALPHABET, TAPS, TokenKind, letter_of, mint
from tests.receiver import config_of
from tests.test_tokens import RING

LETTER = 0x0123_4567_89AB_CDE
# What keyboards, codings and look-alikes put in a character's place.
CHARACTERS = [*map(chr, range(256)), *"\uff11\uff52\u0661\u2460\u0430\u0435\u212a\u017f\u0131\u200b\u202e\ufeff\ud7ff\U0001d7cf"]
CONFIG = config_of()


def altered(token: str, characters: list[str]) -> Iterator[str]:
    """Each place with each other character."""
    for at in range(len(token)):
        for character in characters:
            if character != token[at]:
                yield token[:at] + character + token[at + 1 :]


@pytest.mark.parametrize("kind", TokenKind)
def test_every_change_of_one_character(kind: TokenKind) -> None:
    """Whatever it is asked as: also what makes another kind, another key or another letter of it."""
    token = mint(RING, kind, LETTER)
    assert letter_of(RING, kind, token) == LETTER
    assert not [changed for changed in altered(token, CHARACTERS) for asked in TokenKind if letter_of(RING, asked, changed) is not None]


def test_there_are_enough_of_them() -> None:
    """Each of 31 places takes each letter of the alphabet and most of what else there is; each change is another, and there is a kind for each letter we write."""
    for kind in TokenKind:
        token = mint(RING, kind, LETTER)
        changed = list(altered(token, CHARACTERS))
        assert len(token) == 31
        assert len(set(changed)) == len(changed) == 31 * (len(CHARACTERS) - 1) >= 8000
    assert len(TokenKind) >= 13
    assert {*ALPHABET} <= {*CHARACTERS}


@pytest.mark.parametrize("kind", TokenKind)
def test_every_loss_addition_and_exchange(kind: TokenKind) -> None:
    """Cut, lengthened, doubled, turned round, or with two characters in each other's place."""
    token = mint(RING, kind, LETTER)
    places = range(len(token))
    shorter = [token[:at] + token[at + 1 :] for at in places] + [token[:at] for at in places] + [token[at:] for at in places if at]
    longer = [token[:at] + character + token[at:] for at in range(len(token) + 1) for character in (*ALPHABET, *" \t\r\n\0.=+-<>@%")]
    swapped = [token[:at] + token[at + 1] + token[at] + token[at + 2 :] for at in places[:-1]]
    others = [token * 2, token[::-1], token.upper(), token.title(), f"{token[:15]}{token[:15]}{token[15]}", token[:15] + token[15:][::-1], ""]
    for changed in (*shorter, *longer, *swapped, *others):
        assert changed == token or all(letter_of(RING, asked, changed) is None for asked in TokenKind), changed


PLACES = {
    "RCPT": TokenKind.REPLY,
    "To": TokenKind.REPLY,
    "Delivered-To": TokenKind.REPLY,
    "In-Reply-To": TokenKind.MESSAGE_ID,
    "References": TokenKind.MESSAGE_ID,
    "Subject": min(TAPS),
}


@pytest.mark.parametrize("place", PLACES)
def test_where_tokens_are_read(place: str) -> None:
    """The readers of addresses, ids and subjects are no more generous than the token itself."""
    token = mint(RING, PLACES[place], LETTER)
    assert _found(place, token)
    assert not [changed for changed in altered(token, list(string.printable + "\0\xe9\uff11")) if _found(place, changed)]


def _found(place: str, token: str) -> bool:
    address, identifier = f"support+{token}@example.com", f"<{token}@example.com>"
    envelope = Envelope(rcpt_to=(address,) if place == "RCPT" else ())
    mail = ParsedMail(
        to=(Address("", address if place == "To" else "somebody@else.example"),),
        in_reply_to=(identifier,) if place == "In-Reply-To" else (),
        references=(identifier,) if place == "References" else (),
        subject=f"close ({token})" if place == "Subject" else "",
        headers=(("Delivered-To", address),) if place == "Delivered-To" else (),
    )
    return bool(read_clues(mail, envelope, RING, CONFIG).tokens)


def guesses(many: int, seed: int) -> int:
    """How many of so many guesses of a live letter's tag are right; the kind, version, key and letter are those of a true token."""
    bits, right = random.Random(seed).getrandbits, 0
    heads = [(kind, mint(RING, kind, LETTER)[:-16]) for kind in TokenKind]
    for number in range(many):
        kind, head = heads[number % len(heads)]
        tag = bits(80)
        right += letter_of(RING, kind, head + "".join(ALPHABET[tag >> shift & 31] for shift in range(0, 80, 5))) is not None
    return right


def test_guesses_of_a_tag() -> None:
    """Some ten thousand here, a million in `make torture` (V098)."""
    assert guesses(50_000, seed=4711) == 0

"""A million guesses of the tag of a live letter's token: `make torture`."""

from __future__ import annotations

import random

from tests.security.test_V062_V063_V093_token_mutations import guesses

SEED = random.SystemRandom().randrange(10**9)


def test_a_million_guesses_find_nothing() -> None:
    """V093, V098: each with a true kind, version, key and letter; the seed stands in the failure, so that a find can be made again."""
    assert guesses(1_000_000, SEED) == 0, SEED

"""One thing that spoke in a decision about a mail: whether it won, and why or why not. Gathered where somebody asks, as `explain` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from maildesk.language import Said

MOST = 20  # of one decision: a mail of a thousand parts has a thousand


@dataclass(frozen=True, slots=True)
class Evidence:
    """`of` is what spoke."""

    of: Said
    won: bool
    why: Said


def won(of: Said, why: Said) -> Evidence:
    return Evidence(of, won=True, why=why)


def lost(of: Said, why: Said) -> Evidence:
    return Evidence(of, won=False, why=why)


def winners_first(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """As many as anybody reads; whatever won comes first, so that it is never cut off."""
    return tuple(islice(sorted(found, key=lambda one: not one.won), MOST))

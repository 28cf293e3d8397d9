"""How much harm an action can do in the wrong hands: the better the proof, the more of them it is good for."""

from __future__ import annotations

from enum import IntEnum


class Risk(IntEnum):
    """Least first; whoever is proven for one is proven for those before it."""

    NOTE = 1  # kept inside, on one ticket
    USUAL = 2  # words to the ticket's own customer; its state, its owner, its tags
    HIGH = 3  # reaches other people or other tickets, or cannot be taken back

"""One installation, opened: its files as values, its keys, its database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from maildesk.carriers import letter_of_message_id
from maildesk.config.schema import DeskConfig
from maildesk.outbound.compose import Press
from maildesk.resolver import Resolver
from maildesk.rules.ruleset import RuleSet
from maildesk.store.engine import Database
from maildesk.tokens import LETTER_BITS, KeyRing


@dataclass(frozen=True)
class Desk:
    """Everything the stages are told besides the mail and the time.

    `random_bits(n)` gives n random bits; it is passed in, so that a test can repeat a run.
    """

    config: DeskConfig
    rules: RuleSet
    press: Press
    ring: KeyRing
    database: Database
    random_bits: Callable[[int], int]
    resolver: Resolver | None = None  # without one no name server is asked

    def signed(self, message_id: str | None) -> bool:
        """Whether a Message-ID is one of a letter of ours."""
        return message_id is not None and letter_of_message_id(self.ring, message_id) is not None

    def letter_number(self) -> int:
        """A number for a letter that no restored database mints again."""
        return self.random_bits(LETTER_BITS)

"""What it takes to send an answer to somebody whom its readers do not see: an answer, and nobody of the house. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maildesk.carriers import is_own
from maildesk.changes import Change, CommandProblem
from maildesk.config.schema import DeskConfig
from maildesk.language import Said

MOST = 10  # addresses: a mailing is no answer


def blind_problems(changes: Sequence[Change], replies: bool, config: DeskConfig) -> tuple[CommandProblem, ...]:
    """What is wrong with the blind copies that these changes ask for; `replies` that there are words to the customer."""
    lists = [change.value for change in changes if change.verb == "bcc" and isinstance(change.value, tuple)]
    named = [address for addresses in lists for address in addresses]
    return tuple(CommandProblem("#bcc", why) for why in _wrong(named, replies, config)) if named else ()


def _wrong(named: Sequence[str], replies: bool, config: DeskConfig) -> Iterator[Said]:
    if not replies:
        yield Said("goes with an answer to the customer, and there is none beside it")
    if len(named) > MOST:
        yield Said("names more than {most} people", most=MOST)
    for address in named:
        if is_own(address, config.mailboxes) or config.agent(address):
            yield Said("{whom} is of the house: write #note, or #notify", whom=address)

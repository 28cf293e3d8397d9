"""What a shell offers after a tab: tickets, people and words of the desk. Quick, and silent whatever is wrong: a prompt is no place for a complaint."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from maildesk.cli.call import Call
from maildesk.language import _

if TYPE_CHECKING:
    from maildesk.config.schema import DeskConfig

_MOST = 50  # offers
_SHOWN = 60  # columns of the words beside an offer

Offers = Iterable[tuple[str, str]]  # what is typed, and what is shown beside it


def offered(ctx: click.Context, incomplete: str, look: Callable[[Call, str], Offers]) -> list[CompletionItem]:
    """The offers of `look` that begin as typed; none where the desk cannot be read."""
    from maildesk.cli.visible import cut, visible

    given = ctx.find_root().params
    with contextlib.suppress(Exception):
        found = look(Call(given.get("desk"), given.get("acting")), incomplete)
        begun = [(value, words) for value, words in found if value.casefold().startswith(incomplete.casefold())]
        return [CompletionItem(visible(value), help=cut(visible(words), _SHOWN)) for value, words in begun[:_MOST]]
    return []


class Named(StringParamType):
    """A text of which the desk knows some."""

    def __init__(self, look: Callable[[Call, str], Offers]) -> None:
        self._look = look

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return offered(ctx, incomplete, self._look)


class Numbered(click.IntRange):
    """A number of which the desk knows some."""

    def __init__(self, least: int, look: Callable[[Call, str], Offers]) -> None:
        super().__init__(least, 2**63 - 1)  # no number of a database is larger
        self._look = look

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return offered(ctx, incomplete, self._look)


def _tickets(call: Call, incomplete: str) -> Offers:
    """The ones altered last, those that somebody still has to do something about first."""
    from maildesk.store.browse import TicketFilter, list_tickets
    from maildesk.ticket import ACTIVE

    with call.database() as database, database.read() as session:
        found = list_tickets(session, TicketFilter(), 500 if incomplete else _MOST)
    return [(str(one.number), one.subject) for one in sorted(found, key=lambda one: one.status not in ACTIVE)]


def _letters(call: Call, _typed: str) -> Offers:
    from maildesk.outbound.outbox import listed

    with call.database() as database, database.read() as session:
        return [(str(row.letter), f"{row.kind} {row.person} {row.state}") for row in reversed(listed(session, None, _MOST))]


def _mails(call: Call, _typed: str) -> Offers:
    from maildesk.intake.spool import listed

    with call.database() as database, database.read() as session:
        return [(str(row.id), f"{row.mail_from or ''} {row.state}") for row in reversed(listed(session, None, _MOST))]


def _tags(call: Call, _typed: str) -> Offers:
    from maildesk.store.browse import tag_names

    with call.database() as database, database.read() as session:
        return [(tag, "") for tag in tag_names(session)]


def _of_config(values: Callable[[DeskConfig], Offers]) -> Callable[[Call, str], Offers]:
    return lambda call, _typed: values(call.config())


TICKET = Numbered(1, _tickets)
LETTER = Numbered(0, _letters)
MAIL = Numbered(1, _mails)
TAG = Named(_tags)
AGENT = Named(_of_config(lambda config: [(agent.address, agent.name) for agent in config.agents]))
TEAM = Named(_of_config(lambda config: [(team, "") for team in config.teams]))
MAILBOX = Named(_of_config(lambda config: [(box.address, box.name) for box in config.mailboxes]))


def _verbs(_call: Call, incomplete: str) -> Offers:
    from maildesk.verbs import VERBS

    return [(f"#{verb.name}", _(verb.help)) for verb in VERBS.values()]


COMMANDS = Named(_verbs)

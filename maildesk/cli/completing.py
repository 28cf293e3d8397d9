"""What a shell offers after a tab: tickets, people and words of the desk. Quick, and silent whatever is wrong: a prompt is no place for a complaint."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from maildesk.cli.call import Call
from maildesk.errors import Refused
from maildesk.language import Said, _

if TYPE_CHECKING:
    from maildesk.config.glance import Glance

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

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).lstrip("+-").isdecimal():
            self.fail(_("“{value}” is no number; write it like 12").format(value=value), param, ctx)
        return super().convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return offered(ctx, incomplete, self._look)


class Somebody(StringParamType):
    """The address of anybody, as it is kept: in lower case."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "@" not in str(value).strip("@"):
            self.fail(_("“{value}” is no address; write it like eve@example.net").format(value=value), param, ctx)
        return str(value).lower()


def _rows(call: Call, statement: str) -> list[tuple[str, ...]]:
    """What a statement of `store.prompt` finds: an SQLite file answers at once; a server is asked the usual way, which takes half a second to load."""
    import sqlite3

    from maildesk.store.prompt import rows_of

    file = _glance(call).file
    if file is not None:
        with contextlib.suppress(sqlite3.Error):
            return _as_text(rows_of(file, statement))
    with call.database() as database, database.read() as session:
        return _as_text(session.exec_driver_sql(statement))


def _as_text(rows: Iterable[Iterable[object]]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in rows]


def _glance(call: Call) -> Glance:
    """What stands in desk.yaml; raises Refused where nobody of it makes the call."""
    from maildesk.config.glance import glance

    found = glance(call.file())
    if call.acting is not None and call.acting.lower() not in dict(found.agents):
        raise Refused(Said("there is no agent {agent}; known are {known}", agent=call.acting, known=", ".join(dict(found.agents))))
    return found


def _tickets(call: Call, _typed: str) -> Offers:
    """The ones altered last, those that somebody still has to do something about first."""
    from maildesk.store.prompt import TICKETS
    from maildesk.ticket import ACTIVE

    return [(number, subject) for number, subject, _status in sorted(_rows(call, TICKETS), key=lambda row: row[2] not in ACTIVE)]


def _letters(call: Call, _typed: str) -> Offers:
    from maildesk.store.prompt import LETTERS

    return [(number, " ".join(words)) for number, *words in _rows(call, LETTERS)]


def _mails(call: Call, _typed: str) -> Offers:
    from maildesk.store.prompt import MAILS

    return [(number, " ".join(words)) for number, *words in _rows(call, MAILS)]


def _tags(call: Call, _typed: str) -> Offers:
    from maildesk.store.prompt import TAGS

    return [(tag, "") for (tag,) in _rows(call, TAGS)]


def _of_config(values: Callable[[Glance], Offers]) -> Callable[[Call, str], Offers]:
    return lambda call, _typed: values(_glance(call))


TICKET = Numbered(1, _tickets)
LETTER = Numbered(0, _letters)
MAIL = Numbered(1, _mails)
ADDRESS = Somebody()
TAG = Named(_tags)
AGENT = Named(_of_config(lambda desk: desk.agents))
TEAM = Named(_of_config(lambda desk: [(team, "") for team in desk.teams]))
MAILBOX = Named(_of_config(lambda desk: desk.mailboxes))


def _verbs(_call: Call, incomplete: str) -> Offers:
    from maildesk.verbs.table import VERBS

    return [(f"#{verb.name}", _(verb.help)) for verb in VERBS.values()]


COMMANDS = Named(_verbs)

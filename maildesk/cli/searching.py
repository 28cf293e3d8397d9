"""What `ticket search` does and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from maildesk.cli.call import Call
from maildesk.cli.looking import zone_of
from maildesk.cli.output import columns, say, styled
from maildesk.cli.shapes import json_line, ticket_shape
from maildesk.cli.visible import cut, table, visible, when
from maildesk.cli.wording import said
from maildesk.clock import SystemClock
from maildesk.config.schema import DeskConfig
from maildesk.language import N_, _, ngettext
from maildesk.search.query import Asker, Query, read_query
from maildesk.service.indexing import catch_up
from maildesk.store.engine import Database
from maildesk.store.search import search_tickets, words_around
from maildesk.ticket import Ticket

_HEADINGS = (N_("TICKET"), N_("STATUS"), N_("WITH"), N_("REQUESTER"), N_("UPDATED"), N_("SUBJECT"))
_INDENT = "    "
_WIDTH = 200  # characters of the words around a hit
_CAUGHT_UP = 1000  # tickets that a search indexes itself: what came just now must be found


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket, and the words around what was found in its messages; None where it was found elsewhere."""

    ticket: Ticket
    words: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    query: Query
    config: DeskConfig

    def find(self, database: Database, last: int) -> list[Found]:
        """What the desk knows of it; on stderr stands what could not be looked at."""
        left = catch_up(database, _CAUGHT_UP)
        if left:
            _note(ngettext("{count} ticket is not in the index yet", "{count} tickets are not in the index yet", left).format(count=left))
        with database.read() as session:
            tickets = search_tickets(session, self.query, last)
            return [Found(one, words_around(session, self.query, one.number, _WIDTH)) for one in tickets]


def ask(call: Call, text: str) -> Asked:
    """The query of a call; on stderr stands what was not read as it may have been meant."""
    config = call.config()
    asked = Asked(read_query(text, Asker(SystemClock().now(), config.zone, call.actor(config).address)), config)
    for note in asked.query.notes:
        _note(note)
    if not asked.query.phrases and not asked.query.filters:
        _note(_("there is no word in the query to search for"))
    return asked


def _note(text: str) -> None:
    click.echo(visible(text), err=True)


def found_shape(found: Found) -> str:
    return json_line(ticket_shape(found.ticket) | {"words": found.words})


def say_found(found: Sequence[Found], config: DeskConfig) -> None:
    """A table, each row with the words around the hit below it, both as wide as the terminal."""
    if not found:
        say(_("no ticket is like that"))
        return
    width = columns()
    first, *rows = table([_(heading) for heading in _HEADINGS], [_row(one.ticket, config) for one in found], width)
    say(styled(first, bold=True))
    for row, one in zip(rows, found, strict=True):
        say(row)
        if one.words:
            words = _INDENT + visible(one.words)
            say(styled(words if width is None else cut(words, width), dim=True))


def _row(ticket: Ticket, config: DeskConfig) -> tuple[object, ...]:
    moment = when(ticket.updated, zone_of(config, ticket.mailbox))
    return (ticket.number, said(ticket.status), ticket.assignee or ticket.team, ticket.requester, moment, ticket.subject)

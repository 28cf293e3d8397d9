"""The rows of links to tap in a letter to staff: what each is called, the word to answer with, and the mail that it opens. Pure."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

from maildesk.config.roles import team_of
from maildesk.config.schema import Agent, DeskConfig
from maildesk.language import told, words
from maildesk.outbound.atoms import clean_line
from maildesk.outbound.happening import Row
from maildesk.subject import unlabelled
from maildesk.taps import TABLE, offered
from maildesk.ticket import Ticket
from maildesk.tokens import TokenKind

_LONGEST = 60  # characters of a ticket's subject in that of a prepared mail


def prepared_row(kind: TokenKind, subject: str, body: str = "") -> Row:
    """What `compose` makes an address to tap of, once the letter has its number."""
    return {"tap": str(kind), "tap_subject": subject, "tap_body": body, "link": ""}


def tap_rows(ticket: Ticket, agent: Agent, config: DeskConfig, of: Collection[TokenKind] = TABLE.keys()) -> tuple[Row, ...]:
    """The actions that fit the ticket as it stands; the mail of each says it in words, too, and keeps at home what a mail program adds below.

    That of an answer is empty: there the agent's words go.
    """
    spoken, team = words(agent.languages[0] if agent.languages else "en"), team_of(config, ticket)
    found = []
    for kind in (one for one in offered(ticket, agent.address, team) if one in of):
        says, word = told(TABLE[kind].says, spoken), told(TABLE[kind].word, spoken)
        answer = kind is TokenKind.ANSWER_CLOSE
        subject = (
            f"Re: [#{ticket.number}] {clean_line(unlabelled(ticket.subject, ticket.number), _LONGEST)}" if answer else f"[#{ticket.number}] {says}"
        )
        found.append({**prepared_row(kind, subject, "" if answer else "#note\r\n"), "says": says, "word": word, "number": str(ticket.number)})
    return tuple(found)


_LONGEST_LINK = 1800  # characters of a prepared mail in its address, which every program still takes


def again_rows(ticket: Ticket, block: str, text: str) -> tuple[Row, ...]:
    """A mail that was not carried out, to be sent again with its commands put right; `whole` where there is room for its words, too."""
    subject = f"Re: [#{ticket.number}] {clean_line(unlabelled(ticket.subject, ticket.number), _LONGEST)}"
    for body, whole in ((f"{block}\n\n{text}".strip(), "yes"), (f"{block}\n\n".lstrip(), "")):
        lines = body.replace("\n", "\r\n")
        if len(quote(subject + lines, safe="")) <= _LONGEST_LINK:
            return ({**prepared_row(TokenKind.ACTION, subject, lines), "block": block, "whole": whole},)
    return ()

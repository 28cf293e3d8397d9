"""What a mail asks for that was prepared by a link in a letter of ours, and why it may come too late. Pure."""

from __future__ import annotations

from dataclasses import replace

from maildesk.changes import Change, CommandProblem
from maildesk.commands.block import Block
from maildesk.config.roles import team_of
from maildesk.decision.circumstances import Circumstances
from maildesk.letter import Letter, LetterKind
from maildesk.taps import TABLE, Misfit, changes_of, line_of, misfit, words_of
from maildesk.threading.decision import Answer
from maildesk.ticket import MessageKind
from maildesk.tokens import TokenKind


def asked(decision: Answer, seen: Circumstances) -> Block:
    """What an agent's mail asks for; a prepared one asks for what it was prepared for, whatever a mail program did to its text."""
    block, kind, letter = seen.block, decision.tap, decision.letter
    if kind is None or letter is None:
        return block
    if kind is TokenKind.ACTION:
        told = any(change.verb in ("junk", "notjunk") for change in block.changes)
        return _with(block, (Change("notjunk"),)) if letter.kind is LetterKind.JUNK_LIST and not told else block
    ticket = decision.ticket
    changes = changes_of(kind, team_of(seen.config, ticket), seen.now, seen.config.home(ticket.mailbox).zone)
    # But for an answer, what stands in it is a mail program's or a signature: it stays at home.
    usual = MessageKind.REPLY if kind is TokenKind.ANSWER_CLOSE else MessageKind.NOTE
    return replace(_with(block, changes), visibility=block.visibility or usual)


def _with(block: Block, changes: tuple[Change, ...]) -> Block:
    said = {change.verb for change in changes}
    return replace(block, changes=(*changes, *(one for one in block.changes if one.verb not in said)))


def too_late(decision: Answer, seen: Circumstances, says: bool) -> CommandProblem | None:
    """Why a tap does not fit any more as it did when its letter was written; `says` whether there are words beside it."""
    kind, letter = decision.tap, decision.letter
    if kind is None or letter is None:
        return None
    why = _misfit(kind, letter, decision, seen, says)
    return CommandProblem(seen.mail.subject, words_of(why, kind, decision.ticket, letter.person)) if why else None


def _misfit(kind: TokenKind, letter: Letter, decision: Answer, seen: Circumstances, says: bool) -> Misfit | None:
    if letter.person != decision.agent:
        return Misfit.FOREIGN
    if kind not in TABLE or letter.ticket not in (0, decision.ticket.number):  # of a ticket merged since, the same is said as of any command
        return None
    why = misfit(kind, decision.ticket, decision.agent, seen.around.used)
    if why is None and TABLE[kind].once and seen.around.newer:
        return Misfit.NEWER
    return Misfit.EMPTY if why is None and kind is TokenKind.ANSWER_CLOSE and not says else why


def history_of(decision: Answer) -> str:
    """The line of history that says by which link something was done, "" where by none."""
    return line_of(decision.tap, decision.letter.id) if decision.tap in TABLE and decision.tap and decision.letter else ""

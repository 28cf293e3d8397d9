"""Commands that stand where nobody can be sure of them: in one of a mail's two parts, in a subject, above a mail that answers nothing. Pure."""

from __future__ import annotations

from maildesk.changes import CommandProblem
from maildesk.commands.block import Block, differs
from maildesk.commands.elsewhere import ELSEWHERE
from maildesk.commands.insubject import groups_in
from maildesk.commands.lines import bare, pieces, top_block
from maildesk.commands.words import is_command_word, is_nearly_command_word
from maildesk.decision.circumstances import Circumstances
from maildesk.html.text import to_text
from maildesk.judged import NatureKind
from maildesk.language import Said
from maildesk.threading.decision import Answer
from maildesk.threading.signature.goodbye import card_above
from maildesk.threading.staffmail import STAFF_ANSWERS
from maildesk.verbs.vocabulary import folded


def misplaced(seen: Circumstances) -> tuple[CommandProblem, ...]:
    """Commands above an agent's mail that refers to no ticket: they would be the words of a new one, and nobody would carry them out."""
    if seen.trust.agent is None or seen.nature.kind is not NatureKind.HUMAN:
        return ()
    why = Said(
        "your mail answers no letter about a ticket, so nobody knows which one is meant: answer such a letter, "
        "or send your words without commands if you ask for something yourself"
    )
    written = [line.strip() for line in top_block(seen.split.reply).lines if _means_commands(line)]
    in_subject = [f"[{group}]" for group in groups_in(seen.mail.subject) if _means_commands(group)]
    return tuple(CommandProblem(line, why) for line in (*in_subject, *written))


def _means_commands(line: str) -> bool:
    """Whether a line asks for something that we do, or that other desks do, perhaps misspelt."""
    words = (piece.word for piece in pieces(bare(line)))
    return any(is_command_word(word) or folded(word) in ELSEWHERE or is_nearly_command_word(word, short=False) for word in words)


def meant_for_a_part(decision: Answer, block: Block) -> tuple[CommandProblem, ...]:
    """Commands that answer a letter from before a merge mean the ticket that letter was about, and the one it is part of may have more to it."""
    if decision.letter is None or decision.letter.ticket in (0, decision.ticket.number):
        return ()
    why = Said(
        "it answers a letter about ticket {part}, which is part of ticket {number} now: answer this letter if {number} is meant",
        part=decision.letter.ticket,
        number=decision.ticket.number,
    )
    return tuple(CommandProblem(f"#{change.verb}", why) for change in block.changes)


def two_faced(block: Block, seen: Circumstances) -> tuple[CommandProblem, ...]:
    """A command in only one of a mail's two parts was perhaps not seen by its author (V088)."""
    shown = seen.split.reply_html or seen.mail.html
    text = to_text(shown, seen.config.limits) if shown else ""
    if seen.mail.from_:
        text = "\n".join(text.split("\n")[card_above(text, seen.mail.from_) :])
    if not differs(block, text):
        return ()
    line = next(iter((*block.lines, *top_block(text).lines)), "#")
    return (CommandProblem(line, Said("the text and the HTML of your mail ask for different things; send it as plain text")),)


def unproven_subject(decision: Answer, block: Block, seen: Circumstances) -> tuple[CommandProblem, ...]:
    """What an upstream server's word alone proves may be a signature that leaves the subject out (docs/decisions/0022).

    Nor is it the agent's where no letter of ours to staff is answered: a customer may have written it in a mail that only the agent got.
    """
    proof, letter = seen.reading.proof, decision.letter
    by_results = proof.upstream and not (proof.own or proof.login or proof.internal)
    if not block.subject or not (by_results or letter is None or letter.answer not in STAFF_ANSWERS):
        return ()
    why = Said("stands in the subject, and nothing proves that you wrote the subject: write it on top of the text")
    return tuple(CommandProblem(group, why) for group in block.subject)

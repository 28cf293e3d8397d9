"""When an agent is asked first: what may be a program's words, part of our letter, or not for the customer. Pure."""

from __future__ import annotations

from maildesk.carriers import is_own
from maildesk.changes import CommandProblem
from maildesk.commands.block import Block
from maildesk.commands.forstaff import called_internal
from maildesk.commands.nearly import asked_about
from maildesk.commands.outside import outside_in
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Told
from maildesk.errors import NOTHING
from maildesk.files import own_files
from maildesk.language import Said
from maildesk.threading.decision import Answer
from maildesk.threading.signature.goodbye import thanks_alone
from maildesk.ticket import MessageKind

_LONGEST_SHOWN = 80  # characters of a line that is asked about


def not_surely_words(block: Block, decision: Answer, seen: Circumstances) -> Told | None:
    """What is asked about: words inside of our letter, lines that may be commands, and what may be none of the agent's."""
    if seen.split.mingled:
        return Told("builtin:inside", (_inside(seen.split.mingled),))
    if block.stray:
        return Told("builtin:stray-command", tuple(asked_about(block.stray)))
    return _a_programs(block, decision, seen) if (block.lines or block.subject) and not (block.visibility or outside_in(block.changes)) else None


def _a_programs(block: Block, decision: Answer, seen: Circumstances) -> Told | None:
    """What stands beside commands, where a program may have put it there."""
    last = (*block.subject, *block.lines)[-1]
    if _only_pictures(block, seen):
        picture = Said("only a picture stands below it: write #reply or #note, or a word, if it is not your signature's")
        return Told("builtin:only-a-picture", (CommandProblem(last, picture),))
    if _only_below(block, seen):
        footer = Said("only words below the quoted letter stand beside it: write #reply or #note, if a program did not put them there")
        return Told("builtin:only-below", (CommandProblem(last, footer),))
    if thanks_alone(block.rest, own_names(decision, seen)):
        thanks = Said("only thanks and your name stand below it: write #reply or #note, if a program did not put them there")
        return Told("builtin:only-thanks", (CommandProblem(last, thanks),))
    return None


def unclear_whom(block: Block, seen: Circumstances, told: MessageKind | None) -> Told | None:
    """Why it is asked whom an answer is for; `told` is what the agent or the letter says of it."""
    why = NOTHING
    if told is None:
        why = Said("it answers no letter that went to an agent: write #reply or #note on top, so that it is clear whom it is for")
    elif told is MessageKind.REPLY and not block.visibility:
        why = _perhaps_for_others(block, seen)
    return Told("builtin:reply-or-note", (CommandProblem("", why),)) if why else None


def _perhaps_for_others(block: Block, seen: Circumstances) -> Said:
    """Why an answer may be none to the customer: it is called internal, passes our letter on, or is written to a colleague."""
    if seen.clues.forward:
        return Said("its subject says that it passes our letter on: write #reply or #note on top, so that it is clear whom it is for")
    to = [one.address.lower() for one in seen.mail.to]
    colleague = next((one for one in to if seen.config.directory().agent(one)), "")
    if colleague and not any(is_own(one, seen.config.served) for one in to):
        return Said(
            "it is written to {whom}, with a copy to the ticket: write #reply or #note on top, so that it is clear whom it is for", whom=colleague
        )
    if word := called_internal(block.rest):
        return Said("it begins with “{word}”: write #reply or #note on top, so that it is clear whom it is for", word=word)
    if seen.around.colleague:
        return Said(
            "it is written to {whom}, a colleague: write #reply or #note on top, so that it is clear whom it is for", whom=seen.around.colleague
        )
    return NOTHING


def _inside(words: str) -> CommandProblem:
    """What an agent is told of words that may be the agent's own, though nothing tells them from our letter for sure."""
    first = words.partition("\n")[0]
    why = Said("stands among the lines of our letter, or below it, and seems to be yours: nothing was sent before you have seen what would leave")
    return CommandProblem(first if len(first) < _LONGEST_SHOWN else f"{first[:_LONGEST_SHOWN]}…", why)


def _only_pictures(block: Block, seen: Circumstances) -> bool:
    """Whether all that was sent beside commands is shown in the text: a screenshot, or the picture in a signature."""
    files = own_files(seen.mail, seen.split)
    return not block.rest.strip() and bool(files) and all(one.inline for one in files)


def _only_below(block: Block, seen: Circumstances) -> bool:
    """Whether all that was written beside commands stands below the quoted letter, where gateways write."""
    rest = " ".join(block.rest.removesuffix(block.inserted).split())
    return bool(rest) and rest == " ".join(seen.split.below.split())


def own_names(decision: Answer, seen: Circumstances) -> tuple[str, ...]:
    from_ = seen.mail.from_
    return (seen.agent_name(decision.agent), decision.agent.partition("@")[0], *((from_.name,) if from_ else ()))

"""What a proven agent's mail comes to: commands and words are carried out together, or nothing of them is."""

from __future__ import annotations

from dataclasses import replace

from maildesk.changes import Actor, Change, CommandProblem
from maildesk.commands.authorise import lacking
from maildesk.commands.block import Block
from maildesk.commands.dispatch import Asking, needed, visibility_of
from maildesk.commands.htmlblock import without_block
from maildesk.commands.lines import in_own_words
from maildesk.commands.outside import OUTSIDE, outside_in, worded
from maildesk.config.roles import Right, right_of
from maildesk.decision import tapped
from maildesk.decision.asked import unseen
from maildesk.decision.between import Between, between
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Consequence, Step, Told
from maildesk.decision.doubts import not_surely_words, own_names, unclear_whom
from maildesk.decision.misplaced import meant_for_a_part, two_faced, unproven_subject
from maildesk.decision.request import Request, faults, steps
from maildesk.decision.twice import said_twice
from maildesk.errors import Wrong
from maildesk.files import own_files
from maildesk.html.clean import text_to_html
from maildesk.language import Said
from maildesk.mail import MailState, Outcome
from maildesk.outbound.wording import is_customers
from maildesk.prepared import texts_of, values_for
from maildesk.threading.decision import Answer, Unplaced
from maildesk.threading.programs import is_reaction, is_recall
from maildesk.threading.signature.goodbye import is_goodbye
from maildesk.ticket import SIDE, Message, MessageKind, Role
from maildesk.verbs.effects import TEXTS

# An answer that is attachments alone still is a letter with a body.
FILES = {"en": "Please see the attached files.", "zh_CN": "请见附件。"}
_SAYING = {MessageKind.REPLY: "reply", MessageKind.NOTE: "note"}


def answered(decision: Answer, seen: Circumstances) -> Consequence:
    """An agent's proven mail: commands and text are carried out together, or nothing of them is; a question is answered."""
    if decision.unclear:
        return _only_told(decision, MailState.HELD, Told("builtin:which-ticket", (CommandProblem("", decision.unclear),)))
    if is_reaction(seen.mail, seen.split):
        return Consequence(Outcome(MailState.IGNORED, "builtin:reaction", decision.ticket.number))
    if is_recall(seen.split):
        why = Said("what a mail program recalls has been read already: answer with #undo, which takes your answer back as long as it waits")
        return _only_told(decision, MailState.ANSWERED, Told("builtin:correction", (CommandProblem("", why),)))
    block = _with_texts(decision, seen, _without_goodbye(tapped.asked(decision, seen), decision, seen))
    return _questioned(decision, seen, block) if block.questions else _wanted(decision, seen, block)


def _questioned(decision: Answer, seen: Circumstances, block: Block) -> Consequence:
    """What is asked stands alone: beside other commands or words nobody could tell whether those were to leave as well."""
    right = right_of(seen.config, Actor(f"agent:{decision.agent}", Role.OBSERVER), decision.ticket)
    why = lacking(Role.OBSERVER, right)
    if not why and (block.rest.strip() or block.changes or block.visibility or seen.split.mingled):
        why = Said("is a question, and other commands or words stand beside it: send it in a mail of its own")
    problems = block.problems + two_faced(block, seen) + unproven_subject(decision, block, seen)
    problems += (CommandProblem(f"#{block.questions[0].name}", why),) if why else ()
    problems += unseen(block.questions, decision.agent, seen.around.named, seen.config)
    rule = "builtin:correction" if problems else "builtin:question"
    return _only_told(decision, MailState.ANSWERED, Told(rule, problems))


def _wanted(decision: Answer, seen: Circumstances, block: Block) -> Consequence:
    told = _visibility(decision, block)
    visibility = told or MessageKind.NOTE
    right = right_of(seen.config, Actor(f"agent:{decision.agent}", Role.OBSERVER), decision.ticket)
    says = _says_something(block, seen)
    wanted = (*block.changes, *((Change(_SAYING[visibility]),) if says else ()))  # a plain answer needs as much of a right as a command
    request = Request(wanted, _asking(decision, seen, block, right), seen.around, says, block.visibility)
    problems = (
        block.problems
        + two_faced(block, seen)
        + unproven_subject(decision, block, seen)
        + _two_ways(block)
        + faults(request, seen.config)
        + (meant_for_a_part(decision, block) if right.role else ())
    )
    if right.role and (late := tapped.too_late(decision, seen, says)):
        problems = (late,)
    elif not (wanted or problems or seen.split.mingled):
        problems = (CommandProblem("", Said("there is neither a word nor a command above the line in your answer")),)
    if problems:
        problems = in_own_words(problems, (*(group.strip("[]") for group in block.subject), *block.lines))
        return _only_told(decision, MailState.ANSWERED, Told("builtin:correction", problems))
    if doubtful := not_surely_words(block, decision, seen) or (unclear_whom(block, seen, told) if says else None):
        return _only_told(decision, MailState.HELD, doubtful)
    sends = visibility is MessageKind.REPLY if says else any(change.verb == "send" for change in block.changes)
    outdated = sends and seen.around.newer
    if outdated or needed(wanted, seen.around.recall) > (seen.trust.up_to or 0):
        why = Told("builtin:outdated", between=seen.around.newer) if outdated else Told("builtin:unconfirmed")
        return _only_told(decision, MailState.HELD, why)
    return _carried_out(decision, seen, block, replace(request, changes=block.changes))


def _without_goodbye(block: Block, decision: Answer, seen: Circumstances) -> Block:
    """The block without a greeting and the agent's name that alone stand below commands: a program's, and nothing that the customer should get."""
    if not (block.lines or block.subject) or block.visibility or not is_goodbye(block.rest, own_names(decision, seen)):
        return block
    return replace(block, rest="")


def _with_texts(decision: Answer, seen: Circumstances, block: Block) -> Block:
    """The block with the prepared texts below the agent's own words."""
    if not any(change.verb in TEXTS for change in block.changes):
        return block
    mailbox = seen.config.home(decision.ticket.mailbox)
    values = values_for(decision.ticket, mailbox, seen.around.customer, seen.agent_name(decision.agent))
    try:
        text = texts_of(block.changes, values, mailbox.language, seen.config)
    except Wrong as wrong:
        return replace(block, problems=(*block.problems, CommandProblem("#canned", wrong.said)))
    return replace(block, rest="\n\n".join(filter(None, (block.rest.strip(), text))), inserted=text)


def unplaced(decision: Unplaced, seen: Circumstances) -> Consequence:
    wanting = Said("it answers a list: tap what stands beside a line of it, or write the ticket's number into the subject, like [#4711]")
    told = Told("builtin:correction", (CommandProblem("", wanting),))
    return Consequence(Outcome(MailState.ANSWERED, "builtin:correction"), told=told)


def _two_ways(block: Block) -> tuple[CommandProblem, ...]:
    if not (block.visibility and outside_in(block.changes)):
        return ()
    return (CommandProblem(f"#{_SAYING[block.visibility]}", Said("the text goes to whoever is asked; send what is for others in another mail")),)


def _only_told(decision: Answer, state: MailState, told: Told) -> Consequence:
    return Consequence(Outcome(state, told.rule, decision.ticket.number), decision.ticket, told=told)


def _asking(decision: Answer, seen: Circumstances, block: Block, right: Right) -> Asking:
    ticket, act = decision.ticket, seen.act(f"agent:{decision.agent}", right.role or Role.OBSERVER)
    visibility = (_visibility(decision, block) or MessageKind.NOTE) if _says_something(block, seen) else None
    return Asking(ticket, seen.config.home(ticket.mailbox), act, right, visibility)


def _carried_out(decision: Answer, seen: Circumstances, block: Block, request: Request) -> Consequence:
    ticket, act = decision.ticket, request.asking.act
    commands = steps(request)
    line = tapped.history_of(decision)
    if not _says_something(block, seen):
        outcome = Outcome(MailState.ANSWERED, "builtin:commands", ticket.number)
        return Consequence(outcome, ticket, steps=commands, event="commanded", tapped=line)
    visibility = _visibility(decision, block) or MessageKind.NOTE
    event = "agent-replied" if visibility is MessageKind.REPLY else "noted"
    answers = _between(block, visibility, seen)
    text = answers.words(block) or FILES[seen.clues.mailbox.language]
    name = seen.agent_name(decision.agent)
    outside = outside_in(block.changes)
    if again := said_twice(decision, seen, text, visibility, outside):
        return _only_told(decision, MailState.HELD, again)
    flags = (f"{SIDE}{outside}",) if outside else ()
    entry = Message(
        0, ticket.number, visibility, decision.agent, name, seen.mail.text, text, seen.now, seen.raw.id or None, trust=act.trust, flags=flags
    )
    markup = answers.html(seen.mail.html, seen.config.limits)
    html = without_block(markup, block.lines) + text_to_html(block.inserted) if markup else ""
    words = replace(seen.split, reply=text, reply_html=html)
    said = Step(Change(_SAYING[visibility], text), act, entry)
    done = (said, *commands) if not outside else tuple(_worded(step, text, entry) for step in commands)
    return Consequence(Outcome(MailState.TICKETED, ticket=ticket.number), ticket, steps=done, event=event, split=words, tapped=line)


def _between(block: Block, visibility: MessageKind, seen: Circumstances) -> Between:
    """What the agent answers of that which whoever reads it may read: a customer what customers wrote, staff all, somebody outside nothing."""
    if not seen.split.context or not block.rest.strip() or outside_in(block.changes):
        return Between(seen.split)
    readable = (entry for entry in seen.around.entries if is_customers(entry) and entry.id not in seen.around.private)
    return between(seen.split, tuple(readable) if visibility is MessageKind.REPLY else seen.around.entries)


def _worded(step: Step, text: str, entry: Message) -> Step:
    """The step that asks somebody outside with the words it goes with, which stand on the ticket as an internal entry."""
    return replace(step, change=worded((step.change,), text)[0], entry=entry) if step.change.verb in OUTSIDE else step


def _visibility(decision: Answer, block: Block) -> MessageKind | None:
    """Whether an answer goes to the customer or stays inside; None where neither the agent nor the letter says so."""
    if outside_in(block.changes):
        return MessageKind.NOTE
    by_letter = decision.letter.answer if decision.letter else None
    return block.visibility or visibility_of(block.changes) or (by_letter if by_letter in (MessageKind.REPLY, MessageKind.NOTE) else None)


def _says_something(block: Block, seen: Circumstances) -> bool:
    """Whether anything but commands would leave: command-only mail never becomes a customer's letter (case 66)."""
    return bool(block.rest.strip()) or bool(own_files(seen.mail, seen.split))

"""What a proven agent's mail comes to: commands and words are carried out together, or nothing of them is."""

from __future__ import annotations

from dataclasses import replace

from maildesk.carriers import is_own
from maildesk.changes import Actor, Change, CommandProblem
from maildesk.commands.authorise import lacking
from maildesk.commands.block import Block, differs
from maildesk.commands.dispatch import Asking, needed, visibility_of
from maildesk.commands.elsewhere import ELSEWHERE
from maildesk.commands.forstaff import called_internal
from maildesk.commands.htmlblock import without_block
from maildesk.commands.insubject import groups_in
from maildesk.commands.lines import bare, in_own_words, pieces, top_block
from maildesk.commands.nearly import asked_about
from maildesk.commands.outside import OUTSIDE, outside_in, worded
from maildesk.commands.words import is_command_word, is_nearly_command_word
from maildesk.config.roles import Right, right_of
from maildesk.config.schema import DeskConfig
from maildesk.decision import tapped
from maildesk.decision.asked import unseen
from maildesk.decision.between import Between, between
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Consequence, Step, Told
from maildesk.decision.request import Request, faults, steps
from maildesk.decision.twice import said_twice
from maildesk.errors import NOTHING, Wrong
from maildesk.files import own_files
from maildesk.html.clean import text_to_html
from maildesk.html.text import to_text
from maildesk.judged import NatureKind
from maildesk.language import Said
from maildesk.mail import MailState, Outcome
from maildesk.outbound.wording import is_customers
from maildesk.prepared import texts_of, values_for
from maildesk.threading.decision import Answer, Unplaced
from maildesk.threading.programs import is_reaction, is_recall
from maildesk.threading.signature.goodbye import card_above, is_goodbye, thanks_alone
from maildesk.threading.staffmail import STAFF_ANSWERS
from maildesk.ticket import SIDE, Message, MessageKind, Role
from maildesk.verbs.effects import TEXTS
from maildesk.verbs.vocabulary import folded

# An answer that is attachments alone still is a letter with a body.
FILES = {"en": "Please see the attached files.", "zh_CN": "请见附件。"}
_LONGEST_SHOWN = 80  # characters of a line that is asked about
_SAYING = {MessageKind.REPLY: "reply", MessageKind.NOTE: "note"}


def answered(decision: Answer, seen: Circumstances) -> Consequence:
    """An agent's proven mail: commands and text are carried out together, or nothing of them is; a question is answered."""
    if decision.unclear:
        return _refused(decision, "builtin:which-ticket", MailState.HELD, Told("builtin:which-ticket", (CommandProblem("", decision.unclear),)))
    if is_reaction(seen.mail, seen.split):
        return Consequence(Outcome(MailState.IGNORED, "builtin:reaction", decision.ticket.number))
    if is_recall(seen.split):
        why = Said("what a mail program recalls has been read already: answer with #undo, which takes your answer back as long as it waits")
        return _refused(decision, "builtin:correction", MailState.ANSWERED, Told("builtin:correction", (CommandProblem("", why),)))
    block = _with_texts(decision, seen, _without_goodbye(tapped.asked(decision, seen), decision, seen))
    return _questioned(decision, seen, block) if block.questions else _wanted(decision, seen, block)


def _questioned(decision: Answer, seen: Circumstances, block: Block) -> Consequence:
    """What is asked stands alone: beside other commands or words nobody could tell whether those were to leave as well."""
    right = right_of(seen.config, Actor(f"agent:{decision.agent}", Role.OBSERVER), decision.ticket)
    why = lacking(Role.OBSERVER, right)
    if not why and (block.rest.strip() or block.changes or block.visibility or seen.split.mingled):
        why = Said("is a question, and other commands or words stand beside it: send it in a mail of its own")
    problems = block.problems + two_faced(block, seen) + _unproven_subject(decision, block, seen)
    problems += (CommandProblem(f"#{block.questions[0].name}", why),) if why else ()
    problems += unseen(block.questions, decision.agent, seen.around.named, seen.config)
    rule = "builtin:correction" if problems else "builtin:question"
    return _refused(decision, rule, MailState.ANSWERED, Told(rule, problems))


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
        + _unproven_subject(decision, block, seen)
        + _two_ways(block)
        + faults(request, seen.config)
        + (_meant_for_a_part(decision, block) if right.role else ())
    )
    if right.role and (late := tapped.too_late(decision, seen, says)):
        problems = (late,)
    elif not (wanted or problems or seen.split.mingled):
        problems = (CommandProblem("", Said("there is neither a word nor a command above the line in your answer")),)
    if problems:
        problems = in_own_words(problems, (*(group.strip("[]") for group in block.subject), *block.lines))
        return _refused(decision, "builtin:correction", MailState.ANSWERED, Told("builtin:correction", problems))
    if doubtful := _not_surely_words(block, decision, seen):
        return _refused(decision, doubtful.rule, MailState.HELD, doubtful)
    if says and visibility is MessageKind.REPLY and not block.visibility and (whom := _perhaps_for_others(block, seen)):
        return _refused(decision, "builtin:reply-or-note", MailState.HELD, Told("builtin:reply-or-note", (CommandProblem("", whom),)))
    if says and told is None:
        unsure = CommandProblem(
            "", Said("it answers no letter that went to an agent: write #reply or #note on top, so that it is clear whom it is for")
        )
        return _refused(decision, "builtin:reply-or-note", MailState.HELD, Told("builtin:reply-or-note", (unsure,)))
    sends = visibility is MessageKind.REPLY if says else any(change.verb == "send" for change in block.changes)
    outdated = sends and seen.around.newer
    if outdated or needed(wanted, seen.around.recall) > (seen.trust.up_to or 0):
        why = Told("builtin:outdated", between=seen.around.newer) if outdated else Told("builtin:unconfirmed")
        return _refused(decision, why.rule, MailState.HELD, why)
    return _carried_out(decision, seen, block, replace(request, changes=block.changes))


def _without_goodbye(block: Block, decision: Answer, seen: Circumstances) -> Block:
    """The block without a greeting and the agent's name that alone stand below commands: a program's, and nothing that the customer should get."""
    if not (block.lines or block.subject) or block.visibility or not is_goodbye(block.rest, _own_names(decision, seen)):
        return block
    return replace(block, rest="")


def _own_names(decision: Answer, seen: Circumstances) -> tuple[str, ...]:
    from_ = seen.mail.from_
    return (_agent_name(decision.agent, seen.config), decision.agent.partition("@")[0], *((from_.name,) if from_ else ()))


def _with_texts(decision: Answer, seen: Circumstances, block: Block) -> Block:
    """The block with the prepared texts below the agent's own words."""
    if not any(change.verb in TEXTS for change in block.changes):
        return block
    mailbox = seen.config.home(decision.ticket.mailbox)
    values = values_for(decision.ticket, mailbox, seen.around.customer, _agent_name(decision.agent, seen.config))
    try:
        text = texts_of(block.changes, values, mailbox.language, seen.config)
    except Wrong as wrong:
        return replace(block, problems=(*block.problems, CommandProblem("#canned", wrong.said)))
    return replace(block, rest="\n\n".join(filter(None, (block.rest.strip(), text))), inserted=text)


def unplaced(decision: Unplaced, seen: Circumstances) -> Consequence:
    wanting = Said("it answers a list: tap what stands beside a line of it, or write the ticket's number into the subject, like [#4711]")
    told = Told("builtin:correction", (CommandProblem("", wanting),))
    return Consequence(Outcome(MailState.ANSWERED, "builtin:correction"), told=told)


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


def _two_ways(block: Block) -> tuple[CommandProblem, ...]:
    if not (block.visibility and outside_in(block.changes)):
        return ()
    return (CommandProblem(f"#{_SAYING[block.visibility]}", Said("the text goes to whoever is asked; send what is for others in another mail")),)


def _meant_for_a_part(decision: Answer, block: Block) -> tuple[CommandProblem, ...]:
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


def _unproven_subject(decision: Answer, block: Block, seen: Circumstances) -> tuple[CommandProblem, ...]:
    """What an upstream server's word alone proves may be a signature that leaves the subject out (docs/decisions/0022).

    Nor is it the agent's where no letter of ours to staff is answered: a customer may have written it in a mail that only the agent got.
    """
    proof, letter = seen.reading.proof, decision.letter
    by_results = proof.upstream and not (proof.own or proof.login or proof.internal)
    if not block.subject or not (by_results or letter is None or letter.answer not in STAFF_ANSWERS):
        return ()
    why = Said("stands in the subject, and nothing proves that you wrote the subject: write it on top of the text")
    return tuple(CommandProblem(group, why) for group in block.subject)


def _refused(decision: Answer, rule: str, state: MailState, told: Told) -> Consequence:
    return Consequence(Outcome(state, rule, decision.ticket.number), decision.ticket, told=told)


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
    name = _agent_name(decision.agent, seen.config)
    outside = outside_in(block.changes)
    if again := said_twice(decision, seen, text, visibility, outside):
        return _refused(decision, again.rule, MailState.HELD, again)
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


def _not_surely_words(block: Block, decision: Answer, seen: Circumstances) -> Told | None:
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
    if thanks_alone(block.rest, _own_names(decision, seen)):
        thanks = Said("only thanks and your name stand below it: write #reply or #note, if a program did not put them there")
        return Told("builtin:only-thanks", (CommandProblem(last, thanks),))
    return None


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


def _agent_name(agent: str, config: DeskConfig) -> str:
    entry = config.directory().agent(agent)
    return entry.name if entry else ""

"""An agent's answer that says once more what the same agent said just before: perhaps a program sent it twice. Pure."""

from __future__ import annotations

from datetime import timedelta

from maildesk.changes import CommandProblem
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Told
from maildesk.language import Said
from maildesk.threading.decision import Answer
from maildesk.ticket import MessageKind, side_of

RULE = "builtin:said-twice"
LATELY = timedelta(hours=1)  # later, the same words are another question: “Any news?”


def said_twice(decision: Answer, seen: Circumstances, text: str, kind: MessageKind, outside: str) -> Told | None:
    """Why it is asked about; None of the first of its kind, and of what its author sends knowing of that one.

    Whoever answers the letter that asks has read of it: what was written before a letter is never held against an answer to it.
    """
    words, files = text.split(), sorted((one.filename, one.size) for one in seen.mail.attachments)
    for said in seen.around.lately:
        entry = said.entry
        same = entry.kind is kind and side_of(entry.flags) == outside and entry.reply.split() == words and sorted(said.files) == files
        if same and seen.now - entry.created < LATELY:
            zone = seen.config.home(decision.ticket.mailbox).zone
            when = f"{entry.created.astimezone(zone):%Y-%m-%d %H:%M %Z}"
            why = Said(
                "you wrote the same here at {when}: perhaps your mail program sent it twice. This one is kept, and none of it was done", when=when
            )
            return Told(RULE, (CommandProblem("", why),))
    return None

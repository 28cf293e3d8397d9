"""What an agent may ask by mail: questions alter nothing, and are answered to whoever asks. One table, as the verbs are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maildesk.language import N_
from maildesk.verbs.table import VERBS


class Takes(StrEnum):
    """What may follow a question; the value is how a manual names it."""

    NOTHING = ""
    COMMAND = N_("[all or COMMAND]")
    TICKET = N_("[TICKET NUMBER]")
    WORDS = N_("WORDS")


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    takes: Takes
    help: str
    aliases: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """As a manual writes it: with a `?` where the bare word is a verb, too."""
        return f"#{self.name}{'?' if self.name in VERBS else ''}"


_TABLE = (
    Question("help", Takes.COMMAND, N_("the commands of the card; with all, every command there is; with a command's name, that one"), ("commands",)),
    Question("show", Takes.TICKET, N_("the ticket as it stands, and what was written last; with a number, another ticket")),
    Question("history", Takes.TICKET, N_("what happened to the ticket, when, and by whom")),
    Question("why", Takes.TICKET, N_("what the desk did to the ticket by itself, and by which rule")),
    Question("queue", Takes.NOTHING, N_("what waits for you, on all your tickets: #queue alone asks the same")),
    Question("find", Takes.WORDS, N_("the tickets you may see that have these words, or are like `status:open from:bob`"), ("search",)),
)

QUESTIONS: dict[str, Question] = {one.name: one for one in _TABLE}
QUESTION_WORDS: dict[str, str] = {word: one.name for one in _TABLE for word in (one.name, *one.aliases)}
ALL = "all"
EVERYTHING = frozenset({ALL, "全部", "alles", "tout", "todo", "すべて"})  # behind #help
MOST_QUESTIONS = 5  # in one mail


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read: `text` is the ticket's number, the words that are looked for, or of which command help is wanted."""

    name: str
    text: str = ""
    line: str = ""

    @property
    def ticket(self) -> int | None:
        return int(self.text) if self.text and QUESTIONS[self.name].takes is Takes.TICKET else None

    @property
    def about_ticket(self) -> bool:
        return QUESTIONS[self.name].takes is Takes.TICKET

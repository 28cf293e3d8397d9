"""What an agent may ask a ticket by mail: questions alter nothing, and are answered to whoever asks. One table, as the verbs are."""

from __future__ import annotations

from dataclasses import dataclass

from maildesk.language import N_


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    takes: str
    help: str
    aliases: tuple[str, ...] = ()


_TABLE = (
    Question("help", "[all]", N_("the commands of the card; with all, every command there is"), ("commands",)),
    Question("show", "", N_("the ticket as it stands, and what was written last")),
    Question("history", "", N_("what happened to the ticket, when, and by whom")),
    Question("why", "", N_("what the desk did to the ticket by itself, and by which rule")),
)

QUESTIONS: dict[str, Question] = {one.name: one for one in _TABLE}
QUESTION_WORDS: dict[str, str] = {word: one.name for one in _TABLE for word in (one.name, *one.aliases)}
EVERYTHING = frozenset({"all", "全部", "alles", "tout", "todo", "すべて"})  # behind #help


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was written: `everything` where `#help` is to tell of all commands."""

    name: str
    everything: bool = False

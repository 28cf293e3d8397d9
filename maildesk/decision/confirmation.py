"""What an agent's answer to a challenge comes to: it releases the held mail if it says yes, or nothing at all."""

from __future__ import annotations

import re

from maildesk.changes import CommandProblem
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Consequence, Told
from maildesk.errors import NOTHING
from maildesk.intake.robotwords import AWAY
from maildesk.language import Said
from maildesk.letter import Challenge
from maildesk.mail import MailState, Outcome
from maildesk.threading.decision import Confirmed, Unconfirmed

_NOT_CONFIRMED = "builtin:not-confirmed"

# A person who confirms writes nothing or a word; what is longer was perhaps written by a machine, or says something else.
_MOST_WORDS = 60  # characters
# Who denies it often answers, too. Whole words; in Chinese anywhere.
_DENIES = re.compile(
    r"\b(?:no|not|never|nope|none|didn.?t|don.?t|wasn.?t|isn.?t|fake|forged|fraud|phishing|spam|scam|nicht|nein|kein|non|pas|nunca|não)\b|不|没|没有|否|假|冒充|诈骗|垃圾",
    re.IGNORECASE,
)


def confirmed(decision: Confirmed, seen: Circumstances) -> Consequence:
    why = _doubt(seen.split.reply)
    if not why:
        return Consequence(Outcome(MailState.ANSWERED, "builtin:confirmed"), challenge=decision.challenge)
    return _nothing(decision.challenge, why, tell=not decision.challenge.told)


def unconfirmed(decision: Unconfirmed, seen: Circumstances) -> Consequence:
    return _nothing(decision.challenge, decision.why, decision.tell)


def _nothing(challenge: Challenge, why: Said, tell: bool) -> Consequence:
    outcome = Outcome(MailState.IGNORED, _NOT_CONFIRMED)
    if not tell:
        return Consequence(outcome)
    return Consequence(outcome, told=Told(_NOT_CONFIRMED, (CommandProblem("", why),)), challenge=challenge)


def _doubt(words: str) -> Said:
    """Why an answer is perhaps no yes; empty where it is one. In doubt the mail stays where it is."""
    said = words.strip()
    if not said or (len(said) <= _MOST_WORDS and "#" not in said and not _DENIES.search(said) and not AWAY.search(said)):
        return NOTHING
    return Said(
        "your answer has words in it, and they are not read: to confirm the mail, answer the letter about it with an empty mail, or with “yes”"
    )

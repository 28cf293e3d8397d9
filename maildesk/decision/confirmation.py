"""What an agent's answer to a challenge comes to: it releases the held mail if it says yes, or nothing at all."""

from __future__ import annotations

import re

from maildesk.changes import CommandProblem
from maildesk.decision.circumstances import Circumstances
from maildesk.decision.consequence import Consequence, Told
from maildesk.errors import NOTHING
from maildesk.intake.nature.robotwords import AWAY
from maildesk.language import Said
from maildesk.letter import Challenge
from maildesk.mail import MailState, Outcome
from maildesk.threading.decision import Confirmed, Unconfirmed

_NOT_CONFIRMED = "builtin:not-confirmed"

# The word that the letter asks for (letter.YES), alone in the first line: no machine answers with it, whatever else it may say.
_SAYS_YES = re.compile(
    r"(?:yes|ja|oui|sí|si|sim|はい|是的?|确认|確認)(?:[,.，。]? ?(?:(?:that|it|this) was me|i did|i wrote (?:it|this|that)|是我(?:写的)?))?[.!。！]*",
    re.IGNORECASE,
)
_MOST_BELOW = 300  # characters of a signature that was not told from the words
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
    first, *below = [line.strip(" \t*_\"'“”「」") for line in words.splitlines() if line.strip()] or [""]
    said = "\n".join((first, *below))
    fits = len(said) <= _MOST_BELOW and "#" not in said and not _DENIES.search(said) and not AWAY.search(said)
    if fits and _SAYS_YES.fullmatch(first):
        return NOTHING
    return Said("to confirm the mail, answer the letter about it with the one word “yes” on top; nothing else that you write is read")

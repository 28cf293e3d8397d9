"""What a person's mail program writes by itself on a tap: a reaction to a mail, or that one is to be recalled. Pure."""

from __future__ import annotations

import re

from maildesk.mail import ParsedMail
from maildesk.newwords import SplitText

_LONGEST, _MOST_LINES = 400, 6
# Gmail sends a reaction as a part of its own beside the words, which is not everybody's; Outlook in words alone.
_REACTION = re.compile(
    r"\breacted (?:to your message|via gmail)\b|\bhat (?:auf ihre nachricht|über gmail|via gmail) reagiert|\ba réagi (?:à votre message|via gmail)"
    r"|\breaccionó (?:a tu mensaje|a través de gmail)",
    re.IGNORECASE,
)
_RECALL = re.compile(
    r"\bwould like to recall the message\b|\bmöchte die nachricht\b.{0,300}\bzurückrufen\b|\bsouhaite rappeler le message\b|\bdesea recuperar el mensaje\b"
    r"|(?:希望|想要?)(?:撤回|召回)(?:邮件|郵件)",
    re.IGNORECASE | re.DOTALL,
)


def is_reaction(mail: ParsedMail, words: SplitText) -> bool:
    """Whether it is a sign that somebody tapped below a mail, which says nothing to a third."""
    return mail.reaction or (_is_short(words) and _REACTION.search(words.reply) is not None)


def is_recall(words: SplitText) -> bool:
    """Whether a program asks to have a mail back."""
    return _is_short(words) and _RECALL.search(words.reply) is not None


def _is_short(words: SplitText) -> bool:
    return len(words.reply) <= _LONGEST and len([line for line in words.reply.split("\n") if line.strip()]) <= _MOST_LINES

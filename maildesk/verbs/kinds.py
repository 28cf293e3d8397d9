"""The kinds of arguments that verbs take."""

from __future__ import annotations

from enum import StrEnum

from maildesk.errors import Wrong
from maildesk.language import N_


class Argument(StrEnum):
    """What a verb takes; the value is how a manual names it."""

    NONE = ""
    WHO = "AGENT or TEAM"
    WHO_OR_NOBODY = "AGENT, TEAM or nobody"
    STATUS = "open, waiting or closed"
    PRIORITY = N_("low, normal, high, urgent or 1 to 5")
    TAGS = "TAG … (-TAG takes one away)"
    TAG_NAMES = "TAG …"
    FIELD = "NAME=VALUE"
    TEXT = "TEXT"
    OPTIONAL_TEXT = "[TEXT]"
    HIDDEN = N_("WORDS or /PATTERN/")
    OPTIONAL_SUBJECT = "[SUBJECT]"
    WORD = "WORD"
    SPAN = "25m, 1h30m or 1.5h"
    MAILBOX = "MAILBOX"
    OPTIONAL_AGENT = "[AGENT]"
    CANNED = "TEXT'S NAME"
    MACRO = "MACRO'S NAME"
    ARTICLE = "ARTICLE'S NAME"
    TICKET = "TICKET NUMBER"
    LINK = "TICKET NUMBER [blocks, child or dup]"
    OPTIONAL_ADDRESS = "[ADDRESS]"
    ADDRESS_LIST = "ADDRESS …"
    MERGER = "TICKET NUMBER [both]"
    ADDRESS = "ADDRESS"
    CORRESPONDENT = "ADDRESS [SUBJECT]"
    PASSING_ON = "ADDRESS [all] [SUBJECT]"
    ADDRESSES = "ADDRESS … (-ADDRESS takes one away)"
    UNTIL = "[3d, mon 9:00, tomorrow, 2026-01-31 or off]"
    WHEN = "3d, mon 9:00, tomorrow, 2026-01-31 or off"
    REMINDER = "3d, mon 9:00, tomorrow, 2026-01-31 or off [TEXT]"
    AUDIENCE = "AGENT, TEAM, assignee or team"
    SENDING = N_("now, or at mon 9:00, 3d or 2026-01-31")


class BadArgument(Wrong):
    """The text is no argument of this kind; `nearest` is what it may have been meant for, as it would be written."""

    nearest: tuple[str, ...] = ()

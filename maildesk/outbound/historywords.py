"""Lines of history in the reader's language: they are kept in English, each begun by what a verb says, or one of the lines below. Pure."""

from __future__ import annotations

import re
from functools import cache

from maildesk.language import N_, Words
from maildesk.verbs.table import VERBS
from maildesk.verbs.timed import in_words

_LINES = (
    N_("created at {value}"),
    N_("mail from {value}"),
    N_("words from {value}"),
    N_("reply written to {value}"),
    N_("acknowledgement written to {value}"),
    N_("notification written to {value}"),
    N_("ask written to {value}"),
    N_("held written to {value}"),
    N_("delivery_failed written to {value}"),
    N_("{value} asked for"),
    N_("not sent: somebody wrote since"),
)


def line_in(what: str, detail: str, spoken: Words) -> str:
    """What a line says; one that none of these wrote as it stands."""
    verb = VERBS.get(what)
    for template in ((verb.says, *([verb.off] if verb.off else [])) if verb else ()) + _LINES:
        found = _pattern(template).fullmatch(detail)
        if found:
            value = (found.groupdict().get("value") or "").strip()
            value = in_words(verb.argument, value, spoken.gettext) if verb else value
            said = re.sub(r"\[(.*)\]", r"\1" if value else "", spoken.gettext(template))
            return said.replace("{value}", value).strip()
    return detail


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What stands in brackets is there only with a value."""
    written = re.escape(template).replace(r"\{value\}", "(?P<value>.+?)").replace(r"\[", "(?:").replace(r"\]", ")?")
    return re.compile(written, re.DOTALL)

"""The formatting, pictures and files of an agent's own mail, taken over into the letter made of it. Pure."""

from __future__ import annotations

from dataclasses import replace

from maildesk.config.schema import DeskConfig
from maildesk.files import own_files
from maildesk.html.text import to_text
from maildesk.newwords import SplitText
from maildesk.outbound.happening import Draft, Happening


def with_own_markup(draft: Draft, happening: Happening, config: DeskConfig) -> Draft:
    """The letter with what the agent's mail program made of the words."""
    assert happening.mail is not None
    split = happening.split or SplitText()
    # Where the block of commands could not be cut from the markup, the plain words go alone.
    if to_text(split.reply_html, config.limits).lstrip().startswith(("#", "＃")):
        split = replace(split, reply_html="")
    return replace(draft, html=split.reply_html, attachments=own_files(happening.mail, split))

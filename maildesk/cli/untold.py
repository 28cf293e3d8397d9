"""What customers write and no rule tells anybody of: said wherever rules are checked."""

from __future__ import annotations

from maildesk.cli.output import say
from maildesk.language import N_, _
from maildesk.resources import data_dir
from maildesk.rules.ruleset import RuleSet

# What a folder of rules of one's own is easily without, as it replaces the shipped ones whole.
_UNTOLD = {
    "created": N_("no rule tells an agent of a new ticket, by notify or assign: nobody hears of it; the shipped rules are in {folder}"),
    "customer-replied": N_(
        "no rule tells an agent what a customer answers, by notify or assign: nobody hears of it; the shipped rules are in {folder}"
    ),
}


def say_untold(found: RuleSet) -> None:
    for event, words in _UNTOLD.items():
        if found.untold(event):
            say(_(words).format(folder=data_dir("rules.d")))

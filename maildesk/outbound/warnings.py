"""What the marks on a message mean, in the words that staff read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maildesk.html.guard import Unfit
from maildesk.language import N_, Words
from maildesk.mail import SIGNED_UNCHECKED, SPAM_WRAPPED
from maildesk.ticket import (
    AWAY_UNTIL,
    BY_GROUP,
    CHALLENGED,
    COLLEAGUE,
    IN_COPY,
    OTHER_ADDRESS,
    REFUSED,
    SENT_OUTSIDE,
    SIDE,
    TAKEN_OFF,
    THANKS,
    UNSEEN,
)

_MARKS: Mapping[str, str] = {
    SENT_OUTSIDE: N_("it was sent past the desk"),
    "side-stranger": N_("it answers what somebody else was asked"),
    UNSEEN: N_("our address stands in neither To nor Cc, perhaps in Bcc: whoever else had it does not know that we did"),
    "redirected": N_("somebody redirected it here: the customer wrote to another address, and hears nothing until you answer"),
    "third-party": N_("the sender is not on this ticket and came by a link in one of our letters; your answer does not go there"),
    COLLEAGUE: N_("the sender is of the customer's organisation and not on this ticket; your answer goes there with #cc only"),
    IN_COPY: N_("the sender was in To or Cc of this ticket's mail and is not on the ticket; your answer goes there with #cc only"),
    TAKEN_OFF: N_("the sender was taken off this ticket; your answer goes there with #cc only"),
    OTHER_ADDRESS: N_("it came from another address of somebody on this ticket, as a colleague said"),
    "unproven": N_("nothing proves who wrote it"),
    REFUSED: N_("the sender's domain asks not to believe mail without its signature, and this has none of it"),
    "sender-unclear": N_("the sender's address cannot be read without doubt"),
    "writes-often": N_("one new ticket after the other comes from there: perhaps a machine that answers whatever it gets; #block stops it"),
    "msgid-collision": N_("another mail with the same Message-ID came before"),
    "junk": N_("the spam filter takes it for junk"),
    CHALLENGED: N_(
        "a filter keeps our answer back until somebody confirms it, as this says: a link in it is a stranger's; another way to the customer may be surer"
    ),
    "robot": N_("a program wrote it"),
    THANKS: N_("it says thank you and nothing else, so nobody was told"),
    "report": N_("a mail system reports on one of our letters"),
    "unbelieved": N_("it speaks of mail that never left for that address, so it is not believed"),
    "written-down": N_("a colleague wrote it down; the customer sent no mail"),
    "too-many-parts": N_("it has more parts than are read; the rest is kept"),
    "too-deep": N_("its parts are nested deeper than is read; the rest is kept"),
    "too-many-headers": N_("it has more headers than are read"),
    "header-too-long": N_("one of its headers is longer than is read"),
    "too-many-addresses": N_("it names more addresses than are read"),
    "ambiguous-headers": N_("a header that must be there once is there twice"),
    Unfit.SIZE: N_("its markup is too large to be shown; here are its words"),
    Unfit.TAGS: N_("its markup has too many tags to be shown; here are its words"),
    Unfit.DEPTH: N_("its markup is nested too deep to be shown; here are its words"),
    SIGNED_UNCHECKED: N_("it was signed, and nobody checked the signature, which is taken off"),
    SPAM_WRAPPED: N_("the spam filter handed it on inside a report of its own; here is what it says"),
    "encrypted": N_("it is encrypted: what it says is in the file"),
    "disguised-file": N_("a file's name pretends to another kind of file: be sure of it before you open it"),
    "withdrawn": N_("taken back: it was not sent"),
    "named-like-an-address": N_("the sender's name is written like an address, and is none"),
    "named-like-us": N_("the sender bears a colleague's name, or the name of this desk, and the address is none of ours"),
}
_BY_GROUP = N_("a group, list or forwarder sent it and says that {author} wrote it: your answer goes there, and with #cc {author} to both")
BETWEEN = N_("; ")


def warnings_of(flags: Iterable[str], spoken: Words) -> str:
    """The warnings of a message in one line; a mark without words of its own stands for itself."""
    flags = tuple(flags)
    hidden = set() if {COLLEAGUE, IN_COPY, TAKEN_OFF}.isdisjoint(flags) else {"third-party"}  # said in other words
    shown = (flag for flag in flags if not flag.startswith((AWAY_UNTIL, SIDE)) and flag not in hidden)
    return spoken.gettext(BETWEEN).join(_words_of(flag, spoken) for flag in shown)


def _words_of(flag: str, spoken: Words) -> str:
    if flag.startswith(BY_GROUP):
        return spoken.gettext(_BY_GROUP).format(author=flag.removeprefix(BY_GROUP))
    return spoken.gettext(_MARKS[flag]) if flag in _MARKS else flag

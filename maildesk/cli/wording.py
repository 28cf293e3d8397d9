"""The words of states and kinds as tables show them; JSON and the options of commands keep the words of the code."""

from __future__ import annotations

from maildesk.language import N_, _

# Every value that a table shows and that is a word of ours. Those of other people are shown as they are.
_WORDS = frozenset(
    (
        # a ticket's status and priority
        *(N_("open"), N_("waiting"), N_("closed"), N_("junk")),
        *(N_("low"), N_("normal"), N_("high"), N_("urgent")),
        # how a person stands to a ticket
        *(N_("requester"), N_("participant"), N_("third party"), N_("named"), N_("mentioned"), N_("muted"), N_("watcher")),
        # what became of a mail
        *(N_("ticketed"), N_("answered"), N_("ignored"), N_("held"), N_("quarantined")),
        # a letter's state and kind
        *(N_("queued"), N_("sending"), N_("sent"), N_("captured"), N_("given up"), N_("dropped"), N_("later"), N_("withdrawn")),
        *(
            N_("reply"),
            N_("acknowledgement"),
            N_("ask"),
            N_("notification"),
            N_("correction"),
            N_("unproven"),
            N_("delivery_failed"),
            N_("broken_edit"),
            N_("overrun"),
            N_("muted"),
            N_("untold"),
            N_("junk_list"),
            N_("digest"),
            N_("receipt"),
            N_("information"),
            N_("answer"),
        ),
        # what happened to a letter at an address
        *(N_("refused"), N_("bounced"), N_("complaint")),
        # what kind of mail it is, and how well its sender is proven
        *(N_("human"), N_("auto-reply"), N_("out-of-office"), N_("bounce"), N_("delay"), N_("delivered"), N_("complaint"), N_("challenge")),
        *(N_("list"), N_("own"), N_("signed"), N_("submitted"), N_("internal"), N_("none"), N_("token"), N_("released")),
        # roles
        *(N_("observer"), N_("agent"), N_("supervisor"), N_("admin")),
    )
)


# Each part of a trust's word, for whoever does not know it.
_PROOFS = {
    "signed": N_("a signature"),
    "submitted": N_("a password"),
    "internal": N_("a server of the house"),
    "dmarc": N_("the domain's signature"),
    "token": N_("its answer to a letter of the desk"),
    "challenge": N_("a confirmation by letter"),
    "released": N_("an operator's word"),
}


def proof_words(word: str) -> str:
    """What it is that proves the sender, for a reader who has not read of trust."""
    found = [_(_PROOFS[one]) for one in word.split(" + ") if one in _PROOFS]
    return _("sender proven by {proofs}").format(proofs=", ".join(found)) if found else _("nothing proves the sender")


def trust_words(word: str) -> str:
    """How well a sender is proven, as it is kept with a message: `dmarc + token`."""
    return " + ".join(said(one) for one in word.split(" + "))


def said(word: str) -> str:
    """A word of ours in the language that is spoken."""
    return _(str(word)) if word in _WORDS else str(word)

"""What is judged of a mail: its nature, whether it is junk, and how well its sender is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maildesk.errors import NOTHING
from maildesk.language import Said
from maildesk.risk import Risk

LATELY = "lately"  # at the end of a proof's word, where the agent was not asked because of another mail that he confirmed
CONFIRMED = "challenge:"  # stands before the address of an agent who answered the challenge about a mail


class NatureKind(StrEnum):
    HUMAN = "human"
    AUTO_REPLY = "auto-reply"
    OUT_OF_OFFICE = "out-of-office"
    BOUNCE = "bounce"
    DELAY = "delay"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"
    CHALLENGE = "challenge"
    LIST = "list"
    OWN = "own"


# What mail systems write about mail of ours.
REPORTS = frozenset({NatureKind.BOUNCE, NatureKind.DELAY, NatureKind.DELIVERED, NatureKind.COMPLAINT})


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a delivery status notification says about one recipient (RFC 3464)."""

    recipient: str
    action: str  # failed, delayed, delivered; of a complaint: complained
    status: str = ""  # enhanced code, 5.1.1
    smtp_code: str = ""
    permanent: bool = True
    reason: str = "unknown"
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of mail it is, and, apart from that, whether it may be answered automatically.

    `away_until` is the day an answering machine names: its owner is back then, or away up to it.
    """

    kind: NatureKind
    may_answer: bool
    evidence: tuple[Said, ...] = ()
    reports: tuple[DeliveryReport, ...] = ()
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Junk:
    """What the upstream filter named in desk.yaml says of a mail; `by` is its header line or where the mail lay, "" where it says nothing that counts.

    `score` and `threshold` are None where it gives none. `disbelieved` are headers anybody may have written, each with the reason.
    """

    found: bool = False
    by: Said = NOTHING
    score: float | None = None
    threshold: float | None = None
    disbelieved: tuple[Said, ...] = ()

    @property
    def evidence(self) -> tuple[Said, ...]:
        """What won first, then what lost."""
        return (*((self.by,) if self.by else ()), *self.disbelieved)


NO_JUNK = Junk()


class TrustLevel(StrEnum):
    """How well the sender is proven, best first."""

    SIGNED = "signed"
    SUBMITTED = "submitted"
    INTERNAL = "internal"
    DMARC = "dmarc"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """What signatures, and servers of the house whose word is taken, say of a mail's strict From.

    `own`: its very domain signed it, and stands for what it does not sign. `aligned`: its domain, or one of the same owner, did.
    `refused`: neither, and the owner asks not to believe such mail. `later`: a name server gave no answer. `upstream`: a server
    before us says the same as `own`. `login`: a server of ours says that the person in From logged in to it and sent the mail;
    `internal`: that one of its own people sent it. `added`: of To and Cc what its own signature leaves open.
    """

    own: bool = False
    aligned: bool = False
    refused: bool = False
    later: bool = False
    upstream: bool = False
    login: bool = False
    internal: bool = False
    added: frozenset[str] = frozenset()
    evidence: tuple[Said, ...] = ()


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True)
class Trust:
    """The proof of the sender; `token` says that a valid token came, `agent` whom all of it proves, and `up_to` for what."""

    level: TrustLevel = TrustLevel.NONE
    token: bool = False
    agent: str | None = None
    up_to: Risk | None = None  # None where no agent is proven
    named: str | None = None  # the agent whose address, by the strict reading, stands in From, proven or not
    claims_agent: str | None = None  # … or whom a reader would take it for
    refused: bool = False  # the owner of its domain asks not to believe it
    later: bool = False  # an agent's own, as far as is known; a name server has the last word
    alone: bool = False  # the agent is proven without any letter of ours
    with_letter: bool = False  # with a letter of ours in hand, whichever, the one in From would be proven
    vouched: str = ""  # who said that the agent wrote it, where that counts
    added: frozenset[str] = frozenset()  # of To and Cc what anybody may have added to a mail that its domain signed
    marks: frozenset[str] = frozenset()  # the proofs that are there, by the names of the table that weighs them
    unasked: bool = False  # it is good for as much only since the agent confirmed another mail not long ago
    evidence: tuple[Said, ...] = ()

    @property
    def word(self) -> str:
        """All of it in a word or two, as it is kept with a message: `dmarc + token`."""
        vouched = "challenge" if self.vouched.startswith(CONFIRMED) else "released" if self.vouched else ""
        lately = LATELY if self.unasked else ""
        found = (str(self.level) if self.level is not TrustLevel.NONE else "", "token" if self.token else "", vouched, lately)
        return " + ".join(filter(None, found)) or str(TrustLevel.NONE)


def level_of(word: str) -> TrustLevel:
    """The level in a trust's word."""
    first = word.partition(" ")[0]
    return next((level for level in TrustLevel if level == first), TrustLevel.NONE)

"""Judges how well the sender of a mail is proven; headers other than a strict From prove and claim nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from maildesk.directory import Directory
from maildesk.intake.header.words import decode_words
from maildesk.judged import CONFIRMED, NO_PROOF, Proof, Trust, TrustLevel
from maildesk.language import Said
from maildesk.letter import ENDED, TO_STAFF, Letter
from maildesk.mail import Envelope, ParsedMail
from maildesk.plainaddress import is_plain_address
from maildesk.risk import Risk


@dataclass(frozen=True, slots=True)
class Presented:
    """All that a mail brings to prove its sender; `letters` are those whose valid tokens it carries, `vouched` as in `RawMail`."""

    mail: ParsedMail
    envelope: Envelope
    letters: Sequence[Letter] = ()
    proof: Proof = NO_PROOF
    vouched: str = ""
    received: datetime | None = None  # when it came, where that is not now
    lately: bool = False  # the agent in From confirmed a mail by letter, not long ago


@dataclass(frozen=True, slots=True)
class Row:
    """Evidence that proves an agent, all of it together: for what, and what desk.yaml has to give up for it to count."""

    evidence: frozenset[str]
    up_to: Risk
    given_up: frozenset[str] = frozenset()


def _row(*evidence: str, up_to: Risk, given_up: Collection[str] = ()) -> Row:
    return Row(frozenset(evidence), up_to, frozenset(given_up))


# What proves an agent (SECURITY §5.2): any one row, all of its evidence, each beside the strict From. A token alone leaks by
# forwarding, a domain's signature alone is any colleague's, a From alone is anybody's to write. What was confirmed lately counts
# only beside all that the agent is proven by for the usual (docs/decisions/0027).
PROVES: tuple[Row, ...] = (
    _row("password", up_to=Risk.HIGH),
    _row("login", up_to=Risk.USUAL),
    _row("login", "lately", up_to=Risk.HIGH),
    _row("login", up_to=Risk.HIGH, given_up={"confirmation"}),
    _row("word", up_to=Risk.HIGH),  # the answer to a challenge, or an operator's release
    _row("own letter", "own domain", up_to=Risk.USUAL),
    _row("own letter", "own domain", "lately", up_to=Risk.HIGH),
    _row("own letter", "own domain", up_to=Risk.HIGH, given_up={"confirmation"}),
    _row("own letter", "upstream", up_to=Risk.USUAL),
    _row("own letter", "upstream", "lately", up_to=Risk.HIGH),
    _row("own letter", "upstream", up_to=Risk.HIGH, given_up={"confirmation"}),
    _row("own letter", "internal", up_to=Risk.USUAL),
    _row("own letter", "internal", "lately", up_to=Risk.HIGH),
    _row("own letter", "internal", up_to=Risk.HIGH, given_up={"confirmation"}),
    _row("own letter", up_to=Risk.USUAL, given_up={"signature"}),
    _row("own letter", up_to=Risk.HIGH, given_up={"signature", "confirmation"}),
)
_WINDOW = timedelta(hours=72)


def judge_trust(presented: Presented, directory: Directory, now: datetime, given_up: Collection[str]) -> Trust:
    """The proof of the sender; `directory` has active agents only, `given_up` is what desk.yaml does without."""
    mail = presented.mail
    proof = presented.proof
    if _stale(presented, now):
        proof = replace(proof, own=False, upstream=False, login=False, internal=False)
    sender = _plain(mail.sender)
    live = [letter for letter in presented.letters if letter.expires > now]
    entry = directory.agent(sender) if sender else None
    agent = entry.address if entry else None
    mine = [letter for letter in live if letter.person == agent]
    marks = {
        "password": sender is not None and _plain(presented.envelope.submitted_as) == (agent or sender),
        # What goes to an agent who asked as a customer goes to everybody on that ticket, and proves nobody.
        "own letter": any(letter.kind in TO_STAFF for letter in mine),
        "own domain": proof.own,
        "upstream": proof.upstream,
        "login": proof.login,
        "internal": proof.internal,
        "word": agent is not None and _counts(presented.vouched, agent),
        "lately": agent is not None and presented.lately,
    }
    up_to = good_for(marks, given_up)
    proven = agent if up_to else None
    return Trust(
        level=_level(marks["password"], proof, known=agent is not None),
        token=bool(live),
        agent=proven,
        up_to=up_to if proven else None,
        named=agent,
        claims_agent=agent or _claimed(mail, directory),
        refused=proof.refused and not marks["word"],
        alone=proven is not None and good_for({**marks, "own letter": False}, given_up) is not None,
        with_letter=agent is not None and good_for({**marks, "own letter": True}, given_up) is not None,
        vouched=presented.vouched if marks["word"] else "",
        added=proof.added,
        unasked=proven is not None and up_to != good_for({**marks, "lately": False}, given_up),
        later=agent is not None and proven is None and proof.later and good_for({**marks, "own domain": True}, given_up) is not None,
        marks=frozenset(name for name, there in marks.items() if there),
        evidence=tuple(_evidence(presented, agent, now)),
    )


def _stale(presented: Presented, now: datetime) -> bool:
    """Whether it was signed or taken by a server so long ago, or is dated so far ahead, that somebody may have kept the mail (V073)."""
    date, came = presented.mail.date, presented.received or now
    return date is not None and abs(came - date) > _WINDOW


def _counts(vouched: str, agent: str) -> bool:
    """An agent's word is for his own mail alone; whoever else released it looked at it."""
    return bool(vouched) and (not vouched.startswith(CONFIRMED) or vouched == f"{CONFIRMED}{agent}")


def good_for(marks: Mapping[str, bool], given_up: Collection[str]) -> Risk | None:
    """The riskiest that what is there is good for, None where it proves nobody."""
    there = (row.up_to for row in PROVES if row.given_up.issubset(given_up) and all(marks[one] for one in row.evidence))
    return max(there, default=None)


def _level(submitted: bool, proof: Proof, known: bool) -> TrustLevel:
    """The best there is; `known` says that the sender is an agent, whose very domain has to stand for the mail."""
    if submitted:
        return TrustLevel.SUBMITTED
    if proof.login or proof.internal:
        return TrustLevel.INTERNAL
    signed = proof.own or proof.upstream if known else proof.aligned
    return TrustLevel.DMARC if signed else TrustLevel.NONE


def _plain(address: str | None) -> str | None:
    """An address in the one form that is compared; ASCII is checked before case is folded, or a Kelvin sign becomes a k (V079)."""
    return address.lower() if address and is_plain_address(address) else None


def _claimed(mail: ParsedMail, directory: Directory) -> str | None:
    """The agent whom a reader would take the mail for, by the generous reading: encoded words read, invisible and wide characters folded,
    quotes left out and other scripts' full stops taken for ours (RFC 5890 §2.3.1).
    """
    shown = unicodedata.normalize("NFKC", decode_words(mail.from_.address) if mail.from_ else "").casefold()
    seen = "".join(character for character in shown if unicodedata.category(character) != "Cf" and character not in '"\\')
    entry = directory.agent(seen.replace("\u3002", ".").strip())
    return entry.address if entry else None


def _evidence(presented: Presented, agent: str | None, now: datetime) -> list[Said]:
    sender, submitted_as = presented.mail.sender, presented.envelope.submitted_as
    proves = Said("From is {sender}", sender=sender) if sender else Said("From is not one plain address, so it proves nobody")
    lines = [proves]
    if agent is not None and agent != _plain(sender):
        lines.append(Said("that is another address of {agent}", agent=agent))
    if submitted_as:
        lines.append(Said("submitted with the password of {agent}", agent=submitted_as))
    proof = presented.proof
    if (proof.own or proof.upstream or proof.login or proof.internal) and _stale(presented, now):
        lines.append(Said("its Date is more than 72 hours off, so that neither a signature nor a server's word proves an agent"))
    if presented.vouched:
        _, confirmed, who = presented.vouched.rpartition(CONFIRMED)
        lines.append(Said("{agent} confirmed it", agent=who) if confirmed else Said("released by {who}", who=who))
    if agent is not None and presented.lately:
        lines.append(Said("{agent} confirmed a mail by letter not long ago", agent=agent))
    for letter in presented.letters:
        over = Said("a token, no agent's any more,") if letter.expires == ENDED else Said("a token that expired")
        state = Said("a valid token") if letter.expires > now else over
        lines.append(Said("{state} of a letter to {person} about #{ticket}", state=state, person=letter.person, ticket=letter.ticket))
    return [*lines, *proof.evidence]

"""Judges how well the sender of a mail is proven; headers other than a strict From prove and claim nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maildesk.arguments import Directory, is_plain_address
from maildesk.language import Said
from maildesk.letter import Letter
from maildesk.mail import NO_PROOF, Envelope, ParsedMail, Proof, Trust, TrustLevel


@dataclass(frozen=True, slots=True)
class Presented:
    """All that a mail brings to prove its sender; `letters` are those whose valid tokens it carries."""

    mail: ParsedMail
    envelope: Envelope
    letters: Sequence[Letter] = ()
    proof: Proof = NO_PROOF


# What proves an agent, by the word for it in desk.yaml: any one row, all of it, and each beside the strict From. A token alone
# leaks by forwarding, a domain's signature alone is any colleague's, a From alone is anybody's to write.
PROVES: Mapping[str, tuple[frozenset[str], ...]] = {
    "domain": (frozenset({"password"}), frozenset({"own letter", "own domain"})),
    "token": (frozenset({"password"}), frozenset({"own letter"})),
}


def judge_trust(presented: Presented, directory: Directory, now: datetime, by: str = "token") -> Trust:
    """The proof of the sender; `directory` has active agents only, `by` names the row of `PROVES`."""
    mail, proof = presented.mail, presented.proof
    sender = _plain(mail.sender)
    live = [letter for letter in presented.letters if letter.expires > now]
    agent = sender if sender and directory.agent(sender) else None
    marks = {
        "password": sender is not None and _plain(presented.envelope.submitted_as) == sender,
        "own letter": agent is not None and any(letter.person == agent for letter in live),
        "own domain": proof.own,
    }
    proven = agent if _proves(marks, by) else None
    return Trust(
        level=_level(marks["password"], proof.own if agent else proof.aligned),
        token=bool(live),
        agent=proven,
        claims_agent=agent or _claimed(mail, directory),
        refused=proof.refused,
        later=agent is not None and proven is None and proof.later and _proves({**marks, "own domain": True}, by),
        evidence=tuple(_evidence(presented, now)),
    )


def _proves(marks: Mapping[str, bool], by: str) -> bool:
    return any(all(marks[mark] for mark in row) for row in PROVES[by])


def _level(submitted: bool, signed: bool) -> TrustLevel:
    if submitted:
        return TrustLevel.SUBMITTED
    return TrustLevel.DMARC if signed else TrustLevel.NONE


def _plain(address: str | None) -> str | None:
    """An address in the one form that is compared; ASCII is checked before case is folded, or a Kelvin sign becomes a k (V079)."""
    return address.lower() if address and is_plain_address(address) else None


def _claimed(mail: ParsedMail, directory: Directory) -> str | None:
    """The agent whom a reader would take the mail for, by the generous reading: invisible and wide characters folded."""
    shown = unicodedata.normalize("NFKC", mail.from_.address if mail.from_ else "").casefold()
    entry = directory.agent("".join(character for character in shown if unicodedata.category(character) != "Cf").strip())
    return entry.address if entry else None


def _evidence(presented: Presented, now: datetime) -> list[Said]:
    sender, submitted_as = presented.mail.sender, presented.envelope.submitted_as
    proves = Said("From is {sender}", sender=sender) if sender else Said("From is not one plain address, so it proves nobody")
    lines = [proves]
    if submitted_as:
        lines.append(Said("submitted with the password of {agent}", agent=submitted_as))
    for letter in presented.letters:
        state = Said("a valid token") if letter.expires > now else Said("a token that expired")
        lines.append(Said("{state} of a letter to {person} about #{ticket}", state=state, person=letter.person, ticket=letter.ticket))
    return [*lines, *presented.proof.evidence]

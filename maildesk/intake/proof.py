"""What the signatures of a mail and the owner of its From domain prove about the sender; the one stage that asks name servers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from maildesk.config.schema import Proving
from maildesk.errors import NOTHING, TryLater
from maildesk.intake.dkim import Signature, Txt, signatures
from maildesk.intake.dmarc import Policy, aligned, policy_of
from maildesk.language import Said
from maildesk.mail import NO_PROOF, Proof


def prove(data: bytes, sender: str | None, txt: Txt, now: datetime, wanted: Proving) -> Proof:
    """The proof that the raw bytes hold for the strict From; `txt` asks for TXT records and raises `TryLater` without an answer.

    A domain speaks for its agents by its own signature alone, and only where it asks others to refuse mail without one, or
    where desk.yaml says that it signs all it sends (SECURITY: strict alignment, V076). For customers its owner's is enough.
    """
    if sender is None:
        return NO_PROOF
    domain = sender.rpartition("@")[2]
    found = signatures(data, txt, now, wanted.must_sign)
    try:
        policy, unknown = policy_of(domain, txt), NOTHING
    except TryLater as error:
        policy, unknown = Policy(), error.text
    counting = [one.domain for one in found if one.counts]
    own = domain in counting and (policy.guards or domain in wanted.agent_domains)
    dmarc = any(aligned(one, domain, policy) for one in counting)
    later = bool(unknown) or any(one.later for one in found)
    return Proof(own, dmarc, policy.guards and not dmarc and not later, later, tuple(_evidence(found, domain, policy, unknown)))


def _evidence(found: tuple[Signature, ...], domain: str, policy: Policy, unknown: Said) -> Iterator[Said]:
    for one in found:
        yield Said("DKIM signature of {domain}: {why}", domain=one.domain or "?", why=one.why)
    if not found:
        yield Said("no DKIM signature")
    if unknown:
        yield Said("DMARC policy of {domain}: {policy}", domain=domain, policy=unknown)
    elif policy.owner:
        yield Said("DMARC policy of {domain}: {policy}", domain=policy.owner, policy=policy.wish)
    else:
        yield Said("{domain} publishes no DMARC policy", domain=domain)

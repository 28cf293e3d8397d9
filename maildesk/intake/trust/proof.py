"""What signatures, the owner of the From domain and servers of the house prove about the sender; the one stage that asks name servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from maildesk.config.proving import Proving
from maildesk.config.schema import DeskConfig
from maildesk.errors import NOTHING, TryLater
from maildesk.intake.header.fields import read_fields
from maildesk.intake.trust.dkim import Signature, Txt, covered_by, signatures, tag_list
from maildesk.intake.trust.dmarc import Policy, aligned, policy_of
from maildesk.intake.trust.vouching import NO_WORD, Passage, exchange_word, login_word, upstream_words
from maildesk.judged import NO_PROOF, Proof
from maildesk.language import Said
from maildesk.mail import ParsedMail, RawMail

RECIPIENTS = frozenset({"to", "cc"})


def prove(raw: RawMail, mail: ParsedMail, config: DeskConfig, txt: Txt | None, now: datetime) -> Proof:
    """The proof that a mail holds for its strict From; `txt` asks for TXT records and raises `TryLater` without an answer, None asks nobody.

    Of a submitted mail and of an archive's there is nothing to be proven.
    """
    if mail.sender is None or raw.envelope.submitted_as or raw.envelope.archived:
        return NO_PROOF
    signed = prove_signed(raw.data, mail.sender, txt, now, config.proof) if txt else NO_PROOF
    if config.proof.upstream is None and config.proof.internal is None:
        return signed
    fields, _, _ = read_fields(raw.data, 0, len(raw.data), config.limits)
    return _vouched(signed, Passage(fields.items, raw.envelope, mail.sender, config.trusted_networks), config.proof)


def _vouched(signed: Proof, passage: Passage, wanted: Proving) -> Proof:
    """The proof with what servers of the house say."""
    before_us = upstream_words(passage, wanted.upstream, wanted.agent_domains) if wanted.upstream else (NO_WORD, NO_WORD, NO_WORD)
    upstream, entered, disowned = before_us
    login = login_word(passage, wanted.internal) if wanted.internal and wanted.internal.system == "postfix" else NO_WORD
    internal = exchange_word(passage, wanted.internal) if wanted.internal and wanted.internal.system == "exchange" else NO_WORD
    told = (*signed.evidence, *(word.said for word in (*before_us, login, internal) if word.said))
    vouched = replace(signed, upstream=upstream.given, login=login.given or entered.given, internal=internal.given, evidence=told)
    by_house = upstream.given or vouched.login or vouched.internal  # a list of the house breaks a signature, and its server knows better
    added = _addable_before(passage) if upstream.given and not signed.own else signed.added
    refused = (signed.refused or (disowned.given and not signed.aligned)) and not by_house
    return replace(vouched, aligned=signed.aligned or upstream.given, refused=refused, added=added)


def prove_signed(data: bytes, sender: str, txt: Txt, now: datetime, wanted: Proving) -> Proof:
    """What the signatures of the raw bytes and the owner of the From domain prove.

    A domain speaks for its agents by its own signature alone, and only where it asks others to refuse mail without one, or
    where desk.yaml says that it signs all it sends (SECURITY: strict alignment, V076). For customers its owner's is enough.
    """
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
    evidence = tuple(_evidence(found, domain, policy, unknown))
    return Proof(
        own, dmarc, policy.guards and not dmarc and not later, later, added=_addable(found, domain) if own else frozenset(), evidence=evidence
    )


def _addable(found: tuple[Signature, ...], domain: str) -> frozenset[str]:
    """Which of To and Cc somebody may have added: where a domain signs the one, it signs the other of a mail that has it (V072).

    Of a domain that signs neither nothing is known.
    """
    covered = frozenset(name for one in found if one.domain == domain for name in one.covers)
    return RECIPIENTS - covered if covered & RECIPIENTS else frozenset()


def _addable_before(passage: Passage) -> frozenset[str]:
    """The same where a server before us looked at the signatures, and does not say which of them was right: what any of the domain's leaves open.

    Whoever passes a genuine mail on needs the right one, and cannot take it out.
    """
    tags = [tag_list(value) for name, value in passage.headers if name.lower() == "dkim-signature"]
    covered = [covered_by(one) for one in tags if one.get("d", "").lower() == passage.domain]
    return frozenset().union(*(RECIPIENTS - one for one in covered if one & RECIPIENTS))


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

"""Which proofs of a mail's sender counted, and what was missing; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.config.proving import Proving
from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.intake.trust.judge import PROVES, Row
from maildesk.judged import Proof, Trust
from maildesk.language import Said
from maildesk.risk import Risk

_NAMES = {
    "password": Said("the password it was handed in with"),
    "login": Said("a server of ours that says who logged in"),
    "internal": Said("a server of ours that says it came from inside"),
    "own domain": Said("a signature of the agent's own domain"),
    "upstream": Said("the word of the server before us"),
    "own letter": Said("a token of a letter that went to the agent"),
    "word": Said("somebody's word about this very mail"),
    "lately": Said("a mail that the agent confirmed not long ago"),
}
_GOOD_FOR = {
    Risk.NOTE: Said("good for notes"),
    Risk.USUAL: Said("good for answers and usual commands"),
    Risk.HIGH: Said("good for everything"),
}


def weigh_trust(trust: Trust, proof: Proof, wanted: Proving) -> tuple[Evidence, ...]:
    """Of an agent's mail each proof; of everybody else's whether the domain, or a server of ours, stands for it."""
    if trust.named is None:
        return winners_first(_of_others(trust, proof))
    counting = [row for row in PROVES if row.given_up.issubset(wanted.given_up)]
    best = max((row for row in counting if row.evidence <= trust.marks), key=lambda row: row.up_to, default=None)
    return winners_first((*_there(trust, best), *_missing(trust, counting, best, _never(wanted))))


def _never(wanted: Proving) -> frozenset[str]:
    """The proofs that desk.yaml asks nobody for."""
    upstream, internal = wanted.upstream is not None, wanted.internal.system if wanted.internal else ""
    asked = {"upstream": upstream, "login": upstream or internal == "postfix", "internal": internal == "exchange", "own domain": wanted.asks_dns}
    return frozenset(name for name, there in asked.items() if not there)


def _there(trust: Trust, best: Row | None) -> Iterator[Evidence]:
    for name, said in _NAMES.items():
        if name not in trust.marks:
            continue
        if best is None:
            yield lost(said, Said("alone it proves nobody"))
        elif name not in best.evidence:
            yield lost(said, Said("the others are enough without it"))
        elif best.given_up:
            yield won(said, Said("{good}, because desk.yaml gives up: {names}", good=_GOOD_FOR[best.up_to], names=", ".join(sorted(best.given_up))))
        else:
            yield won(said, _GOOD_FOR[best.up_to])


def _missing(trust: Trust, counting: list[Row], best: Row | None, never: frozenset[str]) -> Iterator[Evidence]:
    """What alone would make more of the mail."""
    told = set(never)
    for row in sorted(counting, key=lambda row: -row.up_to):
        absent = row.evidence - trust.marks
        if len(absent) == 1 and (best is None or row.up_to > best.up_to) and not absent <= told:
            [name] = absent
            told.add(name)
            yield lost(_NAMES[name], Said("it is not there; with it the mail would be {good}", good=_GOOD_FOR[row.up_to]))


def _of_others(trust: Trust, proof: Proof) -> Iterator[Evidence]:
    for name in ("password", "login", "internal"):
        if name in trust.marks:
            yield won(_NAMES[name], Said("it stands for the address in From"))
    domain = Said("a signature of the domain in From, or of its owner")
    if proof.aligned:
        yield won(domain, Said("nobody without its key can write such a mail"))
    elif proof.refused:
        yield lost(domain, Said("it is not there, and the owner asks not to believe such mail"))
    elif proof.evidence:
        yield lost(domain, Said("there is none that counts"))
    else:
        yield lost(domain, Said("no name server was asked"))
    if trust.token:
        yield won(Said("a valid token of ours"), Said("it brings the mail to its ticket, and proves nobody"))

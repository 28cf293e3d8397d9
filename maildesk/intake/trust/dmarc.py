"""What the owner of a From domain says about mail in its name: the DMARC policy, found by the walk up the tree (RFC 9989 §4.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maildesk.intake.trust.dkim import tag_list

_DEEPEST = 8  # labels; of a longer name the walk leaves out what lies between (RFC 9989 §4.10)

Txt = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Policy:
    """`owner` is the domain whose record it is, "" where there is none; `wish` is none, quarantine or reject."""

    owner: str = ""
    wish: str = "none"

    @property
    def guards(self) -> bool:
        """Whether others are asked not to believe mail that only claims to be of the domain."""
        return self.wish in ("quarantine", "reject")


def policy_of(domain: str, txt: Txt) -> Policy:
    """The policy for mail of a domain; raises `TryLater` where the name servers give no answer."""
    for name, records in published(domain, txt):
        if len(records) == 1 and (name == domain or records[0].get("psd") != "y"):
            return Policy(name, _wish(records[0], own=name == domain))
    return Policy()


def published(domain: str, txt: Txt) -> Iterator[tuple[str, tuple[Mapping[str, str], ...]]]:
    """The domain and those above it that have DMARC records, nearest first, each with all of them; several count for none."""
    for name in _walk(domain):
        records = tuple(tag_list(text) for text in txt(f"_dmarc.{name}") if text.replace(" ", "").startswith("v=DMARC1"))
        if records:
            yield name, records


def wish_of(record: Mapping[str, str], own: bool) -> str:
    """The policy as it is written, for the record's own domain or for those below it; "" where there is none."""
    return (record.get("p", "") if own else record.get("sp", record.get("p", ""))).lower()


def aligned(signer: str, domain: str, policy: Policy) -> bool:
    """Whether a signature of one domain speaks for another (relaxed, RFC 9989 §4.8): both stand below one owner."""
    return signer == domain or (bool(policy.owner) and all(f".{name}".endswith(f".{policy.owner}") for name in (signer, domain)))


def _walk(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    yield domain
    for at in range(max(1, len(labels) - _DEEPEST + 1), len(labels)):
        yield ".".join(labels[at:])


def _wish(record: Mapping[str, str], own: bool) -> str:
    wish = wish_of(record, own)
    return wish if wish in ("quarantine", "reject") and not on_trial(record) else "none"


def on_trial(record: Mapping[str, str]) -> bool:
    """Whether its owner only tries it out (RFC 9989 §4.7)."""
    return record.get("t") == "y"

"""What the owner of a From domain says about mail in its name: the DMARC policy, found by the walk up the tree (RFC 9989 §4.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maildesk.intake.dkim import tag_list

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
    for name in _walk(domain):
        record = _record(txt(f"_dmarc.{name}"))
        if record and (name == domain or record.get("psd") != "y"):
            return Policy(name, _wish(record, own=name == domain))
    return Policy()


def aligned(signer: str, domain: str, policy: Policy) -> bool:
    """Whether a signature of one domain speaks for another (relaxed, RFC 9989 §4.8): both stand below one owner."""
    return signer == domain or (bool(policy.owner) and all(f".{name}".endswith(f".{policy.owner}") for name in (signer, domain)))


def _walk(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    yield domain
    for at in range(max(1, len(labels) - _DEEPEST + 1), len(labels)):
        yield ".".join(labels[at:])


def _record(found: Sequence[str]) -> dict[str, str]:
    """The one DMARC record; {} where there is none, or several, which count for nothing."""
    records = [tag_list(text) for text in found if text.replace(" ", "").startswith("v=DMARC1")]
    return records[0] if len(records) == 1 else {}


def _wish(record: dict[str, str], own: bool) -> str:
    wish = record.get("p", "none") if own else record.get("sp", record.get("p", "none"))
    if record.get("t") == "y":
        return "none"  # its owner only tries it out
    return wish.lower() if wish.lower() in ("quarantine", "reject") else "none"

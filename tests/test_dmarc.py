"""DMARC: whose policy it is, found up the tree, and who may speak for whom."""

from __future__ import annotations

import pytest

from maildesk.errors import TryLater
from maildesk.intake.trust.dmarc import Policy, aligned, policy_of

ZONE = {
    "_dmarc.corp.example": ("v=spf1 -all", "v=DMARC1; p=reject; sp=none"),
    "_dmarc.shop.example": ("v=DMARC1;p=Quarantine",),
    "_dmarc.tried.example": ("v=DMARC1; p=reject; t=y",),
    "_dmarc.twice.example": ("v=DMARC1; p=reject", "v=DMARC1; p=none"),
    "_dmarc.odd.example": ("v=DMARC1; p=everything",),
    "_dmarc.co.example": ("v=DMARC1; p=reject; psd=y",),
    "_dmarc.d.e.f.g.h.deep.example": ("v=DMARC1; p=reject",),
}


@pytest.mark.parametrize(
    ("domain", "policy"),
    [
        ("corp.example", Policy("corp.example", "reject")),
        ("sub.corp.example", Policy("corp.example", "none")),
        ("a.b.shop.example", Policy("shop.example", "quarantine")),
        ("tried.example", Policy("tried.example", "none")),
        ("twice.example", Policy()),
        ("odd.example", Policy("odd.example", "none")),
        ("else.example", Policy()),
        ("example", Policy()),
        # A registry's own record is about the registry, not about those below it.
        ("farm.co.example", Policy()),
        ("co.example", Policy("co.example", "reject")),
        ("a.b.c.d.e.f.g.h.deep.example", Policy("d.e.f.g.h.deep.example", "reject")),
    ],
)
def test_the_policy_is_found_up_the_tree(domain: str, policy: Policy) -> None:
    """The domain's own record, else the nearest above it, with what that one says of what is below."""
    asked: list[str] = []

    def txt(name: str) -> tuple[str, ...]:
        asked.append(name)
        return ZONE.get(name, ())

    assert policy_of(domain, txt) == policy
    assert len(asked) <= 8
    assert asked[0] == f"_dmarc.{domain}"


def test_no_answer_is_no_policy_either_way() -> None:
    """Whether there is one is not known: the caller decides what that means."""

    def txt(name: str) -> tuple[str, ...]:
        raise TryLater("no name server answers")

    with pytest.raises(TryLater):
        policy_of("corp.example", txt)


def test_who_speaks_for_whom() -> None:
    """All that stand below one owner's record; a name that only ends alike is somebody else."""
    policy = Policy("corp.example", "reject")
    assert aligned("mail.corp.example", "corp.example", policy)
    assert aligned("corp.example", "hr.corp.example", policy)
    assert not aligned("evilcorp.example", "corp.example", policy)
    assert not aligned("example", "corp.example", policy)
    assert not aligned("mail.corp.example", "corp.example", Policy())
    assert aligned("corp.example", "corp.example", Policy())

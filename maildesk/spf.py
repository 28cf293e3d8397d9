"""SPF (RFC 7208): whether a domain's record lets an address send in its name, and what is wrong with the record. Names are asked by whoever calls."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from maildesk.errors import NOTHING
from maildesk.language import Said

Ask = Callable[[str, str], tuple[str, ...]]  # a name and a kind of record; raises TryLater
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_LOOKUPS = 10  # §4.6.4
_TERM = re.compile(r"(?P<qualifier>[-+~?]?)(?P<name>[a-z0-9]+)(?P<rest>[:/].*)?", re.IGNORECASE)
_PLACE = re.compile(r"(?::(?P<domain>[^/]+))?(?:/(?P<four>\d{1,3}))?(?://(?P<six>\d{1,3}))?")


class Verdict(StrEnum):
    """§2.6, and `unknown` where the record asks for what only a receiver of a mail knows."""

    NONE = "none"
    PASS = "pass"  # noqa: S105 - the word of the RFC
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    PERMERROR = "permerror"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the record says of an address, and why where it cannot say it."""

    verdict: Verdict
    why: Said = NOTHING


_QUALIFIERS = {"": Verdict.PASS, "+": Verdict.PASS, "-": Verdict.FAIL, "~": Verdict.SOFTFAIL, "?": Verdict.NEUTRAL}


class _Broken(Exception):
    """The record ends in this verdict."""

    def __init__(self, verdict: Verdict, why: Said) -> None:
        super().__init__(why)
        self.judged = Judged(verdict, why)


def records_of(domain: str, ask: Ask) -> tuple[str, ...]:
    """The SPF records of a domain: one, where all is well (§4.5)."""
    return tuple(text for text in ask(domain, "TXT") if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 "))


def judge(domain: str, address: Ip, ask: Ask) -> Judged:
    """What the record of a domain says of an address that sends in its name; raises `TryLater` where a name server does not answer."""
    try:
        return _Evaluation(address, ask).judged(domain)
    except _Broken as broken:
        return broken.judged


class _Evaluation:
    """One walk through a record and those it includes; the questions of all of them are counted together."""

    def __init__(self, address: Ip, ask: Ask) -> None:
        self._address, self._ask, self._lookups = address, ask, 0

    def judged(self, domain: str) -> Judged:
        found = records_of(domain, self._ask)
        if not found:
            return Judged(Verdict.NONE, Said("{domain} has no SPF record", domain=domain))
        if len(found) > 1:
            raise _Broken(Verdict.PERMERROR, Said("{domain} has {count} SPF records", domain=domain, count=len(found)))
        redirect = ""
        for term in found[0].split()[1:]:
            name, _, value = term.partition("=")
            if value and "/" not in name and ":" not in name:
                redirect = value if name.lower() == "redirect" else redirect
                continue
            verdict = self._matched(term, domain)
            if verdict is not None:
                return Judged(verdict)
        if not redirect:
            return Judged(Verdict.NEUTRAL)
        self._count()
        followed = self.judged(_plain(redirect))
        return followed if followed.verdict is not Verdict.NONE else Judged(Verdict.PERMERROR, followed.why)

    def _matched(self, term: str, domain: str) -> Verdict | None:
        parts = _TERM.fullmatch(term)
        test = _MECHANISMS.get(parts["name"].lower()) if parts else None
        if parts is None or test is None:
            raise _Broken(Verdict.PERMERROR, Said("“{term}” in the record of {domain} is no mechanism", term=term, domain=domain))
        return _QUALIFIERS[parts["qualifier"]] if test(self, parts["rest"] or "", domain) else None

    def _all(self, rest: str, domain: str) -> bool:
        return True

    def _network(self, rest: str, domain: str) -> bool:
        try:
            network = ipaddress.ip_network(rest[1:], strict=False)
        except ValueError:
            raise _Broken(Verdict.PERMERROR, Said("“{term}” in the record of {domain} is no network", term=rest[1:], domain=domain)) from None
        return self._address.version == network.version and self._address in network

    def _a(self, rest: str, domain: str) -> bool:
        place = self._place(rest, domain)
        self._count()
        return self._stands_at(place[0], place[1])

    def _mx(self, rest: str, domain: str) -> bool:
        host, prefix = self._place(rest, domain)
        self._count()
        hosts = [record.split()[-1] for record in self._ask(host, "MX")]
        if len(hosts) > MOST_LOOKUPS:
            raise _Broken(Verdict.PERMERROR, Said("{host} has more than {most} mail servers", host=host, most=MOST_LOOKUPS))
        return any(self._stands_at(one, prefix) for one in hosts)

    def _include(self, rest: str, domain: str) -> bool:
        self._count()
        included = self.judged(_plain(rest[1:]))
        if included.verdict is Verdict.NONE:
            raise _Broken(Verdict.PERMERROR, Said("{domain} includes {term}, which has no SPF record", domain=domain, term=rest[1:]))
        return included.verdict is Verdict.PASS

    def _exists(self, rest: str, domain: str) -> bool:
        self._count()
        return bool(self._ask(_plain(rest[1:]), "A"))

    def _ptr(self, rest: str, domain: str) -> bool:
        """Nobody should use it (§5.5), and many receivers do not look."""
        self._count()
        return False

    def _place(self, rest: str, domain: str) -> tuple[str, int | None]:
        parts = _PLACE.fullmatch(rest)
        if parts is None:
            raise _Broken(Verdict.PERMERROR, Said("“{rest}” in the record of {domain} is no place", rest=rest, domain=domain))
        prefix = parts["four"] if self._address.version == 4 else parts["six"]
        return _plain(parts["domain"] or domain), int(prefix) if prefix else None

    def _stands_at(self, host: str, prefix: int | None) -> bool:
        kind = "A" if self._address.version == 4 else "AAAA"
        length = self._address.max_prefixlen if prefix is None else min(prefix, self._address.max_prefixlen)
        return any(self._address in ipaddress.ip_network(f"{one}/{length}", strict=False) for one in self._ask(host.rstrip("."), kind))

    def _count(self) -> None:
        self._lookups += 1
        if self._lookups > MOST_LOOKUPS:
            raise _Broken(Verdict.PERMERROR, Said("the record makes receivers ask for more than {most} names", most=MOST_LOOKUPS))


_MECHANISMS: dict[str, Callable[[_Evaluation, str, str], bool]] = {
    "all": _Evaluation._all,
    "ip4": _Evaluation._network,
    "ip6": _Evaluation._network,
    "a": _Evaluation._a,
    "mx": _Evaluation._mx,
    "include": _Evaluation._include,
    "exists": _Evaluation._exists,
    "ptr": _Evaluation._ptr,
}


def _plain(name: str) -> str:
    if "%" in name:
        raise _Broken(Verdict.UNKNOWN, Said("“{name}” depends on the mail", name=name))
    return name.rstrip(".")

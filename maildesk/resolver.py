"""Asks the domain name system, with a bound on how often and how long; nothing is asked unless somebody passes one of these on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from maildesk.errors import TryLater
from maildesk.language import Said

if TYPE_CHECKING:
    import dns.resolver

_ONE_SERVER = 2.0  # seconds until the next server is asked


@dataclass(frozen=True, slots=True)
class NameServer:
    """A server that is asked in place of those of the machine."""

    host: str
    port: int = 53


class Resolver:
    """The machine's name servers, or others; answers are kept as long as their owner allows."""

    def __init__(self, servers: Sequence[NameServer] = (), kept: int = 1000) -> None:
        self._servers, self._kept = tuple(servers), kept

    @cached_property
    def _resolver(self) -> dns.resolver.Resolver:
        """The library's, loaded when the first question is asked: most commands ask none."""
        import dns.nameserver
        import dns.resolver

        resolver = dns.resolver.Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = [dns.nameserver.Do53Nameserver(one.host, one.port) for one in self._servers]
        resolver.timeout = _ONE_SERVER
        resolver.cache = dns.resolver.LRUCache(self._kept)
        return resolver

    def ask(self, name: str, kind: str, seconds: float) -> tuple[str, ...]:
        """The records of a name as they are written in a zone file, () where it has none.

        Raises `TryLater` where no server gives an answer in that time. A TXT record is the strings it is made of, joined.
        """
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            found = self._resolver.resolve(dns.name.from_text(name), kind, search=False, lifetime=seconds, raise_on_no_answer=False)
        except (dns.resolver.NXDOMAIN, dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong, UnicodeError):
            return ()
        except (dns.exception.DNSException, OSError) as error:
            why = _WHY.get(type(error).__name__, type(error).__name__)
            raise TryLater(Said("no name server answers for {name}: {why}", name=name, why=why)) from None
        return tuple(_written(record) for record in found.rrset or ())


_WHY = {"LifetimeTimeout": Said("none did in time"), "NoNameservers": Said("each failed or refused")}


def _written(record: object) -> str:
    strings = getattr(record, "strings", None)
    if strings is None:
        return str(record)
    return b"".join(strings).decode("utf-8", "surrogateescape")


class Questions:
    """What one mail may ask: so many names, for so many seconds (V074); asking the same again costs nothing."""

    def __init__(self, resolver: Resolver, most: int = 10, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._resolver, self._left, self._clock, self._until = resolver, most, clock, clock() + seconds
        self._known: dict[str, tuple[str, ...] | TryLater] = {}

    def txt(self, name: str) -> tuple[str, ...]:
        """The TXT records of a name; raises `TryLater` where there is no answer, or no question left."""
        name = name.lower().rstrip(".")
        if name not in self._known:
            self._known[name] = self._asked(name)
        known = self._known[name]
        if isinstance(known, TryLater):
            raise known
        return known

    def _asked(self, name: str) -> tuple[str, ...] | TryLater:
        self._left -= 1
        left = self._until - self._clock()
        if self._left < 0 or left <= 0:
            return TryLater(Said("the mail asks too much of the name servers"))
        try:
            return self._resolver.ask(name, "TXT", left)
        except TryLater as error:
            return error

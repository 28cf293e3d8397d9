"""The way a mail came through the servers of the house: which of its Received lines are surely true, and where it came in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from maildesk.errors import NOTHING
from maildesk.language import Said
from maildesk.mail import Envelope

LONGEST = 4000  # letters of a header that are read
Headers = Sequence[tuple[str, str]]
Networks = Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]


@dataclass(frozen=True, slots=True)
class House:
    """The networks whose hosts hand on other people's mail, and the servers of ours that are asked about, as Received names them."""

    networks: Networks
    servers: tuple[str, ...]

    @classmethod
    def of(cls, networks: Sequence[str], servers: tuple[str, ...]) -> House:
        return cls(tuple(map(ipaddress.ip_network, networks)), servers)

    @property
    def names(self) -> str:
        return ", ".join(self.servers)

    def has(self, host: str) -> bool:
        return any(fnmatchcase(host, pattern) for pattern in self.servers)

    def holds(self, addresses: Sequence[str]) -> bool:
        """Whether all of them are ours: a name given in HELO may look like an address too."""
        return all(any(ipaddress.ip_address(address) in network for network in self.networks) for address in addresses)


@dataclass(frozen=True, slots=True)
class Hop:
    """A Received line: its place among all headers, its text in one line, who wrote it, and whether that server had the mail from one of ours."""

    place: int
    line: str
    server: str
    inside: bool


def handed_over(envelope: Envelope, house: House) -> bool:
    """Whether a host of ours handed the mail to the desk, or the desk fetched it."""
    return not envelope.submitted_as and house.holds(_addresses(envelope.peer))


def true_hops(headers: Headers, envelope: Envelope, house: House) -> tuple[tuple[Hop, ...], Said]:
    """The Received lines that servers of ours wrote, topmost first, the last of them where the mail came in; and the doubt that ends the search.

    The topmost lines are ours: each says whom it had the mail from, and the first who is not of the house ends the chain.
    """
    if not handed_over(envelope, house):
        return (), Said("it came straight from {peer}, not through {hosts}", peer=envelope.submitted_as or envelope.peer, hosts=house.names)
    found: list[Hop] = []
    for place, (name, value) in enumerate(headers):
        line = " ".join(value[:LONGEST].split())
        if name.lower() != "received" or not line.startswith("from "):
            continue  # a line that names nobody was written when the mail was handed on within one system
        if line.count(" by ") != 1:  # HELO is a stranger's, and may hold words
            return tuple(found), Said("a Received line above it cannot be read without doubt")
        origin, by = line.removeprefix("from ").split(" by ")
        server = by.split(" ")[0].strip("();,").lower()
        found.append(Hop(place, line, server, _within(origin, server, house)))
        if not found[-1].inside:
            break
    return tuple(found), NOTHING


def entry(headers: Headers, envelope: Envelope, house: House) -> tuple[int | None, Said]:
    """The place of the Received line by which one of the servers took the mail from outside, or why there is none."""
    hops, doubt = true_hops(headers, envelope, house)
    if doubt:
        return None, doubt
    if hops and not hops[-1].inside:
        last = hops[-1]
        return (last.place, NOTHING) if house.has(last.server) else (None, _elsewhere(last, house))
    inner = [hop.place for hop in hops if house.has(hop.server)]
    return (inner[-1], NOTHING) if inner else (None, Said("no Received line is by {hosts}", hosts=house.names))


def _elsewhere(hop: Hop, house: House) -> Said:
    return Said("it came in by {server}, which is not {hosts}", server=hop.server, hosts=house.names)


def _within(origin: str, server: str, house: House) -> bool:
    """Whether a Received line names a host of ours as the one it had the mail from; by name alone only where there is no address."""
    addresses = _addresses(origin)
    if addresses:
        return house.holds(addresses)
    host = origin.split(" ", maxsplit=1)[0].lower()
    return host in ("localhost", server) or house.has(host)


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(_addresses_in(text))


def _addresses_in(text: str) -> Iterator[str]:
    for word in re.split(r"[\s\[\]()=,;]+", text):
        bare = word.removeprefix("IPv6:")
        try:
            yield str(ipaddress.ip_address(bare))
        except ValueError:
            continue

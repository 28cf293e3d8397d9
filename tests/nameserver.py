"""A real name server for the tests, on UDP: it answers from a zone written as text, and can be slow, silent or out of order."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from maildesk.resolver import NameServer


@dataclass
class Zone:
    """What the server knows; `silent` names get no answer, `broken` ones SERVFAIL. `asked` is every question that came."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def server(self) -> NameServer:
        return NameServer("127.0.0.1", self.port)

    def add(self, name: str, kind: str, *values: str) -> None:
        """Puts records there, as a zone file writes them; a TXT of any length is given as it is meant."""
        written = [_strings(value) for value in values] if kind == "TXT" else list(values)
        self.records.setdefault((name.lower().rstrip("."), kind), []).extend(written)

    def answer(self, question: dns.message.Message) -> dns.message.Message | None:
        """What is sent back to a question, None for silence."""
        one = question.question[0]
        name, kind = one.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(one.rdtype)
        self.asked.append((name, kind))
        if name in self.silent:
            return None
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif values := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(one.name, 60, dns.rdataclass.IN, one.rdtype, *values))
        elif not any(known == name or known.endswith(f".{name}") for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


def _strings(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return " ".join(f'"{quoted[at : at + 200]}"' for at in range(0, len(quoted) or 1, 200))


@contextlib.contextmanager
def nameserver(zone: Zone) -> Iterator[Zone]:
    """Serves a zone until the end of the block."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        zone.port = listening.getsockname()[1]
        serving = threading.Thread(target=_serve, args=(listening, zone))
        serving.start()
        try:
            yield zone
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopping:
                stopping.sendto(b"", ("127.0.0.1", zone.port))
            serving.join()


def _serve(listening: socket.socket, zone: Zone) -> None:
    while True:
        data, peer = listening.recvfrom(4096)
        if not data:
            return
        answer = zone.answer(dns.message.from_wire(data))
        if answer is not None:
            listening.sendto(answer.to_wire(), peer)

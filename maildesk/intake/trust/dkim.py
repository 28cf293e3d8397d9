"""Verifies DKIM signatures (RFC 6376, RFC 8463) on the raw bytes, and counts only those that leave nothing open to be added.

The library verifies what a signature covers; what has to be covered is decided here, before a key is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from maildesk.errors import NOTHING, TryLater
from maildesk.intake.header.reading import SINGLE
from maildesk.language import Said

if TYPE_CHECKING:
    import dkim

MOST = 5  # signatures that are looked at (V074)
LEAST_BITS = 1024  # of an RSA key (RFC 8301 §3.2); 2048 are asked for, and most keys have them
SIGNED = ("from", "subject", "date", "message-id")  # what a signature must cover, and what stands in a mail once
# A second one would be shown by one program and signed by another (V072).
_ONCE = dict.fromkeys((*SIGNED, *SINGLE, "to", "cc"))
_ALGORITHMS = frozenset({"rsa-sha256", "ed25519-sha256"})
_SLACK = timedelta(minutes=10)  # clocks differ
_FROM_LINE = re.compile(rb"^From[ \t]", re.IGNORECASE | re.MULTILINE)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+", re.ASCII)
_SELECTOR = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)

Tags = Mapping[str, str]
Txt = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: whose it is, and why it counts or does not. `later` says that its key could not be asked for now.

    `covers` are the headers that one which counts has under it.
    """

    domain: str
    selector: str
    counts: bool
    why: Said
    later: bool = False
    covers: frozenset[str] = frozenset()


def load() -> None:
    """The library, and with it the one that asks name servers: a desk that asks for no signatures does without both."""
    import dkim  # noqa: F401


def signatures(data: bytes, txt: Txt, now: datetime, must_sign: Sequence[str] = ()) -> tuple[Signature, ...]:
    """The first signatures of a mail, judged; never raises. `must_sign` names further headers that have to be signed.

    `txt` gives the TXT records of a name and raises `TryLater` where there is no answer.
    """
    if _FROM_LINE.search(data, 0, _head_end(data)):
        return ()  # the library passes over such a line, and others read a From in it
    import dkim

    try:
        message = dkim.DKIM(data, minkey=LEAST_BITS)
    except (dkim.MessageFormatError, ValueError, IndexError):
        return ()
    headers = [(name.decode("latin-1").strip().lower(), value) for name, value in message.headers]
    counted = Counter(name for name, _ in headers)
    found = [value for name, value in headers if name == "dkim-signature"][:MOST]
    judge = _Judge(message, counted, txt, now, frozenset((*SIGNED, *(name.lower() for name in must_sign))))
    return tuple(judge.judged(index, value) for index, value in enumerate(found))


def _head_end(data: bytes) -> int:
    ends = [at for mark in (b"\n\n", b"\n\r\n") if (at := data.find(mark)) >= 0]
    return min(ends, default=len(data))


@dataclass(frozen=True)
class _Judge:
    message: dkim.DKIM
    counted: Counter[str]
    txt: Txt
    now: datetime
    must_sign: frozenset[str]

    def judged(self, index: int, value: bytes) -> Signature:
        tags = tag_list(value.decode("latin-1"))
        domain, selector = tags.get("d", "").lower(), tags.get("s", "").lower()
        why = next(self._objections(tags), NOTHING) if tags else Said("it is not written as a signature")
        if why:
            return Signature(domain, selector, counts=False, why=why)
        try:
            key = self._key(f"{selector}._domainkey.{domain}")
        except TryLater as error:
            return Signature(domain, selector, counts=False, why=error.text, later=True)
        why = next(_objections_to_key(key, tags), NOTHING) if key else Said("its key is not published")
        return Signature(domain, selector, counts=not why, why=why) if why else self._verified(index, tags, key)

    def _objections(self, tags: Tags) -> Iterator[Said]:
        """Why a signature would not count even if it were right."""
        domain = tags.get("d", "").lower()
        if tags.get("v") != "1" or tags.get("a", "").lower() not in _ALGORITHMS:
            yield Said("its algorithm is {algorithm}, which does not count", algorithm=tags.get("a") or Said("not named"))
        if not _DOMAIN.fullmatch(domain) or not _SELECTOR.fullmatch(tags.get("s", "").lower()):
            yield Said("it names no domain")
        if "l" in tags:
            yield Said("it covers only a part of the body (l=)")
        if tags.get("q", "dns/txt") != "dns/txt":
            yield Said("its key is not in the DNS")
        yield from self._uncovered(tags)
        yield from _out_of_time(tags, self.now)

    def _uncovered(self, tags: Tags) -> Iterator[Said]:
        signed = covered_by(tags)
        missing = [name for name in sorted(self.must_sign) if name not in signed and (name in SIGNED or self.counted[name])]
        twice = [name for name in _ONCE if self.counted[name] > 1]
        absent = [name for name in SIGNED if not self.counted[name]]
        if missing:
            yield Said("it does not cover {header}", header=missing[0])
        if twice:
            yield Said("{header} stands more than once in the mail", header=twice[0])
        elif absent:
            yield Said("{header} stands nowhere in the mail", header=absent[0])

    def _key(self, name: str) -> Tags:
        """The key record; {} where there is none, or more than one, which means nothing (RFC 6376 §3.6.2.2)."""
        found = [tags for record in self.txt(name) if (tags := tag_list(record)) and "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]
        return found[0] if len(found) == 1 else {}

    def _verified(self, index: int, tags: Tags, key: Tags) -> Signature:
        domain, selector = tags["d"].lower(), tags["s"].lower()
        record = "; ".join(f"{name}={value}" for name, value in key.items()).encode("ascii", "replace")
        try:
            right = self.message.verify(index, dnsfunc=lambda name, timeout=0: record)
            why = Said("valid, {bits} bits", bits=self.message.keysize) if right else Said("it is not right for this mail")
        except Exception as error:  # noqa: BLE001 - whatever a hostile signature or key does to the library, it proves nothing
            right, why = False, Said("it is not right for this mail: {words}", words=_reason(error))
        return Signature(domain, selector, counts=bool(right), why=why, covers=covered_by(tags) if right else frozenset())


def covered_by(tags: Tags) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in tags.get("h", "").split(":"))


def _out_of_time(tags: Tags, now: datetime) -> Iterator[Said]:
    made, ends = (_seconds(tags[name]) if name in tags else None for name in ("t", "x"))
    if -1 in (made, ends):
        yield Said("its times are no numbers")
    elif made is not None and made > (now + _SLACK).timestamp():
        yield Said("it was made in the future")
    elif ends is not None and ends < (now - _SLACK).timestamp():
        yield Said("it has expired")


def _seconds(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) else -1


def _objections_to_key(key: Tags, tags: Tags) -> Iterator[Said]:
    flags = {flag.strip() for flag in key.get("t", "").split(":")}
    if not key["p"]:
        yield Said("its key was revoked")
    if "y" in flags:
        yield Said("its domain only tries DKIM out (t=y)")
    if key.get("s", "*") != "*" and "email" not in {name.strip() for name in key["s"].split(":")}:
        yield Said("its key is not for mail")
    if key.get("g", "*") != "*":  # RFC 4871 §3.6.1; RFC 6376 has it no more, and whoever wrote it meant it
        yield Said("its key is for some addresses of its domain only (g=)")
    if "h" in key and "sha256" not in {name.strip().lower() for name in key["h"].split(":")}:
        yield Said("its key is not for this algorithm")
    if key.get("k", "rsa") != tags["a"].lower().partition("-")[0]:
        yield Said("its key is not for this algorithm")
    signer = tags.get("i", f"@{tags['d']}").lower().rpartition("@")[2]
    if "s" in flags and signer != tags["d"].lower():
        yield Said("its key is for no subdomain (t=s)")


def tag_list(text: str) -> dict[str, str]:
    """A tag list (RFC 6376 §3.2), white space taken out; {} where it is none, or names a tag twice."""
    found: dict[str, str] = {}
    for part in text.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", name) or name in found:
            return {}
        found[name] = "".join(value.split())
    return found


def _reason(error: Exception) -> str:
    text = str(error).partition("(")[0].strip().lower()
    return text if re.fullmatch(r"[a-z0-9 =-]{4,60}", text) else type(error).__name__

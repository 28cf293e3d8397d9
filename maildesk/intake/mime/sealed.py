"""Containers of S/MIME and OpenPGP: what is only signed or compressed is read, what is encrypted is recognised; no signature is judged here."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_SEALED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_ENVELOPED_DATA = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))  # RFC 5652 §6.1, RFC 5083 §2
_COMPRESSED_DATA = bytes.fromhex("2a864886f70d0109100109")
_OCTETS, _SEQUENCE, _OBJECT, _EXPLICIT = 0x04, 0x30, 0x06, 0xA0
_CONSTRUCTED, _DEEPEST, _MOST_PIECES = 0x20, 8, 100_000


def is_encrypted(content_type: str, smime_type: str, text: str) -> bool:
    """Whether a mail of that type, or with that text, can only be read with a key."""
    if content_type == "multipart/encrypted" or (content_type in _SEALED_TYPES and "enveloped" in smime_type.lower()):
        return True
    return "-----BEGIN PGP MESSAGE-----" in text and _ENCRYPTED.search(text) is not None


_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.MULTILINE)
_SIGNED, _SIGNATURE, _END = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"


def without_armour(text: str) -> str:
    """A text with the armour of OpenPGP's clear signatures taken off (RFC 9580 §7); the same where none is whole, or where it is quoted."""
    if _SIGNED not in text:
        return text
    lines = text.split("\n")
    bare = [line.rstrip() for line in lines]
    kept, at = list[str](), 0
    while (begin := _index(bare, _SIGNED, at)) < len(bare):
        signature = _index(bare, _SIGNATURE, begin)
        end = _index(bare, _END, signature)
        if signature == len(bare):
            break
        head = _index(bare, "", begin)  # behind the Hash lines stands an empty one; a program that lost it wrote none
        first = head + 1 if all(": " in line or line == "" for line in bare[begin + 1 : head]) and head < signature else begin + 1
        kept += lines[at:begin]
        escaped = "NotDashEscaped:" not in " ".join(bare[begin:first])
        kept += [line.removeprefix("- ") if escaped else line for line in lines[first:signature]]
        at = end + 1
    return "\n".join([*kept, *lines[at:]]).strip("\n") if at else text


def _index(lines: list[str], wanted: str, start: int) -> int:
    """Where such a line stands, the number of lines where none does."""
    try:
        return lines.index(wanted, start)
    except ValueError:
        return len(lines)


def may_be_signed(content_type: str, name: str) -> bool:
    """Whether a part is such a container: by its type, or by its name where a gateway knew no better."""
    return content_type in _SEALED_TYPES or (content_type == "application/octet-stream" and name.lower() in ("smime.p7m", "smime.p7z"))


def is_enveloped(data: bytes) -> bool:
    """Whether such a container can only be opened with a key, whatever it is called."""
    try:
        return _Reader(data).enter(_SEQUENCE).take(_OBJECT) in _ENVELOPED_DATA
    except _Malformed:
        return False


def signed_content(data: bytes) -> bytes | None:
    """The entity inside an opaque signature (RFC 5652 §5.1); None where there is none. Bounded and total."""
    try:
        outer = _Reader(data).enter(_SEQUENCE)
        if outer.take(_OBJECT) != _SIGNED_DATA:
            return None
        signed = outer.enter(_EXPLICIT).enter(_SEQUENCE)
        signed.skip()  # version
        signed.skip()  # digest algorithms
        return _encapsulated(signed)
    except _Malformed:
        return None


def compressed_content(data: bytes, most: int) -> bytes | None:
    """The entity inside compressed data (RFC 3274 §1.1); None where there is none, or where it is longer than `most`."""
    try:
        outer = _Reader(data).enter(_SEQUENCE)
        if outer.take(_OBJECT) != _COMPRESSED_DATA:
            return None
        compressed = outer.enter(_EXPLICIT).enter(_SEQUENCE)
        compressed.skip()  # version
        compressed.skip()  # algorithm: only zlib there is
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(_encapsulated(compressed), most + 1)
    except (_Malformed, zlib.error):
        return None
    return content if 0 < len(content) <= most else None


def _encapsulated(inside: _Reader) -> bytes:
    """The octets of the content that stands there (RFC 5652 §5.2)."""
    content = inside.enter(_SEQUENCE)
    content.skip()  # its type
    return b"".join(content.enter(_EXPLICIT).octets())


class _Malformed(Exception):
    """The bytes are not what ASN.1 says here."""


@dataclass(slots=True)
class _Reader:
    """Walks through BER (X.690): definite lengths, and the indefinite ones that streaming programs write."""

    data: bytes
    position: int = 0
    end: int = -1

    def __post_init__(self) -> None:
        self.end = len(self.data) if self.end < 0 else self.end

    def enter(self, tag: int) -> _Reader:
        found, start, end = self._header()
        if found != tag:
            raise _Malformed
        return _Reader(self.data, start, self.end if end is None else end)

    def take(self, tag: int) -> bytes:
        found, start, end = self._header()
        if found != tag or end is None:
            raise _Malformed
        self.position = end
        return self.data[start:end]

    def skip(self) -> None:
        _, _, end = self._header()
        if end is None:
            raise _Malformed
        self.position = end

    def octets(self) -> list[bytes]:
        """The pieces of a string that may be cut into many."""
        tag, start, end = self._header()
        if tag == _OCTETS and end is not None:
            return [self.data[start:end]]
        if tag != _OCTETS | _CONSTRUCTED:
            raise _Malformed
        pieces: list[bytes] = []
        inner = _Reader(self.data, start, self.end if end is None else end)
        while inner.position < inner.end and self.data[inner.position : inner.position + 2] != b"\0\0" and len(pieces) < _MOST_PIECES:
            pieces.append(inner.take(_OCTETS))
        return pieces

    def _header(self) -> tuple[int, int, int | None]:
        """Tag, where the value starts and where it ends; None for an indefinite length."""
        head = self.data[self.position : min(self.position + 6, self.end)]
        if len(head) < 2:
            raise _Malformed
        tag, length = head[0], head[1]
        if length == 0x80:
            return tag, self.position + 2, None
        count = length & 0x7F if length & 0x80 else 0
        if count > 4 or len(head) < 2 + count:
            raise _Malformed
        start = self.position + 2 + count
        end = start + (int.from_bytes(head[2 : 2 + count], "big") if count else length)
        if end > self.end:
            raise _Malformed
        return tag, start, end

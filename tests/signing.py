"""Signs mails for the tests as RFC 6376 says (relaxed/relaxed), with any tag bent as a forger would; independent of what verifies them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

HEADERS = ("from", "subject", "date", "message-id", "to")


@dataclass(frozen=True)
class ShortKey:
    """An RSA key of fewer bits than any library makes any more; it signs right."""

    public: str
    modulus: int
    exponent: int

    def sign(self, data: bytes) -> bytes:
        size = self.modulus.bit_length() // 8
        told = _SHA256 + hashlib.sha256(data).digest()
        padded = b"\0\1" + b"\xff" * (size - 3 - len(told)) + b"\0" + told
        return pow(int.from_bytes(padded, "big"), self.exponent, self.modulus).to_bytes(size, "big")


_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017 §9.2
SHORT = {
    512: ShortKey(
        "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMSTzymdL44XwCv1oohLj+W34TwpojeJ9lTGdAY2wyVX6RVHjM2KvIJseogAOtQHQRaqrnoPVsVuxj2Y3Eh6TKUCAwEAAQ==",
        0xC493CF299D2F8E17C02BF5A2884B8FE5B7E13C29A23789F654C6740636C32557E915478CCD8ABC826C7A88003AD4074116AAAE7A0F56C56EC63D98DC487A4CA5,
        0x95A80A219E5FA40804EFF2B3E89BCE538F68548B45CA8EA810E67D5275C29FDC35EC788ED97ECB7D1818CEE45FD609DF4541AA227A18A47C8553577B4BF2F149,
    ),
    768: ShortKey(
        "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALrNjOnAjeJ9DevWe7tXVzhmSZ27gP7o8bE3lou9Apln/iEozxPXzc8DeVfaBlw5MyXhgTut54gGRJzscEs2T/70DHZ9lT9e/6ZOauHfY0Kq7qjNHaWFEBqo4l4rNkBjqQIDAQAB",
        0xBACD8CE9C08DE27D0DEBD67BBB57573866499DBB80FEE8F1B137968BBD029967FE2128CF13D7CDCF037957DA065C393325E1813BADE78806449CEC704B364FFEF40C767D953F5EFFA64E6AE1DF6342AAEEA8CD1DA585101AA8E25E2B364063A9,
        0x7D28978F4E6A4223D39DFE18ECCE7A2BD9ACDD37F217D8EF86F35DB4C6B0E523DE0B4D926113285BD95205E0987E55FBA00A34F661B5DB5597CD4EDCCA231895A25D07545C5AC7DBF6E527E9F210B425DC10C5C678A576A2A675B9C3445F9BF9,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Signer:
    """A domain's key, and the record that publishes it."""

    domain: str
    selector: str
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ShortKey

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            raw = self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return f"v=DKIM1; k=ed25519; p={_written(raw)}"
        if isinstance(self.key, ShortKey):
            return f"v=DKIM1; k=rsa; p={self.key.public}"
        form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        return f"v=DKIM1; k=rsa; p={_written(self.key.public_key().public_bytes(*form))}"

    def sign(self, mail: bytes, headers: Sequence[str] = HEADERS, tags: Mapping[str, str | None] | None = None) -> bytes:
        """The mail with a signature on top; `tags` replaces, adds, or with None leaves out."""
        head, _, body = mail.partition(b"\r\n\r\n")
        algorithm = "ed25519-sha256" if isinstance(self.key, ed25519.Ed25519PrivateKey) else "rsa-sha256"
        mine: dict[str, str | None] = {"v": "1", "a": algorithm, "c": "relaxed/relaxed", "d": self.domain, "s": self.selector}
        mine |= {"h": ":".join(headers), "bh": _written(hashlib.sha256(_body(body)).digest())} | dict(tags or {})
        unsigned = "DKIM-Signature: " + "; ".join(f"{name}={value}" for name, value in mine.items() if value is not None) + "; b="
        covered = b"".join(_header(head, name, headers[:at].count(name)) for at, name in enumerate(headers)) + _relaxed(unsigned.encode()).rstrip(
            b"\r\n"
        )
        return unsigned.encode() + _written(self._signature(covered)).encode() + b"\r\n" + mail

    def _signature(self, data: bytes) -> bytes:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(hashlib.sha256(data).digest())
        if isinstance(self.key, ShortKey):
            return self.key.sign(data)
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@cache
def signer(domain: str, selector: str = "one", bits: int = 1024) -> Signer:
    """A key of so many bits (0: Ed25519, 512 and 768: `ShortKey`), made once a run: 1024 are enough to count, and quick to make."""
    if bits in SHORT:
        return Signer(domain, selector, SHORT[bits])
    return Signer(domain, selector, rsa.generate_private_key(65537, bits) if bits else ed25519.Ed25519PrivateKey.generate())


def _header(head: bytes, name: str, before: int) -> bytes:
    """The last header of a name but those taken before, relaxed (§3.4.2); nothing where there is none (§5.4.2)."""
    found = re.findall(rb"^" + name.encode() + rb"[ \t]*:(?:.|\r\n(?=[ \t]))*", head, re.IGNORECASE | re.MULTILINE)
    return _relaxed(found[-1 - before]) if len(found) > before else b""


def _relaxed(line: bytes) -> bytes:
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + re.sub(rb"[ \t\r\n]+", b" ", value).strip() + b"\r\n"


def _body(body: bytes) -> bytes:
    """§3.4.4: white space at line ends and empty lines at the end do not count."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _written(data: bytes) -> str:
    return base64.b64encode(data).decode()

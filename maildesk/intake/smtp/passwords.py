"""The passwords agents submit mail with: scrypt (RFC 7914) with a salt of their own, in a table of the desk; never a word of them anywhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from maildesk.language import N_
from maildesk.store.engine import Session
from maildesk.tables import agent_passwords

SHORTEST = 12  # characters
LONGEST = 1000  # octets; what is longer is nobody's password
_TOO_SHORT = N_("a password has at least 12 characters")
_NO_LINE = N_("a password is one line of at most 1000 octets, without control characters")
SALT, _HASH = 16, 32  # octets
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another one on paper
_GROUPS, _GROUP = 4, 5  # 31 letters in 20 places are 99 bits
_WRITTEN = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: 2^`ln` · `r` · 128 bytes of memory, and `p` times the work (RFC 7914 §2).

    The default, 32 MiB and a quarter of a second of a small server's CPU, is one of those that OWASP's
    Password Storage Cheat Sheet holds equally good.
    """

    ln: int = 15
    r: int = 8
    p: int = 3

    @property
    def memory(self) -> int:
        return (128 * self.r << self.ln) + 128 * self.r * self.p


COST = Cost()


def hashed(password: str, salt: bytes, cost: Cost = COST) -> str:
    """How a password is kept: `$scrypt$ln=15,r=8,p=3$SALT$HASH`, so that a dearer cost later leaves the old ones good."""
    return f"$scrypt$ln={cost.ln},r={cost.r},p={cost.p}${_written(salt)}${_written(_scrypt(password, salt, cost))}"


def matches(password: str, kept: str) -> bool:
    """Whether this is the password that is kept so; compared in constant time (V147)."""
    found = _WRITTEN.fullmatch(kept)
    if found is None or len(password.encode()) > LONGEST:
        return False
    cost = Cost(*map(int, found.groups()[:3]))
    return hmac.compare_digest(_scrypt(password, _read(found[4]), cost), _read(found[5]))


def nobodys(cost: Cost = COST) -> str:
    """What a password is held against where there is none: no password matches it, and it takes as long to find that out."""
    return f"$scrypt$ln={cost.ln},r={cost.r},p={cost.p}${_written(bytes(SALT))}${_written(bytes(_HASH))}"


def _scrypt(password: str, salt: bytes, cost: Cost) -> bytes:
    """One password typed on two keyboards is the same text only after normalisation (RFC 8265 §4.2)."""
    text = unicodedata.normalize("NFC", password).encode()
    return hashlib.scrypt(text, salt=salt, n=1 << cost.ln, r=cost.r, p=cost.p, maxmem=2 * cost.memory, dklen=_HASH)


def _written(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii").rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def generated(choose: Callable[[str], str]) -> str:
    """A password nobody guesses and everybody can copy by hand; `choose` takes one letter of many, as `secrets.choice` does."""
    return "-".join("".join(choose(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def unfit(password: str) -> str:
    """What is wrong with a password, "" for nothing."""
    if len(password) < SHORTEST:
        return _TOO_SHORT
    return "" if len(password.encode("utf-8", "replace")) <= LONGEST and password.isprintable() else _NO_LINE


# ---------------------------------------------------------------- in the database
def keep(session: Session, address: str, kept: str, now: datetime) -> None:
    """Makes this the agent's password; another one the agent had is gone."""
    forget(session, address)
    session.execute(insert(agent_passwords).values(address=address, hash=kept, made=now))


def forget(session: Session, address: str) -> bool:
    """Takes the agent's password away; False where there is none."""
    return bool(session.execute(delete(agent_passwords).filter_by(address=address)).rowcount)


def forget_all_but(session: Session, agents: Collection[str]) -> None:
    """A password dies with its agent's entry in desk.yaml: who is named there again later does not come back with it."""
    gone = [address for address in session.execute(select(agent_passwords.c.address)).scalars() if address not in agents]
    for address in gone:
        forget(session, address)


def kept_for(session: Session, address: str) -> str | None:
    return session.execute(select(agent_passwords.c.hash).filter_by(address=address)).scalar()

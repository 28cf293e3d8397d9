"""The file with the desk's signing keys: `current a`, then a line `a <base64>` for each key."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from pathlib import Path

from maildesk.config.schema import DeskConfig
from maildesk.config.secret import read_private
from maildesk.durable import sync_folder
from maildesk.errors import BadConfiguration, Place, Problem, Refused
from maildesk.language import Said
from maildesk.tokens import ALPHABET, KeyRing

KEY_BYTES = 32

# Gives that many unpredictable bytes; `secrets.token_bytes` outside tests.
Randomness = Callable[[int], bytes]


def keyring_path(config: DeskConfig) -> Path:
    return config.state / "keys"


def new_keyring(randomness: Randomness) -> KeyRing:
    """A ring with one key."""
    return KeyRing(ALPHABET[0], {ALPHABET[0]: randomness(KEY_BYTES)})


def rotate(ring: KeyRing, randomness: Randomness) -> KeyRing:
    """The ring with one more key, which signs from now on; the others still verify. Raises Refused when every id is taken."""
    free = [key_id for key_id in ALPHABET if key_id not in ring.keys]
    if not free:
        raise Refused(Said("the key ring is full: take out a key whose letters have all expired"))
    return KeyRing(free[0], {**ring.keys, free[0]: randomness(KEY_BYTES)})


def begin_anew(ring: KeyRing, randomness: Randomness) -> KeyRing:
    """The ring of a desk that was restored from a backup, with a new key that signs from now on; a full ring stays as it is.

    Keys that were made after the backup are lost, and `rotate` gave them the ids that are free here, in their order. The new key
    takes one at random: an id that was given twice would call a letter of the lost days damaged instead of unknown.
    """
    free = [key_id for key_id in ALPHABET if key_id not in ring.keys]
    if not free:
        return ring
    key_id = free[int.from_bytes(randomness(4), "big") % len(free)]
    return KeyRing(key_id, {**ring.keys, key_id: randomness(KEY_BYTES)})


def load_keyring(path: Path) -> KeyRing:
    """The ring of a file; raises BadConfiguration where it is missing, damaged, or open to others (V151)."""
    try:
        there = path.exists()
    except PermissionError:  # somebody else's folder: reading it says who may not
        there = True
    if not there:
        raise BadConfiguration(
            [
                Problem(
                    Place(str(path)),
                    Said("the key ring is missing"),
                    Said("restore it from the backup, or, for a desk that has sent nothing yet: maildesk keys make"),
                )
            ]
        )
    lines = read_private(path).decode("ascii", "replace").splitlines()
    current, keys = "", dict[str, bytes]()
    for number, line in enumerate(lines, 1):
        name, _, value = line.partition(" ")
        try:
            if name == "current":
                current = value
            elif name:
                keys[name] = base64.b64decode(value, validate=True)
        except binascii.Error:
            raise BadConfiguration(
                [Problem(Place(str(path), number), Said("this key is damaged"), Said("restore the file from the backup"))]
            ) from None
    try:
        return KeyRing(current, keys)
    except Refused as error:
        raise BadConfiguration([Problem(Place(str(path)), error.text, Said("restore the file from the backup"))]) from None


def write_keyring(path: Path, ring: KeyRing) -> None:
    """Puts the ring in place in one step, mode 0600: a crash leaves the old ring or the new one."""
    lines = [f"current {ring.current}", *(f"{key_id} {base64.b64encode(key).decode('ascii')}" for key_id, key in ring.keys.items())]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:  # an operator may rotate the keys of a daemon that is somebody else
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    sync_folder(path.parent)

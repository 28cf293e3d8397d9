"""Running as an ordinary user: root drops to one before anything of a stranger is touched."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from maildesk.errors import Refused

DEFAULT_USER = "maildesk"


def drop(user: str | None, as_root: bool, belongings: tuple[Path, ...]) -> None:
    """Becomes `user`, or the user `maildesk`; raises `Refused` where neither is there and root was not asked for.

    `belongings` are the folders the daemon writes into; they are handed over first.
    """
    if os.geteuid() != 0 or as_root:
        return
    entry = _entry(user)
    for path in belongings:
        _hand_over(path, entry)
    os.initgroups(entry.pw_name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def _entry(user: str | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(user or DEFAULT_USER)
    except KeyError:
        wanted = f"the user “{user}” of desk.yaml" if user else f"a user “{DEFAULT_USER}”"
        raise Refused(f"maildesk does not serve as root, and there is no {wanted}; make that user, or add --as-root") from None


def _hand_over(path: Path, entry: pwd.struct_passwd) -> None:
    """Gives the folder and what stands in it to the user; never follows a link out of it."""
    for place in (path, *path.rglob("*")) if path.is_dir() else ():
        if not place.is_symlink():
            os.chown(place, entry.pw_uid, entry.pw_gid, follow_symlinks=False)

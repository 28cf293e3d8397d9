"""Running as an ordinary user: root drops to one before anything of a stranger is touched."""

from __future__ import annotations

import contextlib
import os
import pwd
import stat
from collections.abc import Iterable
from pathlib import Path

from maildesk.errors import Refused
from maildesk.language import Said

DEFAULT_USER = "maildesk"


def drop(user: str | None, as_root: bool, belongings: Iterable[Path], needed: Iterable[Path]) -> None:
    """Becomes `user`, or the user `maildesk`, where root calls it without wanting to stay root.

    `belongings` are the daemon's own files and folders: they are handed over first. `needed` are folders of the
    operator's that it must be able to write into: they are never handed over. Raises `Refused` with what to do.
    """
    entry = become(user, as_root)
    if entry is None:
        return
    for path in belongings:
        hand_over(path, entry)
    os.initgroups(entry.pw_name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    for folder in needed:
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Refused(
                Said(
                    "the user {user} may not write into {folder}; run: chown {user} {folder}, or move the database",
                    user=entry.pw_name,
                    folder=folder,
                )
            )


def become(user: str | None, as_root: bool) -> pwd.struct_passwd | None:
    """Whom root becomes; None for anybody else, who stays. Raises `Refused` where there is no such user."""
    return None if os.geteuid() != 0 or as_root else _entry(user)


def _entry(user: str | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(user or DEFAULT_USER)
    except KeyError:
        wanted = Said("no user “{user}”, which desk.yaml names", user=user) if user else Said("no user “{user}”", user=DEFAULT_USER)
        raise Refused(Said("maildesk does not serve as root, and there is {wanted}; make that user, or add --as-root", wanted=wanted)) from None


def heir(user: str) -> pwd.struct_passwd | None:
    """Whom root makes files for; None for anybody else, whose own they stay. Raises `Refused` where there is no such user."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(user)
    except KeyError:
        raise Refused(Said("there is no user “{user}”; make it first, as with: useradd --system {user}", user=user)) from None


def hand_over(path: Path, entry: pwd.struct_passwd) -> None:
    """Gives a file, or a folder and what stands in it, to the user: what is root's alone, through no link."""
    if path.is_dir() and not path.is_symlink():
        for _, folders, files, at in os.fwalk(path, follow_symlinks=False):
            for name in (*folders, *files):
                _give(name, entry, at)
    _give(path, entry, None)


def _give(name: str | Path, entry: pwd.struct_passwd, at: int | None) -> None:
    """A hard link may be a file of somebody else's by another name, and what is not root's was not ours to give."""
    with contextlib.suppress(FileNotFoundError):
        found = os.stat(name, dir_fd=at, follow_symlinks=False)
        if found.st_uid == 0 and (stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)):
            os.chown(name, entry.pw_uid, entry.pw_gid, dir_fd=at, follow_symlinks=False)

"""Runs a command under the system call filter of a unit: `sandbox.py UNIT COMMAND…`. What the unit forbids ends the process at once.

systemd itself would only refuse the call; the test wants to know that none is made. It uses the libseccomp that systemd uses.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_PR_SET_MDWE, _NO_EXEC_GAIN = 65, 1  # Linux 6.3: no memory that is both written and executed, as MemoryDenyWriteExecute=
_OF_ROOT = {"fchown"}  # SQLite gives its files the database's owner where it runs as root, as a test may


def allowed(unit: Path) -> set[str]:
    """The names of the calls that `SystemCallFilter=` lets pass, in the order of its lines."""
    calls: set[str] = set()
    for line in unit.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key == "SystemCallFilter":
            named = {name for word in value.removeprefix("~").split() for name in _members(word)}
            calls = calls - named if value.startswith("~") else calls | named
    return calls


def _members(word: str) -> set[str]:
    if not word.startswith("@"):
        return {word}
    told = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True).stdout
    lines = [line.strip() for line in told.splitlines()[1:]]
    return {name for line in lines if line and not line.startswith("#") for name in _members(line)}


def confine(calls: set[str]) -> None:
    """Puts the filter on this process and all it will start."""
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(_KILL)))
    for name in calls | _OF_ROOT:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(_ALLOW), number, 0)
    ctypes.CDLL(None).prctl(_PR_SET_MDWE, _NO_EXEC_GAIN, 0, 0, 0)
    failed = seccomp.seccomp_load(context)
    if failed:
        raise OSError(-failed, os.strerror(-failed))


if __name__ == "__main__":
    confine(allowed(Path(sys.argv[1])))
    os.execv(sys.argv[2], sys.argv[2:])

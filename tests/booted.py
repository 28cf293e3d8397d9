"""A real systemd as process 1 of namespaces of its own, over an overlay of this machine's files: what it writes is gone with it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SYSTEMD = Path("/usr/lib/systemd/systemd")
_PATIENCE = 60.0  # seconds for systemd to answer

# Process 1 becomes systemd; the targets are ours, so that no other service of this machine is started.
_BOOT = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs {folder}/over
mkdir {folder}/over/files {folder}/over/work {folder}/over/root
mount -t overlay overlay -o lowerdir=/,upperdir={folder}/over/files,workdir={folder}/over/work {folder}/over/root
cd {folder}/over/root
mount --rbind /dev dev
mount -t proc proc proc
mount -t sysfs sysfs sys || mount --rbind /sys sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
: >{folder}/console
mount --bind {folder}/console dev/console
mkdir -p run/units run/checkout run/python opt/maildesk/bin etc/maildesk .{folder}
mount --bind {checkout} run/checkout
mount --bind {python} run/python
mount --bind {folder}/etc etc/maildesk
cp -r {folder}/units/. run/units/
cp {folder}/maildesk opt/maildesk/bin/maildesk
systemd-sysusers --root=. {checkout}/packaging/maildesk.sysusers
chown -R 0:"$(sed -n 's/^maildesk:[^:]*:[^:]*:\\([0-9]*\\):.*/\\1/p' etc/passwd)" etc/maildesk
systemd-tmpfiles --root=. --create {checkout}/packaging/maildesk.tmpfiles
# A credential is mounted by a process of its own, and seen by the others only where mounts are shared.
mount --make-rshared .
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=other SYSTEMD_UNIT_PATH=/run/units \\
    chroot . /usr/lib/systemd/systemd --system --unit=idle.target --log-target=console --show-status=no
"""
_TARGETS = ("idle", "sysinit", "basic", "shutdown", "multi-user")

# The interpreter may stand in somebody's home, which the unit does not see; below /run it does.
_PROGRAM = """#!/bin/sh
LD_LIBRARY_PATH=/run/python/lib PYTHONPATH=/run/checkout:{packages} exec /run/python/bin/python{version} -B -m maildesk "$@"
"""


def why_not() -> str:
    """Why no systemd can be started here; "" where one can."""
    if os.geteuid() != 0:
        return "only root can make namespaces"
    if not SYSTEMD.exists():
        return "systemd is not installed: apt-get install systemd"
    tried = subprocess.run(["unshare", *_NAMESPACES, "mount", "-t", "cgroup2", "cgroup2", "/mnt"], capture_output=True, text=True, check=False)
    return f"no namespaces here: {tried.stderr.strip()}" if tried.returncode else ""


_NAMESPACES = ("--mount", "--pid", "--ipc", "--uts", "--cgroup", "--fork", "--kill-child=KILL")


@dataclass(frozen=True)
class Booted:
    """The systemd that runs; `etc` is its /etc/maildesk."""

    pid: int
    etc: Path
    console: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Carries a command out inside."""
        inside = ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--ipc", "--uts", "--cgroup", "--root", "--wd=/", *command]
        return subprocess.run(inside, capture_output=True, text=True, check=False, timeout=_PATIENCE)

    def told(self, unit: str, name: str) -> str:
        """A property of a unit."""
        return self.run("systemctl", "show", "--value", f"--property={name}", unit).stdout.strip()

    def until(self, unit: str, name: str, wanted: str) -> None:
        """Waits until a unit's property has that value."""
        self.wait_for(lambda: self.told(unit, name) == wanted)

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """Waits until it has; fails with what the daemon and systemd wrote."""
        end = time.monotonic() + _PATIENCE
        while not happened():
            assert time.monotonic() < end, self.run("cat", "/run/maildesk.log").stdout + self.console.read_text(errors="replace")
            time.sleep(0.1)


@contextmanager
def booted(folder: Path, units: dict[str, str], files: dict[str, str]) -> Iterator[Booted]:
    """Starts it with these units and drop-ins, and these files of /etc/maildesk."""
    for name in ("etc", "units", "over"):
        (folder / name).mkdir(parents=True)
    for name in _TARGETS:
        (folder / "units" / f"{name}.target").write_text(f"[Unit]\nDescription={name}\nDefaultDependencies=no\n")
    for home, written in (("units", units), ("etc", files)):
        for name, text in written.items():
            path = folder / home / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o600 if "password" in name else 0o640)
    program = folder / "maildesk"
    packages = Path("/run/checkout", Path(sysconfig.get_path("purelib")).relative_to(ROOT))
    program.write_text(_PROGRAM.format(packages=packages, version=f"{sys.version_info[0]}.{sys.version_info[1]}"))
    program.chmod(0o755)
    boot = _BOOT.format(folder=folder, checkout=ROOT, python=sys.base_prefix)
    with (folder / "boot").open("wb") as log:
        process = subprocess.Popen(["unshare", *_NAMESPACES, "sh", "-c", boot], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield _up(process, folder)
    finally:
        process.kill()
        process.wait()


def _up(process: subprocess.Popen[bytes], folder: Path) -> Booted:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if children:
            found = Booted(int(children[0]), folder / "etc", folder / "console")
            if found.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"):
                return found
        time.sleep(0.1)
    raise AssertionError((folder / "boot").read_text() + "\n" + _console(folder))


def _console(folder: Path) -> str:
    path = folder / "console"
    return path.read_text(errors="replace") if path.exists() else ""

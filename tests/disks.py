"""A small disk of our own, in a mount namespace that nobody else sees: it can be full, and grow again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class SmallDisk:
    """Mounted at `place`; only a command that `inside` stands before sees it there, the others see the folder below."""

    keeper: int
    place: Path

    @property
    def inside(self) -> tuple[str, ...]:
        return ("nsenter", "--preserve-credentials", "-U", "-m", "-t", str(self.keeper), "--")

    def resize(self, size: str) -> None:
        """`size` as mount takes it: 512k, 8m."""
        subprocess.run([*self.inside, "mount", "-o", f"remount,size={size}", str(self.place)], check=True)

    def put(self, path: Path) -> None:
        """Copies a file onto the disk."""
        shutil.copy(path, self._seen_from_here())

    def take_all(self, folder: Path) -> None:
        """Copies all that is on the disk into a folder."""
        for path in self._seen_from_here().iterdir():
            shutil.copy(path, folder)

    def _seen_from_here(self) -> Path:
        return Path(f"/proc/{self.keeper}/root{self.place}")


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[SmallDisk]:
    """An empty tmpfs at the folder `place`, which is made; skips the test where the system does not allow ordinary users their own mounts."""
    place.mkdir()
    script = f"mount -t tmpfs -o size={size} none '{place}' && echo ready && read over"
    command = ["unshare", "-Urm", "--propagation", "private", "sh", "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as keeper:
        assert keeper.stdout is not None
        if keeper.stdout.readline() != b"ready\n":
            pytest.skip("mounts of our own are not allowed here")
        yield SmallDisk(keeper.pid, place)

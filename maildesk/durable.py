"""What makes a change to a folder outlast a loss of power."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Has the names in a folder on the disk: a file that was synced is still lost when its name is (rename(2), fsync(2)).

    Raises OSError where the disk does not take it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        with contextlib.suppress(OSError):  # what was to be known, fsync said
            os.close(descriptor)

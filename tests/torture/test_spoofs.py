"""All shapes of spoofing at a desk that asks for signatures, from somebody who has no letter of it either: `make torture`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nameserver import Zone
from tests.security.test_V059_V068_spoofs import TARGETS, Stage, _zone, withstand

__all__ = ["_zone"]  # the fixture


@pytest.mark.parametrize("way", ["SMTP", "file"])
@pytest.mark.parametrize("whom", TARGETS)
def test_nobody_speaks_for_somebody_else_without_a_letter(zone: Zone, tmp_path: Path, whom: str, way: str) -> None:
    """As in tests/security/test_V059_V068_spoofs.py, on a ticket that was closed."""
    withstand(Stage(zone, tmp_path, "signed.yaml"), "signed.yaml", whom, way)

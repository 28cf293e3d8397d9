"""All shapes of spoofing at more desks: where signatures are asked for, from somebody without a letter, and behind a gateway: `make torture`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.nameserver import Zone
from tests.security.test_V059_V068_spoofs import TARGETS, Stage, _zone, withstand
from tests.spoofs import Spoof

__all__ = ["_zone"]  # the fixture


@pytest.mark.parametrize("way", ["SMTP", "file"])
@pytest.mark.parametrize("whom", TARGETS)
def test_nobody_speaks_for_somebody_else_without_a_letter(zone: Zone, tmp_path: Path, whom: str, way: str) -> None:
    """As in tests/security/test_V059_V068_spoofs.py, on a ticket that was closed."""
    withstand(Stage(zone, tmp_path, "signed.yaml"), "signed.yaml", whom, way)


# What the gateway writes on top of a mail whose sender it does not believe.
TAKEN = (
    b"Authentication-Results: mx.example.com; dmarc=fail (p=REJECT) header.from=example.com\r\n"
    b"Received: from mail.evil.example (mail.evil.example [192.0.2.66]) by mx.example.com (Postfix) with ESMTPS id 3\r\n"
)


class Behind(Stage):
    """A desk to which a gateway hands all mail on."""

    def as_files(self, spoofs: list[Spoof], to: str) -> None:
        super().as_files([replace(one, data=TAKEN + one.data) for one in spoofs], to)


def test_nobody_speaks_for_an_agent_behind_a_gateway(zone: Zone, tmp_path: Path) -> None:
    """From somebody who holds a letter to her: what he writes stands below the gateway's lines."""
    withstand(Behind(zone, tmp_path, "vouched.yaml"), "vouched.yaml, her letter", "agent", "file")

"""V159: no release of a library with a known hole in what we use of it can be installed with maildesk."""

from __future__ import annotations

import configparser
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

# The first release without the hole, and which it was.
FLOORS = {
    "aioimaplib": "2.0.3",  # control characters in commands
    "aiosmtpd": "1.4.6",  # CVE-2024-27305 smuggling, CVE-2024-34083 commands before STARTTLS
    "aiosmtplib": "5.1.3",  # line ends in addresses
    "bleach": "6",
    "h11": "0.16",  # CVE-2025-43859 smuggling; uvicorn alone would take 0.8
    "idna": "3.7",  # CVE-2024-3651 quadratic; anyio alone would take 2.8
    "Jinja2": "3.1.6",  # CVE-2025-27516 out of the sandbox
    "Mako": "1.2.2",  # CVE-2022-40023 slow patterns; alembic alone would take any
    "PyYAML": "5.4",  # CVE-2020-14343
    "SQLAlchemy": "2",
}


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_installed_has_no_known_hole(name: str) -> None:
    """By what setup.cfg asks for, not only by what happens to be here."""
    setup = configparser.ConfigParser()
    setup.read(Path(__file__).parents[2] / "setup.cfg", encoding="utf-8")
    asked = {one.name: one for one in map(Requirement, setup["options"]["install_requires"].split("\n")[1:])}
    lowest = [Version(part.version) for part in asked[name].specifier if part.operator in (">=", "==")]

    assert max(lowest, default=Version("0")) >= Version(FLOORS[name])
    assert Version(version(name)) >= Version(FLOORS[name])

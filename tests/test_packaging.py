"""What a distribution would install beside the program: systemd's own tools have nothing against it. What the unit shuts out: V152."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parent.parent / "packaging"
UNIT = PACKAGING / "maildesk.service"

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed: apt-get install systemd")


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    """Not a word of it is unknown, and its programs are where the manual puts them."""
    program = tmp_path / "maildesk"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = UNIT.read_text(encoding="utf-8")
    assert set(re.findall(r"^Exec\w+=(\S+)", text, re.MULTILINE)) == {"/opt/maildesk/bin/maildesk"}
    unit = tmp_path / "maildesk.service"
    unit.write_text(text.replace("/opt/maildesk/bin/maildesk", str(program)))
    assert "maildesk.service" not in run("systemd-analyze", "verify", "--man=no", unit)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_the_user_and_the_folders_are_made(tmp_path: Path) -> None:
    """sysusers.d and tmpfiles.d make what the unit names, with the rights it needs."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "var" / "lib").mkdir(parents=True)
    run("systemd-sysusers", f"--root={tmp_path}", PACKAGING / "maildesk.sysusers")
    user = next(line for line in (tmp_path / "etc" / "passwd").read_text().splitlines() if line.startswith("maildesk:"))
    assert user.split(":")[5:] == ["/var/lib/maildesk", "/usr/sbin/nologin"]
    run("systemd-tmpfiles", "--create", f"--root={tmp_path}", PACKAGING / "maildesk.tmpfiles")
    configuration, state = (tmp_path / "etc" / "maildesk").stat(), (tmp_path / "var" / "lib" / "maildesk").stat()
    assert (configuration.st_mode & 0o777, state.st_mode & 0o777) == (0o750, 0o700)
    assert (configuration.st_uid, configuration.st_gid == state.st_gid, state.st_uid) == (0, True, int(user.split(":")[2]))

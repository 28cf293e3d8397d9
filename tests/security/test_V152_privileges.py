"""V152: started by root, the daemon becomes an ordinary user before it touches anything of a stranger, and its unit shuts it in."""

from __future__ import annotations

import ctypes.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.poison import DESK
from tests.reloading import RULE, edited
from tests.test_packaging import UNIT, run

# As the daemon does it: whoever drops root must still be able to read Python and this checkout.
CAN_READ = """
import os, pwd, sys
nobody = pwd.getpwnam("nobody")
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
os.execv(sys.executable, [sys.executable, "-c", "import maildesk.service.daemon"])
"""
SANDBOX = Path(__file__).parent.parent / "sandbox.py"
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder every user may enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    if subprocess.run([sys.executable, "-c", CAN_READ], cwd="/", capture_output=True, check=False).returncode:
        pytest.skip("the user nobody cannot read this Python or this checkout")
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def maildesk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "maildesk", "--desk", str(folder / "desk.yaml"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=ENVIRONMENT)


def made(folder: Path, user: str) -> None:
    subprocess.run([sys.executable, "-m", "maildesk", "init", str(folder)], check=True, capture_output=True, env=ENVIRONMENT)
    (folder / "desk.yaml").write_text(DESK % servers.free_port() + f"user: {user}\n")


def test_root_becomes_the_user_of_the_desk(folder: Path) -> None:
    """The daemon and its workers run as that user and own what they write; the operator's folder stays his."""
    made(folder, "nobody")
    folder.chmod(0o777)
    command = [sys.executable, "-m", "maildesk", "--desk", str(folder / "desk.yaml"), "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT, text=True) as daemon:
        assert daemon.stderr is not None
        for line in daemon.stderr:
            if " listening " in line:
                break
        else:
            pytest.fail("the daemon ended at once")
        owner = Path(f"/proc/{daemon.pid}").stat().st_uid
        daemon.terminate()
        daemon.stderr.read()
    assert owner == pwd.getpwnam("nobody").pw_uid
    assert daemon.returncode == 0
    assert {(folder / name).stat().st_uid for name in ("state", "state/keys", "maildesk.db")} == {owner}
    assert folder.stat().st_uid == 0


def test_a_folder_it_may_not_write_is_said(folder: Path) -> None:
    """One line with the command that mends it, and no traceback."""
    made(folder, "nobody")
    done = maildesk(folder, "serve")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"chown nobody {folder}" in done.stderr


def test_nobody_to_become(folder: Path) -> None:
    """Without such a user root is told so, and how to go on."""
    made(folder, "no-such-user")
    done = maildesk(folder, "serve")
    assert done.returncode == 1
    assert "--as-root" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="not root")
def test_an_operator_who_is_root_locks_nobody_out(tmp_path: Path) -> None:
    """What root's commands write beside the daemon's files belongs to whom those belong to."""
    folder = tmp_path
    made(folder, "nobody")
    owner = pwd.getpwnam("nobody").pw_uid
    for path in (folder, folder / "state", folder / "state" / "keys", folder / "maildesk.db"):
        os.chown(path, owner, -1)
    for ending in ("-gate", "-room"):
        Path(f"{folder / 'maildesk.db'}{ending}").unlink(missing_ok=True)
    assert maildesk(folder, "keys", "rotate").returncode == 0
    assert maildesk(folder, "ledger").returncode == 0
    assert {path.stat().st_uid for path in (*folder.glob("maildesk.db*"), folder / "state" / "keys")} == {owner}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed: apt-get install systemd")
def test_the_unit_exposes_little() -> None:
    """systemd's own measure of what a break-in could reach is at most 2.0 of 10."""
    told = run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", UNIT)
    found = re.search(r"exposure level for maildesk.service: ([\d.]+)", told)
    assert found is not None, told
    assert float(found[1]) <= 2.0


@pytest.mark.slow
@pytest.mark.skipif(ctypes.util.find_library("seccomp") is None, reason="libseccomp is not installed: apt-get install libseccomp2")
def test_the_daemon_lives_within_the_system_calls_of_its_unit(tmp_path: Path) -> None:
    """Workers, SQLite, the loop, a mail, its letters, a reload and the page: not one forbidden call, which would kill its process here."""
    with edited(tmp_path / "desk", (sys.executable, str(SANDBOX), str(UNIT))) as desk:
        desk.write("rules.d/20.yaml", RULE % ("fire", "fire") + "- name: answer\n  then: {reply: acknowledgement}\n")
        assert desk.reload()["changed"]
        desk.send("fire")
        assert desk.ticket("fire").priority == "urgent"
        desk.until(lambda: desk.events("letter_sent"))
        assert desk.shown("/healthz") == "ok\n"
        assert desk.events("worker_died") == []

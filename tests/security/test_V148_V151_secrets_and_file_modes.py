"""V148, V151: a secret is never shown, and a file with one is refused when others may read it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from maildesk.config.keyring import load_keyring, new_keyring, write_keyring
from maildesk.config.load import check_config
from maildesk.config.secret import Secret, read_secret
from maildesk.config.ways import Relay
from maildesk.errors import BadConfiguration

CANARY = "canary-7c1f"


def _relay(path: Path) -> Relay:
    return Relay(host="smtp.example.com", user="anna", password_file=path)


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.touch(mode=0o600)
    path.write_text(CANARY + "\n")
    return path


def test_a_secret_shows_itself_only_when_asked(secret_file: Path) -> None:
    """Not in str, repr, format, a traceback's locals or a pickle (V148)."""
    secret = read_secret(_relay(secret_file), {})

    assert secret.reveal() == CANARY
    assert {str(secret), repr(secret), f"{secret}", f"{secret!r:>3}", "%s" % secret} == {"Secret(…)"}  # noqa: UP031 - the old way must not show it either
    assert CANARY not in repr([secret, {"password": secret}])
    with pytest.raises(TypeError, match="stays in the process"):
        pickle.dumps(secret)


def test_a_password_written_in_the_desk_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """The message names the key and the right way, never the value (V148)."""
    desk = tmp_path / "desk.yaml"
    desk.write_text(
        f"mailboxes: [{{address: a@example.com, name: A}}]\nrelays: {{default: {{host: h, user: u, password: {CANARY}, port: {CANARY}, tls: [{CANARY}]}}}}\n"
    )

    _, problems = check_config(desk)

    assert "password_file: FILE" in str(problems)
    assert CANARY not in str(problems)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644, 0o666, 0o611])
def test_a_secret_others_may_open_is_refused(secret_file: Path, mode: int) -> None:
    """Any bit for group or others is too much; the command that mends it is told, the secret is not (V151)."""
    secret_file.chmod(mode)

    with pytest.raises(BadConfiguration, match=f"mode 0{mode:o}\\); run: chmod 600 {secret_file}") as refused:
        read_secret(_relay(secret_file), {})

    assert refused.value.exit_code == 78
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_ring_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """Who reads the keys signs addresses in our name (V151)."""
    path = tmp_path / "keys"
    write_keyring(path, new_keyring(os.urandom))
    path.chmod(mode)

    with pytest.raises(BadConfiguration, match="chmod 600"):
        load_keyring(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_secret_of_another_user_is_refused(secret_file: Path) -> None:
    """A stranger who owns the file can change it (V151)."""
    os.chown(secret_file, 12345, 12345)

    with pytest.raises(BadConfiguration, match=r"another user \(uid 12345\)"):
        read_secret(_relay(secret_file), {})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_root_may_read_the_keys_of_the_daemons_user(tmp_path: Path) -> None:
    """An operator's command beside a daemon of another user: whose folder it is may own the file in it."""
    path = tmp_path / "state" / "keys"
    write_keyring(path, new_keyring(os.urandom))
    for one in (path, path.parent):
        os.chown(one, 12345, 12345)

    assert load_keyring(path).current


@pytest.mark.parametrize("content", ["", "\n", "two\nlines\n", "bell\a"])
def test_a_secret_is_one_line(secret_file: Path, content: str) -> None:
    """An empty file or a whole note would fail at the relay, hours later."""
    secret_file.write_text(content)

    with pytest.raises(BadConfiguration, match="the file holds the secret alone, in one line"):
        read_secret(_relay(secret_file), {})


def test_a_pipe_or_folder_is_no_secret(tmp_path: Path) -> None:
    """A pipe must not hang the start."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)

    for path in (pipe, tmp_path, tmp_path / "missing"):
        with pytest.raises(BadConfiguration):
            read_secret(_relay(path), {})


def test_a_systemd_credential(tmp_path: Path) -> None:
    """It is read from the unit's own folder by its name, and a name cannot leave that folder."""
    (tmp_path / "smarthost").write_text(CANARY)
    relay = Relay(host="h", user="u", credential="smarthost")

    assert read_secret(relay, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).reveal() == CANARY
    with pytest.raises(BadConfiguration, match="LoadCredential=smarthost:FILE"):
        read_secret(relay, {})
    with pytest.raises(BadConfiguration, match="without slashes"):
        read_secret(relay.model_copy(update={"credential": "../smarthost"}), {"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_a_database_password_makes_the_desk_a_secret_file(tmp_path: Path) -> None:
    """A URL with a password is taken from a file of mode 0600 alone (V151)."""
    desk = tmp_path / "desk.yaml"
    desk.write_text(f"mailboxes: [{{address: a@example.com, name: A, deliver: capture}}]\ndatabase: postgresql://desk:{CANARY}@localhost/desk\n")
    desk.chmod(0o644)

    _, problems = check_config(desk)
    desk.chmod(0o600)

    assert [problem.place.line for problem in problems] == [2]
    assert CANARY not in str(problems)
    assert check_config(desk)[1] == ()


def test_secrets_differ() -> None:
    """Two secrets of one text are not told apart or matched by accident: only their text is compared, by who asks for it."""
    assert Secret("a") != Secret("a")

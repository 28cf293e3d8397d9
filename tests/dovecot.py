"""A Dovecot of our own in a temporary folder, and a person who uses the same mailboxes with a mail program."""

from __future__ import annotations

import http.server
import imaplib
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import trustme

from maildesk.config.ways import Imap
from tests.servers import free_port

PROGRAM = Path("/usr/sbin/dovecot")
_IMAP = Path("/usr/lib/dovecot/imap")
_NOBODY = 65534
PASSWORD = 'geh"eim ü'  # with what has to be quoted or encoded
TOKEN = "a-good-token"

_CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/run/state
log_path = {folder}/log
instance_name = maildesk-test
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login xoauth2
mail_location = maildir:~/mail
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=all {folder}/users
  mechanisms = plain login
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=all {folder}/users
  mechanisms = plain
  master = yes
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.ext
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls}
    ssl = yes
  }}
}}
# Whoever failed to log in waits two seconds, and up to fifteen before the next try from his address: nothing here is about that.
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 s
"""
_OWN_USER = "default_internal_user = {name}\ndefault_internal_group = {group}\ndefault_login_user = {name}\n"
_TOKENS = """\
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass
class Dovecot:
    """A running server: any user with PASSWORD, or with TOKEN the user `tokens`."""

    folder: Path
    tls: int
    plain: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Ends when somebody can log in; fails with the server's log where it ends before that."""
        self.process = subprocess.Popen(["setpriv", "--pdeathsig=TERM", PROGRAM, "-F", "-c", self.folder / "dovecot.conf"], start_new_session=True)
        deadline = time.monotonic() + 30
        while True:
            try:
                with self.person("probe"):
                    return
            except (OSError, imaplib.IMAP4.error):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    log = self.folder / "log"
                    raise RuntimeError(log.read_text() if log.exists() else "dovecot ended") from None
                time.sleep(0.05)

    def stop(self) -> None:
        """Ends it and all its sessions, which would outlive it by half a minute."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def imap(self, user: str, **changes: Any) -> Imap:
        """The account as desk.yaml would have it."""
        secret = self.folder / "secret"
        return Imap.model_validate(
            {"host": "localhost", "port": self.tls, "ca_file": self.ca_file, "user": user, "password_file": secret, **changes},
        )

    def secret(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    @contextmanager
    def person(self, user: str) -> Iterator[Person]:
        with imaplib.IMAP4_SSL("localhost", self.tls, ssl_context=ssl.create_default_context(cafile=str(self.ca_file))) as client:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            client.select("INBOX")
            yield Person(client)

    def mail_of(self, user: str) -> Path:
        return self.folder / "mail" / user / "mail"


@dataclass
class Person:
    """Somebody who has the same mailbox open in a mail program."""

    client: imaplib.IMAP4_SSL

    def put(self, data: bytes, folder: str = "INBOX", arrived: float | None = None) -> None:
        answer = self.client.append(folder, "", imaplib.Time2Internaldate(arrived or time.time()), data)
        assert answer[0] == "OK", answer

    def do(self, command: str, *arguments: str) -> bytes:
        """A UID command, which has to succeed."""
        kind, found = self.client.uid(command, *arguments)
        assert kind == "OK", found
        return b" ".join(part if isinstance(part, bytes) else b" ".join(part) for part in found if part)

    def uids(self, folder: str = "INBOX") -> list[int]:
        """What is in a folder; one that is not there yet holds nothing."""
        if self.client.select(folder)[0] != "OK":
            return []
        return [int(uid) for uid in self.do("SEARCH", "ALL").split()]


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A server for the length of the block; its sockets want a short path, so it does not stand below pytest's folder. Skips the test where none is installed."""
    if not (PROGRAM.exists() and _IMAP.exists()):
        pytest.skip("Dovecot is not installed: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="maildesk-imap-"))
    folder.chmod(0o755)
    try:
        with _token_endpoint() as tokens:
            server = _prepared(folder, tokens)
            server.start()
            try:
                yield server
            finally:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(folder: Path, tokens: int) -> Dovecot:
    uid, gid = (_NOBODY, _NOBODY) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    plain, tls = free_port(), free_port()
    config = _CONFIG.format(folder=folder, uid=uid, gid=gid, plain=plain, tls=tls)
    if os.geteuid() != 0:
        config += _OWN_USER.format(name=_name_of("-un"), group=_name_of("-gn"))
    (folder / "dovecot.conf").write_text(config, encoding="utf-8")
    (folder / "oauth2.ext").write_text(_TOKENS.format(port=tokens), encoding="utf-8")
    (folder / "users").write_text(f"all:{PASSWORD}\n", encoding="utf-8")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    proof = authority.issue_cert("localhost")
    proof.private_key_pem.write_to_path(str(folder / "key.pem"))
    proof.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    (folder / "mail").mkdir()
    os.chown(folder / "mail", uid, gid)
    server = Dovecot(folder, tls, plain)
    server.secret("secret", PASSWORD)
    return server


def _name_of(which: str) -> str:
    return subprocess.run(["id", which], capture_output=True, text=True, check=True).stdout.strip()


class _Tokens(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode())
        active = asked.get("token") == [TOKEN]
        answer = b'{"active":true,"username":"tokens"}' if active else b'{"active":false}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(answer)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Says nothing."""


@contextmanager
def _token_endpoint() -> Iterator[int]:
    """Tells Dovecot which tokens are good (RFC 7662)."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Tokens) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()

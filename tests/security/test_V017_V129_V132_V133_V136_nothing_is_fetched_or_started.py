"""A mail starts no program and opens no connection, whatever it names (V017, V129, V132, V133, V136)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.talk import make_desk

DESK = Path(__file__).parent.parent / "conversations" / "desk.yaml"

HOSTILE = b"""\
From: "`id`" <-Ofoo@customer.example>\r
To: support@example.com\r
Subject: $(touch /tmp/pwned) ; id | sh ${run{id}} {{7*7}}\r
Message-ID: <1@customer.example>\r
List-Unsubscribe: <http://127.0.0.1:9/unsubscribe>\r
Disposition-Notification-To: <victim@x.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<html><head><link rel=stylesheet href="http://127.0.0.1:9/a.css"><style>@import url(http://127.0.0.1:9/b.css);</style></head>\r
<body background="http://127.0.0.1:9/c.png"><img src="http://127.0.0.1:9/pixel.gif"><iframe src="file:///etc/passwd"></iframe>\r
<object data="http://127.0.0.1:9/d"></object><p style="background:url(php://filter/resource=/etc/passwd)">Words.</p></body></html>\r
--b\r
Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:8/body"\r
\r
Content-Type: text/plain\r
\r
\r
--b\r
Content-Type: application/x-sh; name="../../run.sh"\r
Content-Disposition: attachment; filename="../../run.sh"\r
\r
#!/bin/sh\r
touch /tmp/pwned\r
--b\r
Content-Type: application/zip; name=a.zip\r
Content-Disposition: attachment; filename=a.zip\r
\r
PK\x03\x04 no zip\r
--b--\r
"""

# In a process of its own: an audit hook stays for ever. What runs is all of stages 3 to 14.
_PROCESSED = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from maildesk.bootstrap import open_desk
from maildesk.intake import spool
from maildesk.mail import Envelope, RawMail
from maildesk.outbound import outbox
from maildesk.pipeline import process_one
desk = open_desk(Path(sys.argv[1]))
now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
mail = RawMail(sys.stdin.buffer.read(), Envelope("-Ofoo@customer.example", ("support@example.com",), "smtp"), now)
with desk.database.write() as session:
    spool.accept(session, [mail])
    claimed = spool.claim(session, "w", now, timedelta(minutes=1))
FORBIDDEN = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect", "socket.getaddrinfo", "urllib.Request", "os.symlink")
def audit(event, arguments):
    if event in FORBIDDEN or (event == "open" and not str(arguments[0]).startswith(sys.argv[2]) and set(str(arguments[1])) & set("wax+")):
        print("did", event, arguments[0])
sys.addaudithook(audit)
print(process_one(desk, claimed, now).state)
with desk.database.read() as session:
    for row in outbox.listed(session, None, 100):
        data = outbox.shown(session, row.letter)[1].lower()
        print(row.kind, any(word in data for word in (b"127.0.0.1:9", b"passwd", b"url(", b"src=", b"<link", b"<iframe", b"<object", b'"http://127')))
"""
# Where a part is said to lie (127.0.0.1:8) stands in the letter as words, which nobody's program follows by itself.


def test_a_mail_starts_nothing_and_opens_nothing(tmp_path: Path) -> None:
    """No program, no connection, no look-up and no file outside the desk; no letter to anybody has a picture from elsewhere."""
    desk = make_desk(DESK, tmp_path)
    desk.database.close()
    command = [sys.executable, "-c", _PROCESSED, str(tmp_path / "desk.yaml"), str(tmp_path)]
    done = subprocess.run(command, input=HOSTILE, capture_output=True, check=True, timeout=60)

    state, *rest = done.stdout.decode().split("\n")
    assert state == "ticketed"
    assert [line for line in rest if line.startswith("did") or line.endswith("True")] == []
    assert any(line.startswith("notification") for line in rest)

"""A provider of access tokens on this machine, as Microsoft's answers: a code first, patience, a token, and the next ones."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class TokenProvider:
    """`says` is what it says next at its token address, the last of it for ever; `asked` what it was asked."""

    says: list[dict[str, object]]
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def provider(*says: dict[str, object]) -> Iterator[TokenProvider]:
    state = TokenProvider(list(says))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            state.asked.append({"path": self.path, **{name: values[0] for name, values in fields.items()}})
            said = CODE if self.path.endswith("/devicecode") else state.says.pop(0) if len(state.says) > 1 else state.says[0]
            body = json.dumps(said).encode()
            self.send_response(400 if "error" in said else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


CODE: dict[str, object] = {
    "device_code": "canary-device",
    "user_code": "ABCD-EFGH",
    "verification_uri": "https://microsoft.example/devicelogin",
    "interval": 1,
    "expires_in": 900,
}

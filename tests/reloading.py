"""A daemon whose files are edited while it runs, for the tests of reload."""

from __future__ import annotations

import json
import shutil
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from maildesk.outbound import outbox
from maildesk.store.browse import TicketFilter, list_tickets
from maildesk.system import control
from maildesk.ticket import Ticket
from tests import servers
from tests.service import Service, service

RULE = """\
- name: %s
  when: {subject: {contains: %s}}
  then: {priority: urgent}
"""
_PATIENCE = 60.0  # seconds


@dataclass
class Edited:
    """A served desk with rules and templates of its own. What is read of its log begins at `mark`."""

    served: Service
    page: str
    text: str
    mark: int = 0

    @property
    def folder(self) -> Path:
        return self.served.file.parent

    def restore(self) -> None:
        """The files as they were at first, and in use; what was logged until now is forgotten."""
        shutil.rmtree(self.folder / "rules.d", ignore_errors=True)
        shutil.rmtree(self.folder / "templates", ignore_errors=True)
        (self.folder / "templates" / "en").mkdir(parents=True)
        self.write("rules.d/10.yaml", RULE % ("smoke", "smoke"))
        self.write("desk.yaml", self.text)
        assert self.reload()["problems"] == []
        self.mark = self.served.log.stat().st_size

    def write(self, name: str, text: str) -> None:
        """As an editor saves: a new file in the place of the old one."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)

    def edit(self, old: str, new: str) -> None:
        """The same for a piece of desk.yaml."""
        text = self.served.file.read_text(encoding="utf-8")
        assert old in text
        self.write("desk.yaml", text.replace(old, new))

    def reload(self) -> dict[str, Any]:
        """Asks the daemon, and waits for what it answers."""
        return control.ask(self.folder / "state", _PATIENCE)

    def events(self, name: str) -> list[dict[str, Any]]:
        with self.served.log.open("rb") as log:
            log.seek(self.mark)
            found = [json.loads(line) for line in log if line.startswith(b"{") and line.endswith(b"}\n")]
        return [event for event in found if event["event"] == name]

    def until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not true():
            alive = time.monotonic() < deadline and self.served.ended() is None
            assert alive, self.served.log.read_text(encoding="utf-8")[-5000:]
            time.sleep(0.02)

    def send(self, subject: str, to: str = "support@example.com", port: int = 0) -> None:
        """A customer's mail; raises what the daemon refuses it with."""
        sender = f"{subject.replace(' ', '.')}@customer.example"
        with smtplib.SMTP("127.0.0.1", port or self.served.port) as client:
            client.sendmail(sender, [to], f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nHello\r\n")

    def ticket(self, subject: str) -> Ticket:
        """The ticket of a mail, once there is one."""
        found: list[Ticket] = []

        def there() -> bool:
            found[:] = [one for one in self.tickets() if one.subject == subject]
            return bool(found)

        self.until(there)
        return found[0]

    def tickets(self) -> tuple[Ticket, ...]:
        with closing(self.served.database) as database, database.read() as session:
            return list_tickets(session, TicketFilter(), 1000)

    def letters(self, kind: str) -> list[tuple[str, str]]:
        """To whom letters of that kind went, and their bytes as text."""
        with closing(self.served.database) as database, database.read() as session:
            rows = [row for row in outbox.listed(session, None, 1000) if row.kind == kind]
            return [(row.person, outbox.shown(session, row.letter)[1].decode()) for row in rows]

    def shown(self, path: str) -> str:
        with urlopen(f"http://{self.page}{path}", timeout=10) as answer:
            return str(answer.read().decode())


@contextmanager
def edited(folder: Path, prefix: Sequence[str] = ()) -> Iterator[Edited]:
    """A daemon at work; at the end it must still be the one that was started."""
    with service(folder, prefix=prefix) as served:
        page = f"127.0.0.1:{servers.free_port()}"
        text = served.file.read_text().replace("agents: [", "agents: [{address: root@example.com, name: Root, role: admin}, ")
        text += f'rules: rules.d\ntemplates: templates\nstatus_page: {{listen: "{page}"}}\n'
        found = Edited(served, page, text)
        (folder / "rules.d").mkdir()
        (folder / "templates").mkdir()
        served.file.write_text(text)
        served.start()
        yield found
        assert served.ended() is None, served.log.read_text(encoding="utf-8")[-5000:]
        assert served.stop() == 0

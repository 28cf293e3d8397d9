"""How long a mail takes to be understood, in milliseconds of CPU at the median: read, judged, told apart, and its ticket found.

    .venv/bin/python bench/understanding.py [TICKETS]

The desk has 100,000 tickets where no number is given, each with a letter and the ids of two mails.
"""

from __future__ import annotations

import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from overview import fill
from sqlalchemy import insert

from maildesk import pipeline
from maildesk.bootstrap import make_database, open_desk
from maildesk.config.init import initialise
from maildesk.config.limits import Limits
from maildesk.desk import Desk
from maildesk.html.clean import clean
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.judge import judge_nature
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.mail import Envelope, RawMail
from maildesk.store.tickets import alias_hash
from maildesk.tables import aliases
from maildesk.threading.candidates import find_candidates
from maildesk.threading.decide import decide_thread
from maildesk.threading.decision import Append, LinkedTicket, NewTicket
from maildesk.threading.split import split

ROUNDS = 200
LIMITS = Limits()
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def text_mail(size: int, references: str = "<three@desk.example> <two@desk.example>", author: str = "carla@customer.example") -> bytes:
    """An answer of about `size` bytes, half of it quoted."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Carla Kunde <{author}>", "support@desk.example", "Re: [#4711] Printer"
    mail["Date"], mail["Message-ID"] = "Tue, 03 Feb 2026 09:15:00 +0100", "<one@customer.example>"
    mail["In-Reply-To"], mail["References"] = references.rsplit(maxsplit=1)[-1], references
    for hop in range(4):
        mail["Received"] = f"from mx{hop}.example by relay{hop}.example with ESMTPS id {hop}abc; Tue, 03 Feb 2026 09:15:0{hop} +0100"
    line = "The printer on the second floor still eats every second page.\n"
    count = max(1, (size - 900) // (2 * len(line) + 2))
    mail.set_content(f"{line * count}\nOn Mon, 2 Feb 2026 at 10:00, Support <support@desk.example> wrote:\n" + f"> {line}" * count)
    return mail.as_bytes()


def newsletter(size: int) -> bytes:
    """An HTML mail of about `size` bytes in nested tables."""
    row = '<tr><td style="padding:8px;color:#333"><p>News of the <b>week</b>: <a href="https://shop.example/item?id=1">look here</a></p></td></tr>'
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "news@shop.example", "support@desk.example", "News"
    mail.set_content("<html><body><table>" + row * (size // len(row)) + "</table></body></html>", subtype="html")
    return mail.as_bytes()


def understand(data: bytes) -> None:
    mail = parse(data, LIMITS)
    judge_nature(mail, Envelope(mail_from="carla@customer.example"), frozenset({"support@desk.example"}), own_id=False)
    split(mail)


class Threads:
    """A desk that has been busy for long; ids of mails of its tickets are known as they are after the mails came."""

    def __init__(self, folder: Path, tickets: int) -> None:
        initialise(folder / "desk")
        self.desk: Desk = open_desk(folder / "desk" / "desk.yaml")
        make_database(self.desk.config)
        fill(self.desk.database, tickets)
        for start in range(1, tickets + 1, 20_000):
            numbers = range(start, min(start + 20_000, tickets + 1))
            with self.desk.database.write(durable=False) as session:
                session.execute(
                    insert(aliases), [{"id_hash": alias_hash(f"<{kind}{n}@desk.example>"), "ticket": n} for n in numbers for kind in ("a", "b")]
                )
        # Another ticket's mail each time, so that no page is always the same.
        drawn = random.Random(1).choices(range(1, tickets + 1), k=ROUNDS)
        self._mails = itertools.cycle(text_mail(4096, f"<a{n}@desk.example> <b{n}@desk.example>", "bob@customer.example") for n in drawn)

    def understand(self) -> None:
        data = next(self._mails)
        reading = pipeline.read(self.desk, RawMail(data, Envelope("bob@customer.example", ("support@example.com",), "smtp"), NOW), NOW)
        mail, clues = reading.mail, reading.clues
        with self.desk.database.read() as session:
            candidates = find_candidates(session, clues, mail.sender, reading.raw)
        trust = judge_trust(
            Presented(mail, reading.raw.envelope, candidates.letters, reading.proof),
            self.desk.config.directory(),
            NOW,
            self.desk.config.proof.given_up,
        )
        decision = decide_thread(clues, candidates, mail, reading.nature, trust, NOW)
        assert isinstance(decision, Append | LinkedTicket), decision
        split(mail, first=isinstance(decision, NewTicket))


def median(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def main(tickets: int) -> None:
    small, news = text_mail(4096), newsletter(45 << 10)
    html = parse(news, LIMITS).html
    for name, work in (
        (f"text of {len(small)} bytes: parse, nature, split", lambda: understand(small)),
        (f"newsletter of {len(news)} bytes: parse with its text", lambda: parse(news, LIMITS)),
        (f"HTML of {len(html)} characters: clean", lambda: clean(html, frozenset(), LIMITS)),
    ):
        sys.stdout.write(f"{name}: {median(work):.2f} ms\n")
    with tempfile.TemporaryDirectory() as folder:
        threads = Threads(Path(folder), tickets)
        for _ in range(ROUNDS):
            threads.understand()  # the first round makes the mails, too
        sys.stdout.write(f"the same with its ticket among {tickets:,}: {median(threads.understand):.2f} ms\n")
        threads.desk.database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

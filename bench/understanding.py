"""How long a mail takes to be understood: parse, nature and split, in milliseconds of CPU at the median."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage

from maildesk.config.schema import Limits
from maildesk.htmlclean import clean
from maildesk.intake.nature import judge_nature
from maildesk.intake.parse import parse
from maildesk.mail import Envelope
from maildesk.threading.split import split

ROUNDS = 200
LIMITS = Limits()


def text_mail(size: int) -> bytes:
    """An answer of about `size` bytes, half of it quoted."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Carla Kunde <carla@customer.example>", "support@desk.example", "Re: [#4711] Printer"
    mail["Date"], mail["Message-ID"] = "Tue, 03 Feb 2026 09:15:00 +0100", "<one@customer.example>"
    mail["In-Reply-To"], mail["References"] = "<two@desk.example>", "<three@desk.example> <two@desk.example>"
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


def median(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def main() -> None:
    small, news = text_mail(4096), newsletter(45 << 10)
    html = parse(news, LIMITS).html
    for name, work in (
        (f"text of {len(small)} bytes: parse, nature, split", lambda: understand(small)),
        (f"newsletter of {len(news)} bytes: parse with its text", lambda: parse(news, LIMITS)),
        (f"HTML of {len(html)} characters: clean", lambda: clean(html, frozenset(), LIMITS)),
    ):
        sys.stdout.write(f"{name}: {median(work):.2f} ms\n")


if __name__ == "__main__":
    main()

"""Customers who write over real SMTP, and keep their own account of what they were told 250 for."""

from __future__ import annotations

import hashlib
import itertools
import random
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CALM = 0.25  # a pace at which some mails are always in hand, and no queue of hundreds is to be worked off when all is over
_PAUSE = 0.1  # seconds before a customer whose mail was not taken tries again


def mail_of(number: int, name: str = "c", lines: int = 0) -> bytes:
    """The question of one customer: no two are alike, and some lines begin with a dot or bear 8-bit letters; `lines` more make it longer."""
    sender = f"{name}{number}@{name}{number}.example"
    words = random.Random(number).choices(
        ["printer", "Drucker", "打印机", ".", "..", "paper", "ä" * 40, "\t"], k=random.Random(number).randrange(3, 200)
    )
    words += [f"and this happens every day, {line}" for line in range(lines)]
    head = f"From: {sender}\r\nTo: support@example.com\r\nSubject: Question {name}{number}\r\nMessage-ID: <{number}@{name}.example>\r\n"
    return (head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "\r\n".join(words) + "\r\n").encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class Traffic:
    """Customers at some ports, each taking the next mail when the one before was taken, as a mail server would: again until it is.

    `accepted` has the bytes of all mails that were answered with 250, by their SHA-256.
    """

    ports: tuple[int, ...]
    mails: int = 10**9
    customers: int = 6
    pace: float = 0.1  # seconds between two mails of a customer
    name: str = "c"
    lines: int = 0  # by which each mail is longer
    accepted: dict[str, bytes] = field(default_factory=dict)
    answers: list[tuple[int, bytes]] = field(default_factory=list)  # the refusals
    _stop: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """Mails flow for the length of the block; then each customer ends after the mail in his hands."""
        threads = [threading.Thread(target=self._customer, args=(index,)) for index in range(self.customers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def send_all(self) -> None:
        """Ends when the last of `mails` is taken."""
        threads = [threading.Thread(target=self._customer, args=(index,)) for index in range(self.customers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _customer(self, index: int) -> None:
        client: smtplib.SMTP | None = None
        for number in self._numbers:
            if number >= self.mails or self._stop.is_set():
                break
            data = mail_of(number, self.name, self.lines)
            while not self._stop.is_set():
                try:
                    client = client or smtplib.SMTP("127.0.0.1", self.ports[index % len(self.ports)], timeout=30)
                    client.sendmail(f"{self.name}{number}@{self.name}{number}.example", ["support@example.com"], data)
                except smtplib.SMTPResponseException as error:
                    self.answers.append((error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()))
                    client = self._hang_up(client)
                except (smtplib.SMTPException, OSError):
                    client = self._hang_up(client)
                else:
                    self.accepted[sha256(data)] = data
                    break
                time.sleep(_PAUSE)
            time.sleep(self.pace)
        self._hang_up(client)

    @staticmethod
    def _hang_up(client: smtplib.SMTP | None) -> None:
        if client is not None:
            client.close()

"""The log: one function an event, each with a machine word and the mail's or letter's number.

Never in a line: a secret, a body, a subject. What strangers chose (addresses, answers of a remote server) is made
printable and bounded.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TextIO

from maildesk.clock import Clock, rfc3339

_TROUBLES = 20  # kept in mind for the status page; the log has them all

# The events that tell of a failure, and which of their facts is a number or a name of ours. The others may quote what somebody wrote.
_ABOUT = {
    "task_died": "task",
    "account_failed": "account",
    "token_failed": "server",
    "folder_absent": "account",
    "folder_untidy": "account",
    "mail_failed": "mail",
    "mail_quarantined": "mail",
    "worker_died": "worker",
    "index_failed": "worker",
    "ends_not_noted": "file",
    "letter_given_up": "letter",
    "letter_held": "letter",
    "loss_not_told": "letter",
    "relay_failed": "relay",
    "page_failed": "page",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure as a page may show it: its event, what of ours it is about, and how often it came; never what somebody wrote."""

    event: str
    about: str
    first: datetime
    last: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Contact:
    """How a relay or an IMAP account has answered since the start; `failing` is since when it fails, None where the last try went well."""

    well: datetime | None = None
    failed: datetime | None = None
    failing: datetime | None = None
    failures: int = 0

    def went_well(self, now: datetime) -> Contact:
        return replace(self, well=now, failing=None)

    def went_wrong(self, now: datetime) -> Contact:
        return replace(self, failed=now, failing=self.failing or now, failures=self.failures + 1)


class EventLog:
    """Writes each event as one line: JSON for machines, plain words for a person."""

    def __init__(self, clock: Clock, stream: TextIO | None = None, as_json: bool = False) -> None:
        self._clock, self._stream, self._json = clock, stream or sys.stderr, as_json
        self._troubles: dict[tuple[str, str], Trouble] = {}  # the latest last
        self.relays: dict[str, Contact] = {}
        self.accounts: dict[str, Contact] = {}
        self.worked: datetime | None = None  # when a worker last finished a mail

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """The last failures, the latest first; the same thing that fails again and again is one of them."""
        return tuple(reversed(list(self._troubles.values())))

    def _remember(self, event: str, about: str, now: datetime) -> None:
        before = self._troubles.pop((event, about), None)
        self._troubles[event, about] = replace(before, last=now, times=before.times + 1) if before else Trouble(event, about, now, now)
        if len(self._troubles) > _TROUBLES:
            del self._troubles[next(iter(self._troubles))]

    def _say(self, event: str, **facts: object) -> None:
        now = self._clock.now()
        if event in _ABOUT:
            self._remember(event, str(facts[_ABOUT[event]]), now)
        line = _as_json(now, event, facts) if self._json else _as_words(now, event, facts)
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            pass  # a full disk or a closed pipe behind the log must not stop the desk (F38)

    # -- the daemon
    def started(self, version: str, desk: str) -> None:
        self._say("started", version=version, desk=desk)

    def listening(self, protocol: str, where: str) -> None:
        self._say("listening", protocol=protocol, where=where)

    def reloaded(self, changed: bool, mended: bool) -> None:
        self._say("reloaded", changed=changed, mended=mended)

    def edit_refused(self, place: str, wrong: str, right: str) -> None:
        self._say("edit_refused", place=place, wrong=wrong, right=right)

    def edit_told(self, letters: int) -> None:
        self._say("edit_told", letters=letters)

    def closed(self, protocol: str, where: str) -> None:
        self._say("closed", protocol=protocol, where=where)

    def stopping(self, step: str) -> None:
        self._say("stopping", step=step)

    def task_died(self, task: str, why: str) -> None:
        self._say("task_died", task=task, why=why)

    # -- intake
    def mail_accepted(self, mail: int, size: int, via: str, peer: str, recipients: int) -> None:
        self._say("mail_accepted", mail=mail, size=size, via=via, peer=peer, recipients=recipients)

    def mail_refused(self, peer: str, stage: str, code: str, why: str) -> None:
        self._say("mail_refused", peer=peer, stage=stage, code=code, why=why)

    def session_failed(self, peer: str, why: str) -> None:
        self._say("session_failed", peer=peer, why=why)

    def agent_logged_in(self, agent: str, peer: str) -> None:
        self._say("agent_logged_in", agent=agent, peer=peer)

    def login_refused(self, peer: str) -> None:
        self._say("login_refused", peer=peer)

    def account_ok(self, account: str) -> None:
        self.accounts[account] = self.accounts.get(account, Contact()).went_well(self._clock.now())
        self._say("account_ok", account=account)

    def account_failed(self, account: str, why: str, again: float) -> None:
        self.accounts[account] = self.accounts.get(account, Contact()).went_wrong(self._clock.now())
        self._say("account_failed", account=account, why=why, again=f"{again:.0f}s")

    def token_renewed(self, server: str) -> None:
        self._say("token_renewed", server=server)

    def token_failed(self, server: str, why: str) -> None:
        self._say("token_failed", server=server, why=why)

    def account_left(self, account: str) -> None:
        self.accounts.pop(account, None)
        self._say("account_left", account=account)

    def folder_begun(self, account: str, folder: str, uidvalidity: int, after: int) -> None:
        self._say("folder_begun", account=account, folder=folder, uidvalidity=uidvalidity, after=after)

    def folder_untidy(self, account: str, folder: str, why: str) -> None:
        self._say("folder_untidy", account=account, folder=folder, why=why)

    def folder_absent(self, account: str, folder: str, why: str) -> None:
        self._say("folder_absent", account=account, folder=folder, why=why)

    # -- processing
    def mail_done(self, mail: int, state: str, rule: str, ticket: int | None) -> None:
        self.worked = self._clock.now()
        self._say("mail_done", mail=mail, state=state, rule=rule, ticket=ticket)

    def mail_failed(self, mail: int, attempt: int, why: str) -> None:
        self._say("mail_failed", mail=mail, attempt=attempt, why=why)

    def mail_quarantined(self, mail: int, why: str) -> None:
        self._say("mail_quarantined", mail=mail, why=why)

    def worker_started(self, worker: str, pid: int) -> None:
        self._say("worker_started", worker=worker, pid=pid)

    def worker_died(self, worker: str, pid: int, why: str, mail: int | None) -> None:
        self._say("worker_died", worker=worker, pid=pid, why=why, mail=mail)

    def index_failed(self, worker: str, why: str) -> None:
        self._say("index_failed", worker=worker, why=why)

    def ends_not_noted(self, file: str, why: str) -> None:
        self._say("ends_not_noted", file=file, why=why)

    # -- delivery
    def letter_sent(self, letter: int, relay: str, recipients: int, answer: str) -> None:
        self.relays[relay] = self.relays.get(relay, Contact()).went_well(self._clock.now())
        self._say("letter_sent", letter=letter, relay=relay, recipients=recipients, answer=answer)

    def letter_deferred(self, letter: int, relay: str, due: datetime, why: str) -> None:
        self._say("letter_deferred", letter=letter, relay=relay, due=rfc3339(due), why=why)

    def letter_given_up(self, letter: int, relay: str, why: str) -> None:
        self._say("letter_given_up", letter=letter, relay=relay, why=why)

    def letter_held(self, letter: int, relay: str, why: str) -> None:
        self._say("letter_held", letter=letter, relay=relay, why=why)

    def loss_not_told(self, letter: int, why: str) -> None:
        self._say("loss_not_told", letter=letter, why=why)

    def relay_failed(self, relay: str, why: str) -> None:
        self.relays[relay] = self.relays.get(relay, Contact()).went_wrong(self._clock.now())
        self._say("relay_failed", relay=relay, why=why)

    # -- the status page
    def page_failed(self, page: str, why: str) -> None:
        self._say("page_failed", page=page, why=why)


def printable(value: object, longest: int = 500) -> str:
    """A value as one visible line: controls and direction marks become escapes, so that no line can be forged (V138, V139)."""
    text = str(value)
    shown = text if text.isascii() and text.isprintable() else "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _as_json(now: datetime, event: str, facts: dict[str, object]) -> str:
    kept = {name: value if isinstance(value, int | None) else printable(value) for name, value in facts.items()}
    return json.dumps({"at": rfc3339(now), "event": event, **kept})


def _as_words(now: datetime, event: str, facts: dict[str, object]) -> str:
    words = " ".join(f"{name}={_quoted(printable(value))}" for name, value in facts.items() if value is not None)
    return f"{rfc3339(now)} {event} {words}".rstrip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if not text or " " in text or '"' in text else text

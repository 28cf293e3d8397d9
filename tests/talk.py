"""Plays a conversation written as a text file: mails in, letters out, tickets as they stand.

    # a comment
    desk: support.yaml                    the desk to play on (a file beside the conversation)
    zone: corp.example reject             a domain, its DMARC policy (- for none), its key: the desk asks a name server of its own
    rules: notes.yaml                     the only rules of a desk that says `rules: rules` (a file beside it too)
    >>> bob@customer.example              a mail from Bob to the first mailbox; headers and body follow
    Subject: Printer
                                          (an empty line)
    It is broken.
    >>> anna@example.com answers notification      … to the newest letter of that kind for Anna; carries its token
    >>> anna@example.com submits to support@example.com …     as by SMTP AUTH; also: submits answers notification of ben@example.com
    >>> anna@corp.example signed by corp.example answers notification      with that domain's DKIM signature
    >>> bob@customer.example in the junk folder …     fetched from where the provider puts junk
    >>> support@example.com in the sent folder …      fetched from where the mailbox's own account keeps what it sent
    >>> anna@example.com taps 2           sends the mail prepared beside ticket 2 in her newest list of junk; … of ben@example.com: in Ben's
    >>> anna@example.com taps close       … by the link of that name in her newest letter that has it (take, close, answer, snooze, spam, release, merge, yes)
    >>> anna@example.com taps close 2     … by that of the line about ticket 2; both end with: of ben@example.com, or: bare (an address alone, no words)
    {text notification anna@example.com}  in a mail: the letter's whole text, as programs quote it that put no marks; … to It is broken.: down to that line; … from It is broken.: all below it
    >>> again                             the same bytes once more
    <<< notification to anna@example.com           a letter that was posted since the last mail; each must be named
    Subject: [#1] Printer                          a header it must have, whole
    {id reply bob@customer.example}   in a mail: the Message-ID of Bob's newest reply; {address …} its Reply-To; {page …} the link in it; {token …} its id up to the @; {id notification ben@example.com of 2}: about that ticket
    ~ It is broken.                                words its text must contain
    ! secret                                       words that stand nowhere in its bytes
    + scan.pdf, plan.png                           the files that it carries, all of them
    <<< nothing                                    no letter was posted
    === 1 open normal anna@example.com             ticket 1: status, priority, assignee (- for none)
    --- ticketed                                   the outcome of the newest mail, and its rule where there is one
    --- ticketed #2 beside #1                      … and its ticket, with the one that this is linked to
    --- mail 3: held builtin:unproven-agent        the same of an earlier mail
    +++ 3d                                         time passes
    &&& 1 waiting until Wed                        the history of ticket 1 has a line that begins so
    ... 1 09:01                                    since when the customer of ticket 1 waits for words of ours (- for none)
    @@@ other.yaml                                 from here on the desk's file says this
    $$$ backlog                                    the daemon's look for what staff were not told within the hour
    $$$ delivery                                   the letters that wait leave; $$$ delivery bob@customer.example 550 5.1.1 no such user: but for that one
    $$$ timers                            … for moments that have come: what was put off, what is due, reminders
    $$$ junk                                       … for the daily lists of junk that are due
    $$$ digest                                     … for the letters of the day that are due
    $$$ release 3                                  the operator releases mail 3, which was held for want of a proof
    $$$ refused release 3                          … and is refused
    $$$ receipts                                   … for receipts of those who want them once an hour
    $$$ later                                      … for answers that were written for an hour that has come
    *** anna@example.com away 3d in the hills      the agent is away so long, with a note to colleagues; *** anna@example.com back

Every letter a mail causes must be named: a conversation shows all that left.
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.message
import email.policy
import io
import random
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import delete, select, text

from maildesk.absence import Absence
from maildesk.bootstrap import make_keyring, open_desk
from maildesk.changes import Act, Actor
from maildesk.config.keyring import keyring_path
from maildesk.config.load import load_config
from maildesk.config.schema import DeskConfig
from maildesk.desk import Desk
from maildesk.errors import Refused
from maildesk.eventlog import EventLog
from maildesk.intake import spool
from maildesk.intake.spool import Claimed
from maildesk.mail import FETCHED_JUNK, FETCHED_SENT, Envelope, RawMail
from maildesk.moments.backlog import tell_backlog
from maildesk.moments.digest import write_digests
from maildesk.moments.hourly import tell_receipts
from maildesk.moments.junklist import list_junk
from maildesk.moments.later import leave_later
from maildesk.moments.timers import fire_timers
from maildesk.outbound import outbox
from maildesk.outbound.claims import Due
from maildesk.outbound.deliver import deliver_relay, due_names
from maildesk.outbound.happening import Composed
from maildesk.outbound.office import Office
from maildesk.outbound.retry import Attempt, RecipientResult, ResultKind
from maildesk.outbound.transport import Parcel
from maildesk.pipeline import process_one
from maildesk.recording.staffletters import letters_about_loss
from maildesk.resolver import NameServer, Resolver
from maildesk.staffwork import release
from maildesk.store import absences
from maildesk.store.engine import Database, Session
from maildesk.store.events import events_of
from maildesk.store.tickets import load_ticket
from maildesk.tables import links, metadata
from maildesk.ticket import Role
from maildesk.verbs.timed import moment
from tests.blank import make_database
from tests.nameserver import Zone, nameserver
from tests.opened import opened
from tests.posted import newly_posted
from tests.signing import signer
from tests.spares import DESKS, NO_ROWS

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_HERE = Path(__file__).parent
CONVERSATIONS = sorted((*(_HERE / "conversations").glob("*.txt"), *(_HERE / "cases").glob("*.txt")))


@dataclass
class Block:
    """One step of a conversation: its mark, the rest of that line, and the lines under it."""

    line: int
    mark: str
    rest: str
    body: list[str] = field(default_factory=list)


_FOLDERS = {"in the junk folder": FETCHED_JUNK, "in the sent folder": FETCHED_SENT}  # of a mailbox's own account

MARKS = (">>>", "<<<", "===", "---", "+++", "@@@", "...", "&&&", "***", "$$$")


def read_blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    for number, line in enumerate(text.splitlines(), 1):
        mark = line[:3]
        if mark in MARKS and (len(line) == 3 or line[3] == " "):
            blocks.append(Block(number, mark, line[4:].strip()))
        elif blocks:
            blocks[-1].body.append(line)
    return blocks


def play(path: Path, folder: Path, database: str | None = None) -> None:
    """Plays one file on a fresh desk in `folder`, on its own database or on an empty one; raises AssertionError naming the line."""
    stages = Stages(folder, database)
    try:
        stages.play(path)
    finally:
        stages.close()


class Stages:
    """Desks that conversations are played on one after another: files are read and tables made once a desk, and each finds it empty."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.folder, self.database = folder, database
        self._desks: dict[tuple[Path, Path | None], tuple[Desk, Path]] = {}

    def play(self, path: Path) -> None:
        """Plays one file; raises AssertionError naming the line."""
        words = path.read_text(encoding="utf-8")
        found, rules = (re.search(rf"^{name}: (\S+)$", words, re.MULTILINE) for name in ("desk", "rules"))
        yaml, rule_file = path.parent / (found[1] if found else "desk.yaml"), path.parent / rules[1] if rules else None
        desk, folder = self._desks.pop((yaml, rule_file), None) or self._made(yaml, rule_file)
        with _names(words) as servers:
            bits, resolver = random.Random(4711).getrandbits, Resolver(servers) if servers else None
            talk = Talk(replace(desk, random_bits=bits, resolver=resolver), path.parent, folder)
            try:
                talk.play(path.name, words)
            finally:
                empty(talk.desk.database)
                if talk.desk.config is desk.config:
                    self._desks[yaml, rule_file] = desk, folder
                else:  # `@@@` leaves another desk behind
                    talk.desk.database.close()

    def kept(self, yaml: Path, rule_file: Path | None = None) -> Desk:
        """A desk of these files, the same each time; whoever used it empties it."""
        if (yaml, rule_file) not in self._desks:
            self._desks[yaml, rule_file] = self._made(yaml, rule_file)
        return self._desks[yaml, rule_file][0]

    def desk(self, yaml: Path, rule_file: Path | None = None) -> Desk:
        """A desk of these files, which is closed with the others."""
        self._desks[yaml, rule_file] = self._made(yaml, rule_file)
        return self._desks[yaml, rule_file][0]

    def _made(self, yaml: Path, rule_file: Path | None) -> tuple[Desk, Path]:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        if rule_file:
            (folder / "rules").mkdir()
            shutil.copy(rule_file, folder / "rules")
        return make_desk(yaml, folder, self.database), folder

    def close(self) -> None:
        for desk, _ in self._desks.values():
            desk.database.close()


def empty(database: Database) -> None:
    """Takes every row out, and counts from 1 again."""
    with database.write() as session:
        if database.sqlite:
            for table in reversed(metadata.sorted_tables):
                session.execute(delete(table))
            session.execute(text("DELETE FROM sqlite_sequence"))
            session.execute(text("INSERT INTO searched_words(searched_words) VALUES ('delete-all')"))
        else:
            for statement in NO_ROWS:
                session.execute(text(statement))


@contextlib.contextmanager
def _names(text: str) -> Iterator[tuple[NameServer, ...]]:
    """A name server for the zones that a conversation names; none where it names none."""
    zone = Zone()
    for domain, wish in re.findall(r"^zone: (\S+) (\S+)$", text, re.MULTILINE):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
        if wish != "-":
            zone.add(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p={wish}")
    if not zone.records:
        yield ()
        return
    with nameserver(zone):
        yield (zone.server,)


def make_desk(yaml: Path, folder: Path, database: str | None = None, keys: Path | None = None) -> Desk:
    """A desk of its own, whose random numbers are the same in every run; `database` stands for the one its file names, `keys` for keys of its own."""
    write_desk(yaml, folder, database)
    config = load_config(folder / "desk.yaml")
    if keys is None:
        make_keyring(config)
    else:
        take_keys(config, keys)
    make_database(config)
    return replace(open_desk(folder / "desk.yaml"), random_bits=random.Random(4711).getrandbits)


def write_desk(yaml: Path, folder: Path, database: str | None) -> None:
    text = re.sub(r"^database: .*\n", "", yaml.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = f"{text.rstrip()}\ndatabase: {database or DESKS.url(folder)}\n"
    (folder / "desk.yaml").write_text(text, encoding="utf-8")


def take_keys(config: DeskConfig, keys: Path) -> None:
    """Gives a desk this key ring in place of its own."""
    place = keyring_path(config)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(keys.read_bytes())
    place.chmod(0o600)


class Talk:
    """A conversation under way."""

    def __init__(self, desk: Desk, files: Path, folder: Path) -> None:
        self.desk, self.now = desk, START
        self.files, self.folder = files, folder
        self.letters: list[tuple[outbox.OutboxRow, bytes]] = []
        self.fresh: list[tuple[outbox.OutboxRow, bytes]] = []
        self.mail = 0
        self.raw = RawMail(b"", Envelope(), START)

    def play(self, name: str, words: str) -> None:
        """All of a conversation; raises AssertionError naming the line."""
        for block in read_blocks(words):
            try:
                self.step(block)
            except AssertionError as error:
                raise AssertionError(f"{name}:{block.line}: {error}") from None

    def step(self, block: Block) -> None:
        if block.mark in (">>>", "+++"):
            assert not self.fresh, f"letters nobody named: {[_told(row) for row, _ in self.fresh]}"
        steps = {">>>": self._send, "<<<": self._letter, "===": self._ticket, "---": self._outcome, "+++": self._pass, "@@@": self._edit}
        steps |= {"...": self._waits, "&&&": self._history, "***": self._absence, "$$$": self._by_itself}
        steps[block.mark](block)

    def accept(self, session: Session, block: Block) -> None:
        """Has the mail of a block wait in the spool."""
        raw = self.composed(block)
        self.now += timedelta(minutes=1)
        [self.mail] = spool.accept(session, [replace(raw, received=self.now)])

    def _absence(self, block: Block) -> None:
        address, what, *rest = block.rest.split(maxsplit=3)
        with self.desk.database.write() as session:
            if what == "back":
                absences.come_back(session, address)
            else:
                until, note = (*rest, "")[:2]
                absences.leave(session, Absence(address, self.now, moment(until, self.now), note, f"agent:{address}"))

    def _by_itself(self, block: Block) -> None:
        what, _, refused = block.rest.partition(" ")
        if "release" in (what, refused.partition(" ")[0]):
            self._release(int(block.rest.split()[-1]), refused=what == "refused")
            return
        looks = {"backlog": tell_backlog, "junk": list_junk, "digest": write_digests, "timers": fire_timers}
        looks |= {"later": leave_later, "receipts": tell_receipts}
        assert what == "delivery" or what in looks, f"there is no {what}"
        if what in looks:
            looks[what](self.desk, self.now)
        else:
            asyncio.run(deliver(self.desk, self.now, Relay(*refused.partition(" ")[::2])))
        self._collect()

    def _release(self, mail: int, refused: bool) -> None:
        with pytest.raises(Refused) if refused else contextlib.nullcontext():
            release(self.desk.database, self.desk.config, mail, Actor("operator:root", Role.ADMIN))
        self.work()

    def _send(self, block: Block) -> None:
        with self.desk.database.write() as session:
            self.accept(session, block)
        self.work()

    def work(self) -> None:
        """Processes what waits: the mail that came, and a held one that it releases."""
        while claimed := self._claimed():
            process_one(self.desk, claimed, self.now)
        self._collect()

    def _claimed(self) -> Claimed | None:
        with self.desk.database.write() as session:
            return spool.claim(session, "talk", self.now, timedelta(minutes=1))

    def composed(self, block: Block) -> RawMail:
        """The mail that a block describes."""
        sender, _, rest = block.rest.partition(" ")
        signed = re.match(r"signed by (\S+) ?", rest)
        if sender != "again":
            rest = rest[signed.end() :] if signed else rest
            rest, submitted = rest.removeprefix("submits").strip(), rest.startswith("submits")
            folder = next((via for words, via in _FOLDERS.items() if rest.startswith(words)), "")
            rest = re.sub(r"^in the (?:junk|sent) folder", "", rest).strip()
            ways = {"answers": self._answer, "taps": self._tap}
            raw = ways.get(rest.partition(" ")[0], self._mail)(sender, rest, block)
            envelope = replace(raw.envelope, via="submission", tls=True, submitted_as=sender) if submitted else raw.envelope
            envelope = Envelope(sender, via=folder, peer="support@provider.example", tls=True) if folder else envelope
            self.raw = replace(raw, envelope=envelope, data=signer(signed[1]).sign(raw.data) if signed else raw.data)
        return self.raw

    def _collect(self) -> None:
        known = {row.letter for row, _ in self.letters}
        with self.desk.database.read() as session:
            self.fresh = newly_posted(session, known)
        self.letters += self.fresh

    def _mail(self, sender: str, rest: str, block: Block) -> RawMail:
        to = self._filled(rest.removeprefix("to ").strip()) or self.desk.config.mailboxes[0].address
        head, body = _parted(block.body)
        given = {line.partition(":")[0].lower() for line in head}
        usual = {"From": sender, "To": to, "Date": format_datetime(self.now), "Message-ID": f"<{self.mail + 1}@{sender.partition('@')[2]}>"}
        lines = [f"{name}: {value}" for name, value in usual.items() if name.lower() not in given] + head
        body = [self._filled(line) for line in body]
        if "content-type" not in given:
            lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
        data = "\r\n".join([*(self._filled(line) for line in lines), "", *body]).encode() + b"\r\n"
        return RawMail(data, Envelope(sender, tuple(one.strip(" <>") for one in to.split(",")), "smtp"), self.now)

    def _answer(self, sender: str, rest: str, block: Block) -> RawMail:
        """A mail program's answer to the newest letter of a kind for that person."""
        _, kind, *whose = rest.split()
        letter = opened(self._newest(kind, whose[-1] if whose else sender))
        to = str(letter["Reply-To"] or letter["From"])
        headers = [f"In-Reply-To: {letter['Message-ID']}", f"References: {letter['References'] or ''} {letter['Message-ID']}"]
        if not any(line.lower().startswith("subject:") for line in _parted(block.body)[0]):
            headers.append(f"Subject: Re: {letter['Subject']}")
        body = block.body if _parted(block.body)[0] else ["", *block.body]
        quoted = ["", f"On Monday, {letter['From']} wrote:", *(f"> {line}" for line in _text(letter).splitlines())]
        address = email.utils.parseaddr(to)[1]
        return self._mail(sender, f"to {address}", replace(block, body=headers + body + quoted))

    def _tap(self, sender: str, rest: str, block: Block) -> RawMail:
        """What a mail program opens when the address beside a line of a list is tapped (RFC 6068)."""
        words, _, whose = rest.removeprefix("taps ").removesuffix(" bare").partition(" of ")
        action, number = (["not-junk", words] if words.isdigit() else [*words.split(), ""])[:2]
        letters = [data for row, data in self.letters if row.person == (whose or sender)]
        links = [link for data in letters for link in re.findall(r"<(mailto:\S+)>", _text(opened(data)))]
        label = f"%5B%23{number}%5D" if number else ""
        found = [urlsplit(one) for one in links if _kind(urlsplit(one)) == _ACTIONS[action] and label in one]
        assert found, f"no link to {rest} in {links}"
        return self._mail(sender, f"to {unquote(found[-1].path)}", replace(block, body=_opened(found[-1], block.body, rest.endswith(" bare"))))

    def _filled(self, line: str) -> str:
        """`{id reply bob@customer.example}` is the Message-ID of the newest such letter, `{address …}` its Reply-To, `{page …}` its link."""

        def value(found: re.Match[str]) -> str:
            letter = opened(self._newest(found[2], found[3], int(found[4] or 0)))
            if found[1] == "page":
                return re.findall(r"https?://\S+/t/\S+", _text(letter))[0]
            if found[1] == "token":
                return str(letter["Message-ID"]).partition("@")[0]
            return str(letter["Message-ID"]) if found[1] == "id" else email.utils.parseaddr(str(letter["Reply-To"]))[1]

        if part := re.fullmatch(r"\{text (\w+) (\S+?)(?: (to|from) (.*))?\}", line):
            return "\r\n".join(_excerpt(_text(opened(self._newest(part[1], part[2]))), part[3], part[4]))
        return re.sub(r"\{(id|token|address|page) (\w+) (\S+?)(?: of (\d+))?\}", value, line)

    def _newest(self, kind: str, person: str, ticket: int = 0) -> bytes:
        found = [data for row, data in self.letters if row.kind == kind and row.person == person and ticket in (0, row.ticket)]
        assert found, f"there is no {kind} for {person}"
        return found[-1]

    def _letter(self, block: Block) -> None:
        if block.rest == "nothing":
            assert not self.fresh, f"there are letters: {[_told(row) for row, _ in self.fresh]}"
            return
        kind, _, person = block.rest.partition(" to ")
        state = "queued"
        if " " in person:
            person, state = person.split(" ", 1)
        index = next((i for i, (row, _) in enumerate(self.fresh) if row.kind == kind and row.person == person), None)
        assert index is not None, f"no {kind} to {person}; posted were {[_told(row) for row, _ in self.fresh]}"
        row, data = self.fresh.pop(index)
        assert row.state == state, f"it is {row.state} ({row.reason}), not {state}"
        check_letter(data, block.body)

    def _ticket(self, block: Block) -> None:
        number, *wanted = block.rest.split()
        with self.desk.database.read() as session:
            ticket = load_ticket(session, int(number))
        assert ticket is not None, f"there is no ticket {number}"
        have = [str(ticket.status), str(ticket.priority), ticket.assignee or "-", *ticket.tags]
        assert have[: len(wanted)] == wanted, f"ticket {number} is {have}"

    def _waits(self, block: Block) -> None:
        number, wanted = block.rest.split()
        with self.desk.database.read() as session:
            ticket = load_ticket(session, int(number))
        assert ticket is not None, f"there is no ticket {number}"
        since = f"{ticket.unanswered:%H:%M}" if ticket.unanswered else "-"
        assert since == wanted, f"the customer of ticket {number} waits since {since}"

    def _history(self, block: Block) -> None:
        number, _, words = block.rest.partition(" ")
        with self.desk.database.read() as session:
            lines = [event.detail for event in events_of(session, int(number))]
        assert any(line.startswith(words) for line in lines), f"the history of ticket {number} is {lines}"

    def _outcome(self, block: Block) -> None:
        earlier = re.match(r"mail (\d+): ", block.rest)
        with self.desk.database.read() as session:
            row, _ = spool.shown(session, int(earlier[1]) if earlier else self.mail)
            older = select(links.c.other).where(links.c.ticket == (row.ticket or 0), links.c.other < (row.ticket or 0)).order_by(links.c.other)
            beside = session.execute(older).scalars().all()
        outcome, _, place = block.rest[earlier.end() if earlier else 0 :].partition(" #")
        have = " ".join(filter(None, (str(row.state), row.rule)))
        assert have == outcome, f"the mail is {have}"
        stands = " beside #".join(map(str, (row.ticket, *beside)))
        assert place in ("", str(row.ticket), stands), f"the mail is on {stands}"

    def _edit(self, block: Block) -> None:
        url = self.desk.config.database
        self.desk.database.close()
        write_desk(self.files / block.rest, self.folder, url)
        self.desk = replace(open_desk(self.folder / "desk.yaml"), random_bits=self.desk.random_bits, resolver=self.desk.resolver)

    def _pass(self, block: Block) -> None:
        self.now = moment(block.rest, self.now)


@dataclass(frozen=True)
class Relay:
    """A relay in the test's own hands: it takes every letter, but refuses one address with this answer."""

    address: str = ""
    answer: str = ""
    connections: int = 1

    @contextlib.asynccontextmanager
    async def connect(self) -> AsyncIterator[Relay]:
        yield self

    async def send(self, parcel: Parcel) -> Attempt:
        taken = RecipientResult(ResultKind.SENT, 250, "250 2.0.0 taken")
        refused = {self.address: RecipientResult(ResultKind.REFUSED, int(self.answer[:3]), self.answer)} if self.address in parcel.recipients else {}
        return Attempt(dict.fromkeys(parcel.recipients, taken) | refused)


@dataclass(frozen=True)
class _Stopped:
    """A clock that stands still."""

    time: datetime

    def now(self) -> datetime:
        return self.time


async def deliver(desk: Desk, now: datetime, relay: Relay) -> None:
    """Sends what waits, by the daemon's own round."""

    def lost(session: Session, due: Due, those: Sequence[tuple[str, str]]) -> Sequence[Composed]:
        act = Act(Actor("builtin:delivery-failed", Role.ADMIN), f"letter {due.letter}", now, automatic=True)
        return letters_about_loss(session, desk, due, those, act)

    clock = _Stopped(now)
    office = Office(desk.database, clock, EventLog(clock, io.StringIO()), desk.config.limits, lambda: 0.5, lost)
    for name in await due_names(office):
        while await deliver_relay(office, name, relay):
            pass


# The kind of the token behind each link.
_ACTIONS = {
    "not-junk": "a",
    "merge": "a",
    "again": "a",
    "take": "t",
    "close": "d",
    "answer": "w",
    "snooze": "z",
    "spam": "j",
    "release": "u",
    "undo": "k",
    "yes": "c",
}


def _kind(link: SplitResult) -> str:
    """What the link's token is for; it stands in the address, else in the subject."""
    found = re.search(r"[+(]([a-z])1[a-z2-7]{29}", unquote(link.path) + unquote(link.query))
    return found[1] if found else ""


def _opened(link: SplitResult, written: list[str], bare: bool) -> list[str]:
    """The subject and the text of the mail that a link opens, with what its sender writes on top of it."""
    said = {} if bare else parse_qs(link.query, strict_parsing=True)
    head, body = _parted(written)
    return [f"Subject: {said.get('subject', [''])[0]}", *head, "", *body, *said.get("body", [""])[0].split("\r\n")]


_DRAWN = re.compile(r"(?=[A-Za-z]*\d)[0-9A-Za-z]{12,}")


def check_letter(data: bytes, lines: list[str]) -> None:
    letter = opened(data)
    text = " ".join(_text(letter).split())
    for line in filter(None, lines):
        if line.startswith("~ "):
            assert " ".join(line[2:].split()) in text, f"“{line[2:]}” is not in:\n{_text(letter)}"
        elif line.startswith("! "):
            assert line[2:] not in _all_text(letter), f"“{line[2:]}” stands in the letter"
        elif line.startswith("+ "):
            names = ", ".join(sorted(part.get_filename() for part in letter.walk() if part.get_filename()))
            assert names == line[2:], f"it carries {names}"
        elif not line.startswith("#"):
            name, _, value = line.partition(":")
            assert str(letter[name]) == value.strip(), f"{name} is {letter[name]!s}"


def _text(letter: email.message.EmailMessage) -> str:
    part = letter.get_body(("plain",))
    return part.get_content() if part else ""


def _excerpt(text: str, side: str | None, mark: str | None) -> list[str]:
    """The lines down to one of them, or all below it."""
    lines = text.rstrip().splitlines()
    if not side:
        return lines
    assert mark in lines, f"“{mark}” is no line of:\n{text}"
    below = lines.index(str(mark)) + 1
    return lines[:below] if side == "to" else lines[below:]


def _all_text(letter: email.message.EmailMessage) -> str:
    """Its headers and texts but for tokens, identifiers and boundaries: what is drawn at random holds any few digits now and then."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return _DRAWN.sub("", "\n".join([str(letter.items()), *parts]))


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Headers and body; a body alone where the first line is no header."""
    if not lines or not re.match(r"[A-Za-z-]+: ", lines[0]):
        return [], lines[1:] if lines and not lines[0] else lines
    end = lines.index("") if "" in lines else len(lines)
    return lines[:end], lines[end + 1 :]


def _told(row: outbox.OutboxRow) -> str:
    return f"{row.kind} to {row.person} ({row.state} {row.reason})"

"""What `#redact` hides is readable nowhere in what the desk keeps: every column of every table is looked at, mails and letters as a program reads them."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from maildesk.config.limits import Limits
from maildesk.desk import Desk
from maildesk.html.text import to_text
from maildesk.intake.mime.masking import masked
from maildesk.intake.mime.parse import parse
from maildesk.store.audit import audited
from maildesk.store.engine import Database
from maildesk.tables import mails, metadata
from maildesk.verbs.redaction import HIDDEN, redacted
from tests.desks import keyed_desk, put_mail, put_ticket, said
from tests.talk import Block, Stages, Talk, empty

HERE = Path(__file__).parent
TALKS = HERE / "conversations"
LIMITS = Limits()
SECRET = "Swordfish-Zulu"
BOB, CLEO, BEN = "bob@customer.example", "cleo@example.com", "ben@example.com"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    stages = Stages(tmp_path_factory.mktemp("redacted"))
    yield stages.desk(TALKS / "teams.yaml")
    stages.close()


def shown(data: bytes) -> str:
    """All that a program shows of a mail, and its bytes."""
    mail = parse(data, LIMITS)
    files = (text for one in mail.attachments for text in (one.filename, one.content.decode("utf-8", "replace")))
    return "\n".join((mail.subject, mail.text, mail.html, to_text(mail.html, LIMITS), *files, data.decode("utf-8", "replace")))


def everything(desk: Desk) -> Iterator[tuple[str, str]]:
    with desk.database.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                for name, value in row.items():
                    text = shown(value) if isinstance(value, bytes) else value if isinstance(value, str) else json.dumps(value, default=str)
                    yield f"{table.name}.{name}", text


MAIL = """Subject: =?utf-8?b?{subject}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{markup}
--b
Content-Type: text/plain
Content-Disposition: attachment; filename*=utf-8''{name}.txt

the same: {secret}
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=scan.pdf

%PDF whole
--b--
"""


def test_in_no_column_of_any_table(desk: Desk) -> None:
    """After entries, notes, subjects, fields, reminders, tags, a correction, an answer that waits and the mail that asks for it."""
    talk = Talk(desk, TALKS, TALKS)
    markup = base64.encodebytes(f"<p>My PIN is Sword<b>fish</b>-Zulu, once more {SECRET}</p>".encode()).decode()
    subject = base64.b64encode(f"PIN {SECRET}".encode()).decode()
    said = MAIL.format(subject=subject, markup=markup, secret=SECRET, name="Swordfish%2DZulu")
    try:
        talk.step(Block(0, ">>>", BOB, said.splitlines()))
        for who, words in (
            (BEN, f"#note\nHis PIN is {SECRET}."),
            (BEN, f"#subject The PIN {SECRET}\n#set pin={SECRET}\n#remind 3d ask for {SECRET}\n#tag {SECRET}"),
            (BEN, f"#redact {SECRET}"),
            (BEN, f"#reply\n#send at 2026-03-09\nYour PIN was {SECRET}."),
            (CLEO, f'#note\n#redact "{SECRET}"\nNever send us such as {SECRET}.'),
        ):
            talk.fresh = []
            talk.step(Block(0, ">>>", f"{who} answers notification", words.split("\n")))
        assert [(where, text[:300]) for where, text in everything(desk) if redacted(text, SECRET) != text] == []
        assert any(HIDDEN in text for where, text in everything(desk) if where == "events.detail")
        assert any("%PDF whole" in text for where, text in everything(desk) if where == "raws.data")
        with desk.database.read() as session:
            assert audited(session).fault is None
    finally:
        empty(desk.database)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("/[0-9/", "no regular expression"),
        ("/.?/", "less than 3 characters"),
        (f"/{'a' * 300}/", "200 characters"),
        ("/(a|aa)+$/", "takes too long"),
        ("/nowhere[0-9]{4}/", "stand nowhere"),
    ],
)
def test_an_expression_that_would_not_do(desk: Desk, words: str, why: str) -> None:
    """Whoever writes it is told, and nothing is hidden."""
    talk = Talk(desk, TALKS, TALKS)
    try:
        talk.step(Block(0, ">>>", BOB, ["Subject: Card", "", "It is 4111 1111 1111 1111 " + "a" * 400 + "?"]))
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{CLEO} answers notification", [f"#redact {words}"]))
        row, data = talk.letters[-1]
        assert row.kind == "correction"
        assert why in parse(data, LIMITS).text
        assert not any(HIDDEN in text for where, text in everything(desk) if where == "messages.text")
    finally:
        empty(desk.database)


def test_an_expression_hides_what_it_finds(desk: Desk) -> None:
    """The number of a card, and no other number."""
    talk = Talk(desk, TALKS, TALKS)
    try:
        talk.step(Block(0, ">>>", BOB, ["Subject: Card", "", "It is 4111 1111 1111 1111, my house number is 12."]))
        talk.fresh = []
        talk.step(Block(0, ">>>", f"{CLEO} answers notification", [r"#redact /(\d{4} ?){4}/"]))
        texts = [text for where, text in everything(desk) if where in ("messages.text", "raws.data", "letter_bytes.data")]
        assert not [text for text in texts if "is 4111" in text or "1111 1" in text]  # never four digits alone: a boundary has them by chance
        assert any(f"It is {HIDDEN}, my house number is 12." in text for text in texts)
    finally:
        empty(desk.database)


def test_a_files_whole_name_means_the_file() -> None:
    """Its bytes and its name go, its place and its neighbour stay."""
    data = MAIL.format(subject="", markup="", secret="x", name="pass.jpg").encode()
    left = parse(masked(data, "scan.pdf", LIMITS), LIMITS).attachments
    assert [len(one.content) > 0 for one in left] == [True, False]
    assert "scan" not in left[1].filename


def test_no_golden_mail_keeps_a_word_that_is_hidden() -> None:
    """The longest word of each mail's text and subject; what has it nowhere stays byte for byte."""
    for path in sorted((HERE / "mails").glob("*.eml")):
        data = path.read_bytes()
        mail = parse(data, LIMITS)
        assert masked(data, "xyzzy-nowhere", LIMITS) == data or b"\n" not in data
        for text in (mail.text, mail.subject):
            for word in sorted(re.findall(r"\w{4,}", text), key=len)[-1:]:
                after = parse(masked(data, word, LIMITS), LIMITS)
                left = (after.subject, after.text, after.html, to_text(after.html, LIMITS))
                assert [one for one in left if redacted(one, word) != one] == [], (path.name, word)
                assert (after.message_id, after.sender, after.references) == (mail.message_id, mail.sender, mail.references), path.name


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "Base-64", "Quoted Printable"]),
    st.sampled_from(["utf-8", "iso-8859-1", "gb18030", "utf-16"]),
    st.sampled_from(["text/plain", "text/html", "text/csv", "application/json"]),
    st.text(alphabet="ab \n<>&>", max_size=20),
)
def test_in_any_encoding(encoding: str, charset: str, kind: str, around: str) -> None:
    """However a part is written, nothing of it is left, and the part after it is as it was."""
    declared = "utf-8" if "bit" in encoding else charset
    text = f"{around}\n{SECRET}\n{around}".encode(declared)
    body = text if "bit" in encoding else base64.encodebytes(text) if "64" in encoding else _quoted(text)
    head = f"Content-Type: {kind}; charset={declared}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", "b")
    file = b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(packed.getvalue())
    data = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\n" + head + body + b"\n--q\n" + file + b"--q--\n"
    after = masked(data, SECRET, LIMITS)
    assert redacted(shown(after), SECRET) == shown(after)
    assert packed.getvalue() in [one.content for one in parse(after, LIMITS).attachments]


def _quoted(text: bytes) -> bytes:
    return b"".join(b"=%02X" % byte if byte != 10 else b"=0A=\n" for byte in text)


def test_in_the_raw_mail_on_either_database(desk_database: Database, tmp_path: Path) -> None:
    """By the command line, which has no bound; words that stand in the raw mail alone are found there."""
    path = keyed_desk(tmp_path)
    put_ticket(desk_database)
    number = put_mail(desk_database, MAIL.format(subject="", markup="", secret=SECRET, name="a").encode())
    with desk_database.write() as session:
        session.execute(update(mails).where(mails.c.id == number).values(ticket=1, state="ticketed"))
    assert SECRET in said("spool", "show", str(number), "--raw", desk=path).out
    done = said("ticket", "do", "1", f"#redact {SECRET}", desk=path)
    assert (done.code, done.err) == (0, "")
    assert SECRET not in said("spool", "show", str(number), "--raw", desk=path).out
    assert "%PDF whole" in said("spool", "show", str(number), "--raw", desk=path).out
    assert said("audit", "verify", desk=path).code == 0

"""Complete letters as files a person can read: tests/written/*.txt, each as its reader's mail program gets it.

.venv/bin/python -m tests.wholeletters      writes them anew, after a letter was changed on purpose: read the difference, then commit it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from maildesk.changes import Notify, SendTemplate
from maildesk.config.schema import Agent, Mailbox, Team
from maildesk.mail import Attachment, ParsedMail
from maildesk.newwords import SplitText
from maildesk.outbound.compose import Press, compose
from maildesk.outbound.happening import Happening
from maildesk.outbound.recipients import plan_letters
from maildesk.threadindex import begun
from maildesk.ticket import MessageKind, Participant, Standing, Ticket
from tests.letters import BOB, DESK, NOW, RING, SUPPORT, TEMPLATES, answered, asked, entry, read

FOLDER = Path(__file__).parent / "written"
SHOP = Mailbox.model_validate(
    {**SUPPORT.model_dump(), "signature": "Example Support\nMonday to Friday, 9 to 17", "timezone": "Europe/Berlin", "subject_label": "left"}
)
KEFU = Mailbox(
    address="kefu@example.com", name="客户服务", language="zh_CN", timezone="Asia/Shanghai", reply_to="plus", signature="客户服务\n周一至周五"
)
LIWEI = Participant("liwei@customer.example", "李伟", Standing.REQUESTER)
WEN = Agent(address="wen@example.com", name="小文", languages=("zh_CN",))
TEAMS = {"support": Team(members=("anna@example.com", "wen@example.com"))}
CONFIG = DESK.model_copy(update={"mailboxes": (SHOP, KEFU), "agents": (*DESK.agents, WEN), "teams": TEAMS})
SCAN = Attachment("scan.pdf", "application/pdf", b"%PDF-1.7\n")
FORMATTED = SplitText("Please change the ink.", reply_html="<p>Please <b>change</b> the ink.</p>")


def letters() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for name, happening, topic in _happenings():
        draft = plan_letters(happening, CONFIG)[0]
        ids = (f"<2@{happening.ticket.requester.partition('@')[2]}>", f"<1@{happening.ticket.requester.partition('@')[2]}>")
        known = replace(draft, topic=topic, thread_ids=ids, thread_index=begun("golden", NOW))
        yield name, compose(known, Press(CONFIG, RING, TEMPLATES), 12345, NOW + timedelta(hours=1)).data


def _happenings() -> Iterator[tuple[str, Happening, str]]:
    carol = Participant("carol@customer.example", "Carol", Standing.PARTICIPANT)
    question = replace(entry(1, MessageKind.INBOUND, "It prints only blue.\n\nWhat can I do?"), author_name="Bob Miller")
    mail = ParsedMail(attachments=(SCAN,), html=FORMATTED.reply_html)
    bobs = ParsedMail(sender=BOB.address)
    yield "reply-en", answered(mailbox=SHOP, mail=mail, split=FORMATTED, history=(question,), participants=(BOB, carol)), "Printer broken"
    yield "acknowledgement-en", asked(mailbox=SHOP, mail=bobs, effects=(SendTemplate("acknowledgement"),), answer_ok=True), "Printer broken"
    told = replace(question, id=3, text="Now only green.", reply="Now only green.")
    yield "notification-en", asked(mailbox=SHOP, mail=bobs, message=told, effects=(Notify("anna@example.com"),)), "Printer broken"

    ticket = Ticket(4712, KEFU.address, "发票问题", LIWEI.address, NOW, NOW, team="support")
    invoice = replace(entry(1, MessageKind.INBOUND, "你好，我需要一张发票。", LIWEI.address), ticket=4712, author_name=LIWEI.name)
    chinese = {"ticket": ticket, "mailbox": KEFU, "participants": (LIWEI,), "history": (invoice,)}
    liweis = ParsedMail(sender=LIWEI.address)
    yield "reply-zh_CN", answered("发票已寄出。", **chinese), "发票问题"
    yield "acknowledgement-zh_CN", asked(mail=liweis, effects=(SendTemplate("acknowledgement"),), answer_ok=True, **chinese), "发票问题"
    told = replace(invoice, id=3, text="请寄到公司。", reply="请寄到公司。")
    yield "notification-zh_CN", asked(mail=liweis, message=told, effects=(Notify("wen@example.com"),), **chinese), "发票问题"


def shown(data: bytes) -> str:
    """Every header as it is read and in its order, then each part with its type, decoded."""
    mail = read(data)
    lines = [f"{name}: {value}" for name, value in mail.items() if name != "Content-Type"]
    for part in mail.walk():
        if part.is_multipart():
            continue
        named = f" {part.get_filename()}" if part.get_filename() else ""
        lines += ["", f"=== {part.get_content_type()}{named}, {part['Content-Transfer-Encoding']}"]
        if part.get_content_maintype() == "text":
            lines.append(str(part.get_content()).replace("\r\n", "\n").rstrip("\n"))
    return "\n".join(lines) + "\n"


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, data in letters():
        (FOLDER / f"{name}.txt").write_text(shown(data), encoding="utf-8")


if __name__ == "__main__":
    write()

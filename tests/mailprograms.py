"""Small models of the mail programs people use: how each puts mails into threads, and how each writes an answer.

What is known of them, and where from:

- **Gmail** keeps mails together that refer to one another and have the same subject (Google's help: a conversation “will break off into a new
  thread if the subject line changes”). Prefixes do not count; neither does a word in brackets before the subject (the base subject of RFC 5256
  §2.1). Whether Gmail passes over such brackets in every case nobody outside can tell: `Strict` is Gmail without that grace.
- **Outlook and Exchange** go by the first 22 octets of Thread-Index ([MS-OXOMSG] 2.2.1.3); a mail without one joins by its topic: Thread-Topic, or
  the subject less one prefix of up to three letters ([MS-OXCMSG] 2.2.1.9, 2.2.1.10). An answer has its parent's index and five octets more.
- **Apple Mail** goes by In-Reply-To and References, and by the subject where they lead nowhere. On the phone it writes plain text.
- **QQ Mail** puts `回复：` before whatever is there, writes HTML, and often neither In-Reply-To nor References; it threads by either or by the subject.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from hashlib import sha256

from tests.opened import opened


class MailProgram:
    """One person's mail program with all mails of that person, sent and received, in order."""

    reply_prefix = "Re: "
    keeps_references = True

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address, name
        self.box: list[EmailMessage] = []
        self._written = 0

    # -- reading
    def receive(self, data: bytes) -> None:
        mail = opened(data)
        assert isinstance(mail, EmailMessage)
        self.box.append(mail)

    def threads(self) -> list[list[EmailMessage]]:
        """The box as its owner sees it. A mail that belongs to two threads makes one of them."""
        threads: list[list[EmailMessage]] = []
        for mail in self.box:
            home = [thread for thread in threads if any(self.together(one, mail) for one in thread)]
            threads = [thread for thread in threads if thread not in home] + [[*(one for thread in home for one in thread), mail]]
        return threads

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        raise NotImplementedError

    # -- writing
    def write(self, to: str, subject: str, words: str, now: datetime) -> bytes:
        """A new mail."""
        return self._sent(self._headers(to, "", subject, now), words, None)

    def answer(self, mail: EmailMessage, words: str, now: datetime) -> bytes:
        """An answer to all of a mail of the box."""
        to = str(mail["Reply-To"] or mail["From"])
        others = [one for _, one in getaddresses([str(mail["To"] or ""), str(mail["Cc"] or "")]) if one != self.address]
        lines = self._headers(to, ", ".join(others), self.answer_subject(str(mail["Subject"])), now)
        if self.keeps_references:
            lines += [f"In-Reply-To: {mail['Message-ID']}", f"References: {' '.join(ids_of(mail, 'References'))} {mail['Message-ID']}"]
        return self._sent(lines, words, mail)

    def answer_subject(self, subject: str) -> str:
        return subject if subject.lower().startswith("re:") else self.reply_prefix + subject

    def message_id(self) -> str:
        return f"<{self._digest()[:32]}@{self.address.rpartition('@')[2]}>"

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        """Plain text and HTML ("" for none)."""
        raise NotImplementedError

    def _headers(self, to: str, cc: str, subject: str, now: datetime) -> list[str]:
        self._written += 1
        lines = [f"From: {self.name} <{self.address}>", f"To: {to}", f"Date: {format_datetime(now)}", f"Message-ID: {self.message_id()}"]
        return [*lines, *([f"Cc: {cc}"] if cc else []), f"Subject: {subject}", "MIME-Version: 1.0"]

    def _digest(self) -> str:
        return sha256(f"{self.address} {self._written}".encode()).hexdigest()

    def _sent(self, lines: list[str], words: str, answered: EmailMessage | None) -> bytes:
        text, markup = self.body(words, answered)
        parts = [_part("plain", text)] + ([_part("html", markup)] if markup else [])
        if len(parts) > 1:
            body = 'Content-Type: multipart/alternative; boundary="=_b"\n\n' + "".join(f"--=_b\n{part}\n" for part in parts) + "--=_b--\n"
        else:
            body = parts[0]
        data = ("\n".join(lines) + "\n" + body).replace("\n", "\r\n").encode()
        self.receive(data)
        return data


class Gmail(MailProgram):
    """The web, and every program over its servers."""

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later) and base_subject(earlier) == base_subject(later)

    def message_id(self) -> str:
        return f"<CA+{self._digest()[:60]}=zQ@mail.gmail.com>"

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        if quoted is None:
            return words + "\n", f'<div dir="ltr">{lines_of(words)}</div>\n'
        said = f"On Mon, 2 Mar 2026 at 09:00, {html.escape(str(quoted['From']))} wrote:"
        inside = f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{said}<br></div><blockquote class="gmail_quote">{markup_of(quoted)}</blockquote></div>'
        return f"{words}\n\n{html.unescape(said)}\n\n{quote(text_of(quoted))}\n", f'<div dir="ltr">{lines_of(words)}</div><br>{inside}\n'


class Strict(Gmail):
    """Gmail, did it pass over `Re:` and `Fwd:` and nothing else."""

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later) and bare_subject(earlier) == bare_subject(later)


class Outlook(MailProgram):
    """The desktop program on an Exchange server."""

    reply_prefix = "RE: "

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        first, second = index_of(earlier), index_of(later)
        if first and second:
            return first[:22] == second[:22]
        return topic_of(earlier) == topic_of(later)

    def answer_subject(self, subject: str) -> str:
        return self.reply_prefix + outlook_topic(subject)

    def message_id(self) -> str:
        return f"<{self._digest()[:36].upper()}@AM0PR03MB4000.eurprd03.prod.outlook.com>"

    def write(self, to: str, subject: str, words: str, now: datetime) -> bytes:
        headers = self._headers(to, "", subject, now)
        return self._sent([*headers, f"Thread-Topic: {subject}", f"Thread-Index: {self._new_index()}"], words, None)

    def answer(self, mail: EmailMessage, words: str, now: datetime) -> bytes:
        index = b64encode(index_of(mail) + b"\0\0\1\0\0").decode() if index_of(mail) else self._new_index()
        to = str(mail["Reply-To"] or mail["From"])
        lines = self._headers(to, str(mail["Cc"] or ""), self.answer_subject(str(mail["Subject"])), now)
        lines += [f"Thread-Topic: {topic_of(mail)}", f"Thread-Index: {index}", f"In-Reply-To: {mail['Message-ID']}"]
        return self._sent([*lines, f"References: {' '.join(ids_of(mail, 'References'))} {mail['Message-ID']}"], words, mail)

    def _new_index(self) -> str:
        return b64encode(b"\1\1\xdc\x9f\x00\x00" + sha256(self._digest().encode()).digest()[:16]).decode()

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        if quoted is None:
            return words + "\n", f"<html><body><p class=MsoNormal>{lines_of(words)}</p></body></html>\n"
        block = [f"From: {quoted['From']}", "Sent: Monday, March 2, 2026 9:00 AM", f"To: {quoted['To']}", f"Subject: {quoted['Subject']}"]
        shown = "<br>\n".join(html.escape(line) for line in block)
        border = '<div id="divRplyFwdMsg"><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">'
        markup = (
            f"<html><body><p class=MsoNormal>{lines_of(words)}</p>{border}<p class=MsoNormal>{shown}</p></div></div>{markup_of(quoted)}</body></html>"
        )
        return f"{words}\n\n" + "\n".join(block) + f"\n\n{text_of(quoted)}\n", markup + "\n"


class Apple(MailProgram):
    """Mail on the Mac."""

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later) or base_subject(earlier) == base_subject(later)

    def message_id(self) -> str:
        return f"<{self._digest()[:8].upper()}-1F2E-4D3C-8B4A-{self._digest()[8:20].upper()}@{self.address.rpartition('@')[2]}>"

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        if quoted is None:
            return words + "\n", ""
        return f"{words}\n\n> On 2. Mar 2026, at 09:00, {quoted['From']} wrote:\n> \n{quote(text_of(quoted))}\n", ""


class References(Apple):
    """Thunderbird, mutt and all that go by the references alone (RFC 5256 §3, without its fallback)."""

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later)


class Phone(Apple):
    """Mail on the iPhone: a line of its own under the words."""

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        text, _ = super().body(words + "\n\nSent from my iPhone", quoted)
        return text.replace("> On 2. Mar 2026, at 09:00,", "> On 2 Mar 2026, at 9:00 AM,"), ""


class Qq(MailProgram):
    """QQ Mail and Foxmail as most people use them: the references are gone."""

    reply_prefix = "回复："
    keeps_references = False

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later) or base_subject(earlier) == base_subject(later)

    def answer_subject(self, subject: str) -> str:
        return subject if subject.startswith(self.reply_prefix) else self.reply_prefix + subject

    def message_id(self) -> str:
        return f"<tencent_{self._digest()[:40].upper()}@qq.com>"

    def body(self, words: str, quoted: EmailMessage | None) -> tuple[str, str]:
        if quoted is None:
            return words + "\n", f"<div>{lines_of(words)}</div>\n"
        rule = "------------------&nbsp;原始邮件&nbsp;------------------"
        block = f'<div>发件人: "{html.escape(parseaddr(str(quoted["From"]))[0])}" &lt;{parseaddr(str(quoted["From"]))[1]}&gt;;</div><div>发送时间: 2026年3月2日(星期一) 上午9:00</div><div>收件人: &lt;{self.address}&gt;;</div><div>主题: {html.escape(str(quoted["Subject"]))}</div>'
        markup = (
            f'<div>{lines_of(words)}</div><div><br></div><div style="font-size:12px;padding:2px 0">{rule}</div>{block}<div>{markup_of(quoted)}</div>'
        )
        text = f"{words}\n\n\n------------------ 原始邮件 ------------------\n发件人: {quoted['From']};\n发送时间: 2026年3月2日(星期一) 上午9:00\n收件人: {self.address};\n主题: {quoted['Subject']}\n\n{text_of(quoted)}"
        return text + "\n", markup + "\n"


class Foxmail(Qq):
    """Foxmail and newer QQ: the references are there, and then it goes by them alone."""

    keeps_references = True

    def together(self, earlier: EmailMessage, later: EmailMessage) -> bool:
        return refer(earlier, later)


# -- what threads go by


def ids_of(mail: EmailMessage, *names: str) -> list[str]:
    return [found for name in names for found in re.findall(r"<[^<>\s]+>", str(mail[name] or ""))]


def refer(earlier: EmailMessage, later: EmailMessage) -> bool:
    """Whether the later mail names the earlier one, or both name a third."""
    seen = {*ids_of(earlier, "Message-ID", "In-Reply-To", "References")}
    return bool(seen.intersection(ids_of(later, "In-Reply-To", "References")))


_BLOB, _PREFIX = re.compile(r"\[[^\[\]]*\]\s*"), re.compile(r"(?:re|fwd?|回复|回覆|转发)\s*(?:\[[^\[\]]*\]\s*)?[:：]\s*", re.IGNORECASE)


def base_subject(mail: EmailMessage) -> str:
    """RFC 5256 §2.1 with the prefixes of QQ."""
    return _stripped(str(mail["Subject"] or ""), (_PREFIX, _BLOB))


def bare_subject(mail: EmailMessage) -> str:
    return _stripped(str(mail["Subject"] or ""), (_PREFIX,))


def _stripped(subject: str, patterns: Iterable[re.Pattern[str]]) -> str:
    text, before = " ".join(subject.split()), ""
    while text != before:
        before = text
        for pattern in patterns:
            found = pattern.match(text)
            if found and found.end() < len(text):
                text = text[found.end() :]
    return text.casefold()


def index_of(mail: EmailMessage) -> bytes:
    return b64decode(str(mail["Thread-Index"] or ""))


def topic_of(mail: EmailMessage) -> str:
    return str(mail["Thread-Topic"] or outlook_topic(str(mail["Subject"] or "")))


def outlook_topic(subject: str) -> str:
    return re.sub(r"\A[^\W\d]{1,3}: ", "", subject)


# -- what answers are made of


def quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def lines_of(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").rstrip() if part else ""


def markup_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    if part is None:
        return f"<pre>{html.escape(text_of(mail))}</pre>"
    inside = re.search(r"<body[^>]*>(.*)</body>", str(part.get_content()), re.DOTALL)
    return (inside[1] if inside else str(part.get_content())).strip()


def _part(kind: str, content: str) -> str:
    coded = b64encode(content.encode()).decode()
    lines = "\n".join(coded[at : at + 76] for at in range(0, len(coded), 76))
    return f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{lines}\n"

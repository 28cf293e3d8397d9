"""What the marks on a message mean, in the words an agent reads in a notification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maildesk.ticket import AWAY_UNTIL

_ENGLISH: Mapping[str, str] = {
    "third-party": "the sender is not on this ticket and came by a link in one of our letters; your answer does not go there",
    "unproven": "nothing proves who wrote it",
    "sender-unclear": "the sender's address cannot be read without doubt",
    "msgid-collision": "another mail with the same Message-ID came before",
    "junk": "the spam filter takes it for junk",
    "robot": "a program wrote it",
    "report": "a mail system reports on one of our letters",
    "unbelieved": "it speaks of mail that never left for that address, so it is not believed",
    "written-down": "a colleague wrote it down; the customer sent no mail",
    "too-many-parts": "it has more parts than are read; the rest is kept",
    "too-deep": "its parts are nested deeper than is read; the rest is kept",
    "too-many-headers": "it has more headers than are read",
    "header-too-long": "one of its headers is longer than is read",
    "too-many-addresses": "it names more addresses than are read",
    "ambiguous-headers": "a header that must be there once is there twice",
}
_CHINESE: Mapping[str, str] = {
    "third-party": "发件人不在本工单中，是通过我们信件中的地址写来的；您的回复不会发给对方",
    "unproven": "无法证实发件人身份",
    "sender-unclear": "发件人地址不明确",
    "msgid-collision": "此前已有相同 Message-ID 的邮件",
    "junk": "垃圾邮件过滤器认为这是垃圾邮件",
    "robot": "由程序自动发出",
    "report": "邮件系统对我们信件的报告",
    "unbelieved": "所说的邮件从未发往该地址，因此不予采信",
    "written-down": "由同事代为记录，客户并未来信",
    "too-many-parts": "邮件的部分过多，未全部读取，原件已保留",
    "too-deep": "邮件嵌套过深，未全部读取，原件已保留",
    "too-many-headers": "邮件头过多",
    "header-too-long": "某个邮件头过长",
    "too-many-addresses": "地址过多",
    "ambiguous-headers": "只应出现一次的邮件头出现了两次",
}
_WORDS = {"en": _ENGLISH, "zh_CN": _CHINESE}


def warnings_of(flags: Iterable[str], language: str) -> str:
    """The warnings of a message in one line; a mark without words of its own stands for itself."""
    words = _WORDS.get(language, _ENGLISH)
    return ("；" if language == "zh_CN" else "; ").join(words.get(flag, flag) for flag in flags if not flag.startswith(AWAY_UNTIL))

"""Which words name a verb in a mail: the verb table's own, the short forms, and those of other languages."""

from __future__ import annotations

import difflib
import unicodedata

from maildesk.changes import Change
from maildesk.verbs import ALIASES, SHORT_FORMS

# English always works beside them.
LOCALIZED_VERBS = {
    "关闭": "close",
    "打开": "open",
    "分配": "assign",
    "取消分配": "unassign",
    "接手": "take",
    "备注": "note",
    "回复": "reply",
    "优先级": "priority",
    "标签": "tag",
    "去标签": "untag",
    "主题": "subject",
    "等待": "wait",
    "状态": "status",
    "抄送": "cc",
    "客户": "customer",
    "链接": "link",
    "合并": "merge",
    "通知": "notify",
    "设置": "set",
    "垃圾": "junk",
    "垃圾邮件": "junk",
    "非垃圾": "notjunk",
    "非垃圾邮件": "notjunk",
}
LOCALIZED_SHORT_FORMS = {"低": "low", "普通": "normal", "高": "high", "紧急": "urgent"}


def folded(word: str) -> str:
    """A word in the form it is looked up by: case, width and accents' encoding do not matter."""
    return unicodedata.normalize("NFKC", word).casefold()


def verb_named(word: str) -> str | None:
    """The verb a word stands for, None where it is no verb."""
    return ALIASES.get(folded(word)) or LOCALIZED_VERBS.get(folded(word))


def short_form(word: str) -> Change | None:
    """The change a word stands for all by itself (`high`)."""
    return SHORT_FORMS.get(LOCALIZED_SHORT_FORMS.get(folded(word), folded(word)))


def is_command_word(word: str) -> bool:
    return verb_named(word) is not None or short_form(word) is not None


def nearest_words(word: str) -> tuple[str, ...]:
    """What a misspelt word may have meant, the nearest first."""
    known = (*ALIASES, *SHORT_FORMS, *LOCALIZED_VERBS, *LOCALIZED_SHORT_FORMS)
    return tuple(f"#{near}" for near in difflib.get_close_matches(folded(word)[:60], known, n=3, cutoff=0.5))

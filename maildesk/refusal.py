"""What the answer of a mail server means: the reason it gives, of a small closed set, and whether the address itself is dead."""

from __future__ import annotations

import re

from maildesk.language import N_

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")  # RFC 3463

# Reason, the enhanced status it stands for, phrases. The first that matches is taken.
REASONS = (
    ("mailbox-full", "5.2.2", r"""mailbox (?:\S+ )?(?:is |has )?(?:full|exceed)|mailbox.{0,30}full|over ?quota|quota (?:\S+ )?(?:exceeded|reached|violation)|exceed(?:s|ed|ing)?.{0,30}(?:quota|storage|mailbox size|allocated)|out of (?:disk )?(?:quota|space)|disk quota|insufficient (?:disk|system)? ?storage
        |not enough (?:disk |storage )?space|full mailbox|boîte .{0,40}pleine|buzón .{0,30}lleno|casella .{0,30}piena|caixa (?:de correio|postal) .{0,20}cheia|postvak .{0,20}vol|skrzynk.{0,30}pełna|(?:schránka|složka) .{0,20}pln|ящик .{0,30}переполн|переполнен|空间已?满|已满|空間已滿|夾已滿|용량|사서함이 (?:꽉|가득)|mailbox size limit|storage limit|too many messages? in|邮箱(?:空间)?已?满|容量|メールボックスがいっぱい|postfach.{0,20}voll|inbox full|over the maximum"""),
    ("message-too-large", "5.3.4", r"message (?:size |is |was )?(?:too (?:large|big|long)|exceeds|larger)|size (?:limit|of .{0,30}exceed)|exceeds? .{0,30}(?:message size|size limit|maximum size|fixed maximum)|too (?:large|big) (?:message|to)|max(?:imum)? message size|message file too big"),
    ("user-unknown", "5.1.1", r"""(?:user|recipient|address|mailbox|account|addressee|destinatario|person|customer|member|name|alias|id)s?\W.{0,50}?(?:unknown|not (?:found|known|exist|listed|recognized|recognised|valid|here|registered|available)|n'existe|does ?n[o']t (?:exist|have)|doesn'?t have|invalid|non existent|nonexistent|no longer|unavailable|rejected|inexistente|desconocid|undeliverable)
        |(?:unknown|invalid|no such|bad|nonexistent|non-existent|illegal|not a valid|unrecognized|not our) (?:local )?(?:user|recipient|address|mailbox|account|addressee|local|person|destination|alias|name|rcpt|customer|e-?mail)|not listed in|no mailbox here|no such|user not |doesn'?t have (?:a|an) .{0,40}account
        |does not (?:exist|have an account)|couldn'?t be found|was ?n[o']t found at|name is not recogni[sz]ed|nicht (?:vorhanden|gefunden|bekannt)|existiert nicht|n'existe pas|introuvable|no existe|no se encontró|non esiste|non è stato trovato|não existe|não (?:foi )?encontrad|bestaat niet|niet gevonden|findes ikke|finns inte|ei löydy|nie (?:istnieje|znaleziono|ma takiego)|neexistuje|nenalezen|nem létezik|nem található|nu există|δεν υπάρχει|bulunamadı|не удалось найти|не знайдено|такого пользователя|не існує|không tồn tại|tidak ditemukan|找不到|查无此|無此|无此用户|존재하지 않|찾을 수 없|宛先不明|ご利用になっておりません|unrouteable address|unknown to|用户不存在|收件人不存在|不存在|存在しません|宛先が不明|見つかりませんでした|нет такого|не существует|не найден|unbekannt|inconnu|sconosciut|desconhecid|no account|isn'?t (?:a|listed)|not a known|can'?t find|has no .{0,20}mailbox|recipient (?:address )?rejected"""),
    ("user-disabled", "5.2.1", r"(?:account|mailbox|user|address|recipient).{0,40}(?:disabled|suspended|inactive|deactivated|expired|locked|closed|blocked|discontinued|not active|terminated|been deleted)|(?:disabled|inactive|suspended|deactivated) (?:account|mailbox|user|address)"),
    ("host-unknown", "5.1.2", r"(?:host|domain|server|mx).{0,40}(?:unknown|not found|does not exist|doesn'?t exist|cannot be (?:found|resolved)|couldn'?t be found|lookup fail|not resolve|no mx|non-?existent|nonexistent)|mx records? point|non-existent hosts?|域名.{0,10}(?:不存在|错误)|(?:unknown|no such|invalid|bad) (?:mail )?(?:host|domain)|couldn'?t find any host|name or service not known|nxdomain|dns (?:error|fail)|illegal host|bad destination"),
    ("relay-denied", "5.7.1", r"relay(?:ing)? (?:is )?(?:access )?(?:denied|not (?:allowed|permitted)|prohibited)|not (?:permitted|allowed) to relay|unable to relay|we do(?:n'?t| not) relay"),
    ("spam", "5.7.1", r"spam|bulk e?mail|junk mail|blacklist|black ?list|block ?list|blocked (?:by|using|for)|unsolicited|spamhaus|\brbl\b|reputation|content (?:filter|rejected)|virus|policy (?:reason|violation)|垃圾邮件"),
    ("policy", "5.7.1", r"(?:access|permission|message|mail|sender|transaction).{0,30}(?:denied|rejected|refused|not (?:allowed|accepted|authorized))|not authori[sz]ed|administrative(?:ly)? prohibit|not accepting (?:mail|messages) from|envelope blocked|拒绝|拒收|rejected by|refused by|dmarc|\bspf\b|authentication (?:required|fail)|prohibit"),
    ("expired", "4.4.7", r"(?:retry|delivery|queue|message).{0,30}(?:time ?out|timed out|expired|too long)|been in the queue too long|giving up on|expired|couldn'?t be delivered for|not (?:been )?delivered (?:with)?in|unable to deliver .{0,40}(?:days|hours)"),
    ("network", "4.4.1", r"(?:connection|connect).{0,40}(?:timed out|refused|lost|dropped|reset|fail|unable)|could ?n[o']t (?:connect|establish)|no route to host|could not connect|econnrefused|连接.{0,12}(?:超时|失败)|接続できません|연결.{0,10}(?:실패|시간)|network (?:is )?(?:error|unreachable)|host (?:is )?(?:down|unreachable|not reachable)|unable to connect|not respond|no answer"),
    ("loop", "5.4.6", r"(?:mail|forwarding|message|routing) ?loop|too many hops|hop count|loops? back to"),
    ("mailbox-unavailable", "5.2.0", r"mailbox (?:is )?(?:currently )?unavailable|mailbox not (?:available|accessible)|temporarily (?:unavailable|deferred|rejected|disabled)|try again later|greylist|too many (?:connections|recipients|messages)|system (?:error|problem)|service unavailable"),
)  # fmt: skip


def compiled(text: str) -> re.Pattern[str]:
    """A table's text as one pattern; line ends in it are only for the reader."""
    return re.compile(re.sub(r"\n\s*", "", text), re.IGNORECASE)


REASON_TABLE = tuple((reason, status, compiled(text)) for reason, status, text in REASONS)
# Reasons that an enhanced status says by itself (RFC 3463 §3).
REASON_OF_STATUS = {
    "1.1": "user-unknown", "1.0": "user-unknown", "1.2": "host-unknown", "1.3": "user-unknown", "1.6": "user-unknown", "1.10": "user-unknown", "2.0": "mailbox-unavailable",
    "2.1": "user-disabled", "2.2": "mailbox-full", "2.3": "message-too-large", "3.4": "message-too-large", "4.1": "network", "4.2": "network", "4.4": "host-unknown", "4.6": "loop", "4.7": "expired",
    "7.1": "policy", "7.26": "policy",
}  # fmt: skip

# The closed set in words a person reads.
REASON_WORDS = {
    "mailbox-full": N_("the mailbox is full"),
    "message-too-large": N_("the letter is too big for it"),
    "user-unknown": N_("there is no such address"),
    "user-disabled": N_("the address is closed"),
    "host-unknown": N_("its mail server does not exist"),
    "relay-denied": N_("a mail server on the way takes no mail for it"),
    "spam": N_("it was taken for spam"),
    "policy": N_("the mail server there does not accept it"),
    "expired": N_("it could not be delivered in time"),
    "network": N_("the mail server there could not be reached"),
    "loop": N_("it went round in circles"),
    "mailbox-unavailable": N_("the mailbox could not be used"),
    "complaint": N_("whoever reads it marked our mail as spam"),
    "unknown": N_("no reason was given"),
}
# Statuses of the address itself (RFC 3463 §3.2, RFC 7505): no such mailbox or host, moved, takes no mail, disabled. 5.1.7 and 5.1.8 are about the sender.
_DEAD_STATUS = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
_DEAD_REASONS = frozenset({"user-unknown", "user-disabled", "host-unknown"})
_ANY_ADDRESS = frozenset({"", "0.0", "1.0"})  # statuses that leave it to the words
_NOT_THE_ADDRESS = frozenset({"spam", "policy", "relay-denied", "loop", "message-too-large", "mailbox-full"})


def reason_of(words: str) -> tuple[str, str]:
    """The reason some words give and the status it stands for; where their lines were broken does not matter."""
    words = " ".join(words.split())
    return next(((reason, status) for reason, status, pattern in REASON_TABLE if pattern.search(words)), ("unknown", ""))


def is_dead(status: str, reason: str) -> bool:
    """Whether a permanent failure says that no mail to the address will ever arrive: the address is wrong, not the letter, its sender or the day."""
    if status and status[0] != "5":
        return False
    detail = status[2:]
    return reason in _DEAD_REASONS if detail in _ANY_ADDRESS else detail in _DEAD_STATUS and reason not in _NOT_THE_ADDRESS


def refusal_of(answer: str) -> tuple[str, str, bool]:
    """Status, reason and deadness of a relay's 5xx answer to a letter; of one that speaks of the sender nothing is said about the recipient."""
    words = answer.partition(" ")[2]
    found = STATUS.search(words)
    reason, _ = reason_of(words)
    status = found[0] if found else ""
    if reason == "unknown" and found:
        reason = REASON_OF_STATUS.get(status[2:], "unknown")
    return status, reason, "sender" not in words.lower() and is_dead(status, reason)

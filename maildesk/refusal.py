"""What the answer of a mail server means: the reason it gives, of a small closed set, and whether the address itself is dead."""

from __future__ import annotations

import re

from maildesk.language import N_

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")  # RFC 3463

# Reason, the enhanced status it stands for, phrases. The first that matches is taken.
REASONS = (
    ("mailbox-unavailable", "5.2.0", r"gr[ae]y ?-?list"),
    # Of the sender's address and the way it takes, none says anything about whoever was written to.
    ("policy", "5.1.8", r"sender(?:'s)? (?:e-?mail )?(?:address|domain) (?:\S+ ){0,2}(?:rejected|denied|does not exist|not found|unknown\b|invalid|refused)|sender (?:rejected|denied|verify|verification)|(?:domain|address) of (?:the )?sender|bad outbound sender|client host rejected: cannot find|reverse (?:dns|hostname)|\bptr\b|\brdns\b"),
    ("rate-limited", "5.7.28", r"""rate.?limit|(?:unusual|excessive|high|at a|sending) (?:\S+ )?rate\b|too (?:many|much) (?:\S+ ){0,2}(?:connections|sessions|messages?|mails?|e-?mails?|requests|spams?)\b(?! in\b)|too (?:quickly|fast)\b|(?:frequency|volume|sessions?|connections?) (?:is |was |has been )?(?:limit|exceed)|(?:sending|receiv\w+|send|hourly|daily) (?:\S+ ){0,2}(?:limit|threshold|quota)
        |(?:limit|many|much|exceed\w*|maximum|threshold).{0,60}(?:this|per|an|one) (?:hour|day|minute)\b|per (?:hour|day|minute)\b.{0,30}(?:limit|threshold|exceed)|unexpected volume|temporarily deferred due to|throttl|(?:频率|频繁|頻率|頻繁)|超过.{0,8}(?:发送|收信)(?:限制|上限)"""),
    ("loop", "5.4.6", r"(?:mail|forwarding|message|routing) ?loop|too many hops|hop count|loops? back to"),
    ("mailbox-full", "5.2.2", r"""mailbox (?:\S+ )?(?:is |has )?(?:full|exceed)|mailbox.{0,30}full|over ?(?:the |its |his |her |their )?(?:disk )?quota|quota (?:\S+ )?(?:exceeded|reached|violation)|exceed(?:s|ed|ing)?.{0,30}(?:quota|storage|mailbox size|allocated)|out of (?:disk )?(?:quota|space)|disk quota|insufficient (?:disk|system)? ?storage
        |not enough (?:disk |storage )?space|full mailbox|boîte .{0,40}pleine|buzón .{0,30}lleno|casella .{0,30}piena|caixa (?:de correio|postal) .{0,20}cheia|postvak .{0,20}vol|skrzynk.{0,30}pełna|(?:schránka|složka) .{0,20}pln|ящик .{0,30}переполн|переполнен|空间已?满|已满|空間已滿|夾已滿|용량|사서함이 (?:꽉|가득)|mailbox size limit|storage limit|too many messages? in|邮箱(?:空间)?已?满|容量|メールボックスがいっぱい|postfach.{0,20}voll|inbox full|over the maximum|boîte .{0,40}saturée|quota dépassé|speicherplatz|(?:brev|post)låda.{0,20}full|postkasse.{0,20}(?:fuld|full)|postboks.{0,20}full
        |postilaatikko.{0,20}täynnä|postafiók.{0,20}(?:megtelt|tele)|(?:cutia|căsuța) .{0,20}plin|kutusu .{0,20}dolu|γραμματοκιβώτι.{0,30}(?:πλήρ|γεμάτ)|תיבה? .{0,20}מלאה|ممتلئ|กล่อง.{0,30}เต็ม|hộp thư .{0,20}đầy|(?:kotak|peti) .{0,20}penuh|скринька .{0,20}переповнен|кутия .{0,20}пълна"""),
    ("message-too-large", "5.3.4", r"message (?:size |is |was )?(?:too (?:large|big|long)|exceeds|larger)|size (?:limit|of .{0,30}exceed)|exceeds? .{0,30}(?:message size|size limit|maximum size|fixed maximum)|too (?:large|big) (?:message|to)|max(?:imum)? message size|message file too big|zu groß|trop (?:volumineux|gros)|demasiado grande|troppo grande|muito grande|te groot|zbyt duż|för stort|for stor\b|příliš velk|túl nagy|слишком больш|превыша.{0,30}размер|大小超过|大小超過|邮件太大|郵件過大|サイズ.{0,15}(?:超|大き)|크기.{0,10}초과"),
    ("host-unknown", "5.1.2", r"(?:no such|unknown|invalid|bad|non-?existent) (?:mail )?(?:domain|host)|no (?:mx|mx or a|a|address|dns)(?: records?)? (?:found )?for|(?:host|domain)(?: or domain)?(?: name)?:? (?:\S+ )?(?:was )?(?:not found|does ?n[o']t exist|unknown\b|(?:can ?not|could ?n[o']t) be (?:found|resolved))|name service error for|nxdomain|null ?mx|(?:does not|doesn't|never) accepts? (?:any )?mail|dns domain|domain name .{0,60}(?:not .{0,20}registered|does not exist)|unrouteable mail domain|no route found to (?:domain|server)|no mail hosts? for"),
    ("user-unknown", "5.1.1", r"""(?:user|recipient|address|mailbox|account|addressee|destinatario|person|customer|member|subscriber|name|alias|(?<!\w)(?:user)?id(?!=))s?\W.{0,50}?(?:unknown|not (?:found|known|exist|listed|recognized|recognised|valid|here|registered|available)|n'existe|does ?n[o']t (?:exist|have)|doesn'?t have|invalid|non existent|nonexistent|no longer|(?<!service )unavailable|inexistente|desconocid|undeliverable)
        |(?:unknown|invalid|no such|bad|nonexistent|non-existent|illegal|not a valid|unrecognized|not our) (?:local )?(?:user|recipient|address|mailbox|account|addressee|local|person|destination|alias|name|rcpt|customer|subscriber|e-?mail)|no valid recipients?|invalid (?:\S+ ){1,3}userid|not listed in|ne figure pas|n[oã]o? (?:figura|consta)|steht nicht im|staat niet in|no mailbox here|no such|user not |doesn'?t have (?:a|an) .{0,40}account
        |does not (?:exist|have an account)|couldn'?t be found|was ?n[o']t found at|name is not recogni[sz]ed|nicht (?:vorhanden|gefunden|bekannt)|existiert nicht|n'existe pas|introuvable|no existe|no se encontró|non esiste|non è stato trovato|não existe|não (?:foi )?encontrad|bestaat niet|niet gevonden|findes ikke|finns inte|ei löydy|nie (?:istnieje|znaleziono|ma takiego)|neexistuje|nenalezen|nem létezik|nem található|nu există|δεν υπάρχει|bulunamadı|не удалось найти|не знайдено|такого пользователя|не існує|không tồn tại|tidak ditemukan|找不到|查无此|無此|无此用户|존재하지 않|찾을 수 없|宛先不明|ご利用になっておりません|unrouteable address|unknown to|用户不存在|收件人不存在|不存在|存在しません|宛先が不明|見つかりませんでした|нет такого|не существует|не найден|unbekannt|inconnu|sconosciut|desconhecid|no account|isn'?t (?:a|listed)|not a known|can'?t find|has no .{0,20}mailbox|recipient address rejected: access denied|do(?:es|s)?n'?t exist|inexistente?|inexistant|(?:kein|nicht) .{0,20}(?:postfach|verzeichnis|aufgeführt)|finnes ikke|ei ole (?:olemassa|organisaatio)|hesab.{0,40} yok|kayıtlı değil|存在しない|非存在|δεν βρέθηκε|nepostoji|ne postoji|не постоји|не съществува|neeksistē|neegzistuoja|ei eksisteeri|ekki til|no existeix|ez da existitzen|غير موجود|לא קיים|לא נמצא|لا يوجد|وجود ندارد|ไม่พบ|ไม่มีอยู่|không tìm thấy|tidak dikenal|मौजूद नहीं"""),
    ("user-disabled", "5.2.1", r"(?:account|mailbox|user|address|recipient).{0,40}(?:disabled|suspended|inactive|deactivated|expired|\blocked|closed|discontinued|not active|terminated|been deleted)|(?:disabled|inactive|suspended|deactivated) (?:account|mailbox|user|address)|(?:account|mailbox|user)\W(?:\S+ ){0,4}blocked(?! (?:by|using|for|due|because|from))"),
    ("host-unknown", "5.1.2", r"(?:host|domain|server|mx).{0,40}(?:unknown|not found|does not exist|doesn'?t exist|cannot be (?:found|resolved)|couldn'?t be found|lookup fail|not resolve|no mx|non-?existent|nonexistent)|mx records? point|non-existent hosts?|域名.{0,10}(?:不存在|错误)|(?:unknown|no such|invalid|bad) (?:mail )?(?:host|domain)|couldn'?t find any host|name or service not known|nxdomain|dns (?:error|fail)|illegal host|bad destination"),
    ("relay-denied", "5.7.1", r"relay(?:ing)? (?:is )?(?:access )?(?:denied|not (?:allowed|permitted)|prohibited)|not (?:permitted|allowed) to relay|unable to relay|we do(?:n'?t| not) relay|rcpthosts|relaying mail to"),
    ("spam", "5.7.1", r"spam|dt:sp|mi:sp|:blocked\)|\bblocked ?[-–:] ?see|spam|bulk e?mail|junk mail|banned (?:sending |sender )?(?:ip|sender)|(?:\bip\b.{0,30}|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\]? )(?:is |has been )?(?:blocked|listed|banned)|rbl\b|uribl|dnsbl|blacklist|black ?list|block ?list|blocked (?:by|using|for)(?! (?:\S+ ){0,2}polic)|unsolicited|spamhaus|reputation|content (?:filter|rejected)|virus|спам|迷惑メール|스팸|indésirable|垃圾邮件"),
    ("policy", "5.7.1", r"(?:access|permission|message|mail|sender|transaction).{0,30}(?:denied|rejected|refused|not (?:allowed|accepted|authorized))|not authori[sz]ed|administrative(?:ly)? prohibit|not accepting (?:mail|messages) from|envelope blocked|拒绝|拒收|rejected by|(?<!connection )refused by|dmarc|\bspf\b|authentication (?:required|fail)|prohibit|anti-?spoof|policy (?:reason|violation)|(?:rejected|refused|denied|blocked|due to|violates?)\W{0,3}(?:(?:by|for|because of|under) )?(?:\S+ ){0,3}polic(?:y|ies)|\bbanned\b"),
    ("expired", "4.4.7", r"(?:retry|delivery|queue|message).{0,30}(?:time ?out|timed out|expired|too long)|been in the queue too long|giving up after|failed (?:after )?\d+ (?:delivery )?(?:attempts|times|tries)|expired|could ?n[o']t be delivered for \d|not (?:been )?delivered (?:with)?in|unable to deliver .{0,40}(?:days|hours)"),
    ("network", "4.4.1", r"(?:connection|connect).{0,40}(?:timed out|refused|lost|dropped|reset|fail|unable)|could ?n[o']t (?:connect|establish)|no route to host|could not connect|accept (?:our requests|requests|a request) to connect|econnrefused|连接.{0,12}(?:超时|失败)|接続できません|연결.{0,10}(?:실패|시간)|network (?:is )?(?:error|unreachable)|host (?:is )?(?:down|unreachable|not reachable)|unable to connect|not respond|no (?:answer|response)"),
    ("mailbox-unavailable", "5.2.0", r"mailbox (?:is )?(?:currently )?unavailable|mailbox not (?:available|accessible)|temporarily (?:unavailable|deferred|rejected|disabled)|try again later|greylist|too many recipients|going down|shutting down|maintenance|service not available|system (?:error|problem)|service unavailable"),
    ("user-unknown", "5.1.1", r"(?:recipient|address|mailbox|user|account)s?\W.{0,50}?rejected"),
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
# What the rest of a subject comes to, where a detail is in no table (RFC 3463 §2); 5.1.5, 5.1.7 and 5.1.8 speak of no recipient's address that is wrong.
_REASON_OF_SUBJECT = {"1": "user-unknown", "2": "mailbox-unavailable", "4": "network", "7": "policy"}
_NO_RECIPIENT = frozenset({"1.5", "1.7", "1.8"})

# The closed set in words a person reads.
REASON_WORDS = {
    "mailbox-full": N_("the mailbox is full"),
    "message-too-large": N_("the letter is too big for it"),
    "user-unknown": N_("there is no such address"),
    "user-disabled": N_("the address is closed"),
    "host-unknown": N_("its mail server does not exist"),
    "rate-limited": N_("the mail server there takes no more mails for now"),
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
_NOT_THE_ADDRESS = frozenset({"spam", "rate-limited", "policy", "relay-denied", "loop", "message-too-large", "mailbox-full"})


def reason_of(words: str) -> tuple[str, str]:
    """The reason some words give and the status it stands for; where their lines were broken does not matter."""
    words = " ".join(words.split())
    return next(((reason, status) for reason, status, pattern in REASON_TABLE if pattern.search(words)), ("unknown", ""))


def reason_of_status(status: str) -> str:
    """What an enhanced status says by itself; of a detail that nobody knows its subject tells."""
    detail = status[2:]
    known = "unknown" if detail in _NO_RECIPIENT else _REASON_OF_SUBJECT.get(detail.partition(".")[0], "unknown")
    return REASON_OF_STATUS.get(detail, known)


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
        reason = reason_of_status(status)
    return status, reason, "sender" not in words.lower() and is_dead(status, reason)

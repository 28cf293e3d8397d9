"""The prose of mail servers about mail they could not deliver, as data: phrases, reasons and the status each one stands for."""

from __future__ import annotations

import re

# Subjects of reports; matched anywhere in the subject, in lower case.
SUBJECTS = """undeliver|returned mail|return(?:ed)? to sender|mail delivery fail|delivery fail|failure notice|delivery status notification|delivery notification|delivery report|mail system error
|could not be delivered|couldn't be delivered|not delivered|non.?delivery|nondelivery|non remis|mail delivery system|mail delivery problem|delivery problem|delivery error|mail failure|failed mail
|message status|error sending|error delivering|unzustellbar|zustellung fehlgeschlagen|nicht zustellbar|übermittlungsstatus|zustellstatus|échec de la remise|échec de livraison|non distribué|notification d'état
|non remise|no se puede entregar|no entregado|devuelto|error de entrega|não entregue|nao entregue|falha na entrega|falha de entrega|mancata consegna|impossibile recapitare|onbestelbaar|niet bezorgd|olevererbart
|kunne ikke leveres|kan inte levereras|ikke leveret|toimittaminen epäonnistui|niedostarczon|nie można dostarczyć|nedoručitelné|nedoručiteľné|kézbesíthetetlen|недоставлен|не доставлен|возврат|невозможно доставить
|teslim edilemedi|退信|系统退信|無法投遞|无法投递|投递失败|未能送达|未传递|配信不能|配信できません|送信できません|エラーメール|반송|배달되지|전송 실패|delivery delayed|delayed mail|delayed delivery
|warning: could not send|warning: message|still not delivered|message delayed|delivery has been delayed|could not send message|user unknown|unknown user|delivery incomplete|bounced mail|bounced message|mdaemon notification|processing error|returned mail|mail returned|mail failed|mail error|returning to sender|delivery warning|delivery has failed|smtp server: errors|message refused|rejected mail"""

# What a report says in its text; matched in the first part of it.
PHRASES = r"""this is the qmail-send program|this message was created automatically by (?:the )?mail (?:delivery|system|transfer)|this is the mail (?:delivery|system|transfer)|this is the postfix (?:program|mail)
|i'?m sorry to have to inform you|could not be delivered|has been returned|is being returned|being returned to you|cannot find|couldn'?t be delivered|was not delivered|were not delivered|cannot be delivered|can ?not be delivered|can'?t be delivered|unable to deliver|not able to deliver
|wasn'?t able to deliver|undeliverable|undelivered|could not deliver|couldn'?t deliver|did not reach the following|delivery to the following|delivery has failed|delivery failed|failed to deliver
|failed permanently|permanent(?:,)? (?:fatal )?error|had permanent fatal errors|fatal errors|delivery attempt|could not be reached|returned to (?:the )?sender|returning (?:the|your) message|message you sent
|your (?:message|mail|e-?mail) (?:could|was|has|to|cannot|can)|following (?:addresses|address|recipients|recipient|recipient\(s\)|address\(es\)|destination|problem|error)|user unknown|unknown user|no such user|not a valid user|mailbox (?:is )?full|over ?quota|mailbox unavailable|failed (?:addresses|recipients?)|no valid recipients|has been postponed
|unrouteable|does not exist|doesn'?t exist|not listed in|konnte nicht (?:zugestellt|zugeleitet)|kann nicht zugestellt|n'a pas pu être|no pudo ser|não pôde ser|non è stato possibile|не (?:может быть|был[ао]? )доставлен|не удалось доставить
|无法投递|無法投遞|无法送达|退回|退信|投递失败|配信でき|配送でき|届けることができ|전송하지 못|배달할 수 없|delayed|still being retried|will (?:be )?retr|reason for (?:the )?(?:failure|return|bounce)|error(?:s)? occurred"""

# Where the notice ends and the mail it gives back begins.
RETURNED = r"""[-=*_> ]*(?:below this line is a copy|this is a copy of|copy of (?:the|your) message|original message (?:follows|header|text|headers)|the original message|original mail|unsent message|message header follows|message headers? follow|start of returned
|returned message|undelivered message|your (?:original )?message (?:follows|reads)|text of (?:the |your )?(?:original )?message|the message (?:contents|headers?) (?:follow|that)|header(?:s)? of (?:the|your) (?:original )?message|here is (?:a|your) (?:copy|returned)
|included is a copy|attached (?:is|to) (?:a copy|this)|message contents? follows?|original message|message returned|forwarded message|begin message|body of message|исходное сообщение|----- message|第.{0,4}原始邮件)"""

# Phrases of a delay: it is still being tried.
DELAYED = r"""(?:has|have) (?:been|not) (?:delayed|yet been delivered)|not yet been delivered|still (?:being )?(?:retr|try)|will (?:continue to |keep )?(?:be )?retr(?:y|ied)|delayed mail|delivery (?:is |has been )?delayed|has been postponed|attempts will continue|will continue to try|no action is required on your part
|warning[- ]message only|this is (?:only )?a warning|you do not need to resend|not need to resend|temporary (?:failure|problem|error)s? .{0,60}(?:retr|again)|verzögert|retardé"""

# Reason, the enhanced status it stands for, phrases. The first that matches is taken.
REASONS = (
    ("mailbox-full", "5.2.2", r"""mailbox (?:\S+ )?(?:is |has )?(?:full|exceed)|mailbox.{0,30}full|over ?quota|quota (?:\S+ )?(?:exceeded|reached|violation)|exceed(?:s|ed|ing)?.{0,30}(?:quota|storage|mailbox size|allocated)|out of (?:disk )?(?:quota|space)|disk quota|insufficient (?:disk|system)? ?storage
        |not enough (?:disk |storage )?space|full mailbox|too many messages? in|邮箱(?:空间)?已?满|容量|メールボックスがいっぱい|postfach.{0,20}voll|inbox full|over the maximum"""),
    ("message-too-large", "5.3.4", r"message (?:size |is |was )?(?:too (?:large|big|long)|exceeds|larger)|size (?:limit|of .{0,30}exceed)|exceeds? .{0,30}(?:message size|size limit|maximum size|fixed maximum)|too (?:large|big) (?:message|to)|max(?:imum)? message size|message file too big"),
    ("user-unknown", "5.1.1", r"""(?:user|recipient|address|mailbox|account|addressee|destinatario|person|customer|member|name|alias|id)s?\W.{0,50}?(?:unknown|not (?:found|known|exist|listed|recognized|recognised|valid|here|registered|available)|n'existe|does ?n[o']t (?:exist|have)|doesn'?t have|invalid|non existent|nonexistent|no longer|unavailable|rejected|inexistente|desconocid|undeliverable)
        |(?:unknown|invalid|no such|bad|nonexistent|non-existent|illegal|not a valid|unrecognized|not our) (?:local )?(?:user|recipient|address|mailbox|account|addressee|local|person|destination|alias|name|rcpt|customer|e-?mail)|not listed in|no mailbox here|no such|user not |doesn'?t have (?:a|an) .{0,40}account
        |does not (?:exist|have an account)|unrouteable address|unknown to|用户不存在|收件人不存在|不存在|存在しません|宛先が不明|見つかりませんでした|нет такого|не существует|не найден|unbekannt|inconnu|sconosciut|desconhecid|no account|isn'?t (?:a|listed)|not a known|can'?t find|has no .{0,20}mailbox|recipient (?:address )?rejected"""),
    ("user-disabled", "5.2.1", r"(?:account|mailbox|user|address|recipient).{0,40}(?:disabled|suspended|inactive|deactivated|expired|locked|closed|blocked|discontinued|not active|terminated|been deleted)|(?:disabled|inactive|suspended|deactivated) (?:account|mailbox|user|address)"),
    ("host-unknown", "5.1.2", r"(?:host|domain|server|mx).{0,40}(?:unknown|not found|does not exist|doesn'?t exist|cannot be (?:found|resolved)|couldn'?t be found|lookup fail|not resolve|no mx|non existent|nonexistent)|(?:unknown|no such|invalid|bad) (?:mail )?(?:host|domain)|couldn'?t find any host|name or service not known|nxdomain|dns (?:error|fail)|illegal host|bad destination"),
    ("relay-denied", "5.7.1", r"relay(?:ing)? (?:is )?(?:access )?(?:denied|not (?:allowed|permitted)|prohibited)|not (?:permitted|allowed) to relay|unable to relay|we do(?:n'?t| not) relay"),
    ("spam", "5.7.1", r"spam|blacklist|black ?list|block ?list|blocked (?:by|using|for)|unsolicited|spamhaus|\brbl\b|reputation|content (?:filter|rejected)|virus|policy (?:reason|violation)|垃圾邮件"),
    ("policy", "5.7.1", r"(?:access|permission|message|mail|sender|transaction).{0,30}(?:denied|rejected|refused|not (?:allowed|accepted|authorized))|not authori[sz]ed|administrative(?:ly)? prohibit|rejected by|refused by|dmarc|\bspf\b|authentication (?:required|fail)|prohibit"),
    ("expired", "4.4.7", r"(?:retry|delivery|queue|message).{0,30}(?:time ?out|timed out|expired|too long)|been in the queue too long|giving up on|expired|couldn'?t be delivered for|not (?:been )?delivered (?:with)?in|unable to deliver .{0,40}(?:days|hours)"),
    ("network", "4.4.1", r"(?:connection|connect).{0,40}(?:timed out|refused|lost|dropped|reset|fail|unable)|could ?n[o']t (?:connect|establish)|no route to host|network (?:is )?(?:error|unreachable)|host (?:is )?(?:down|unreachable|not reachable)|unable to connect|not respond|no answer"),
    ("loop", "5.4.6", r"(?:mail|forwarding|message|routing) ?loop|too many hops|hop count|loops? back to"),
    ("mailbox-unavailable", "5.2.0", r"mailbox (?:is )?(?:currently )?unavailable|mailbox not (?:available|accessible)|temporarily (?:unavailable|deferred|rejected|disabled)|try again later|greylist|too many (?:connections|recipients|messages)|system (?:error|problem)|service unavailable"),
)  # fmt: skip


def compiled(text: str) -> re.Pattern[str]:
    """A table's text as one pattern; line ends in it are only for the reader."""
    return re.compile(re.sub(r"\n\s*", "", text), re.IGNORECASE)


SUBJECT, PHRASE, RETURNED_COPY, DELAY = compiled(SUBJECTS), compiled(PHRASES), compiled(RETURNED), compiled(DELAYED)
REASON_TABLE = tuple((reason, status, compiled(text)) for reason, status, text in REASONS)
# Reasons that an enhanced status says by itself (RFC 3463 §3).
REASON_OF_STATUS = {
    "1.1": "user-unknown", "1.0": "user-unknown", "1.2": "host-unknown", "1.3": "user-unknown", "1.6": "user-unknown", "1.10": "user-unknown", "2.0": "mailbox-unavailable",
    "2.1": "user-disabled", "2.2": "mailbox-full", "2.3": "message-too-large", "3.4": "message-too-large", "4.1": "network", "4.2": "network", "4.4": "host-unknown", "4.6": "loop", "4.7": "expired",
    "7.1": "policy", "7.26": "policy",
}  # fmt: skip

"""The prose of mail servers about mail they could not deliver, as data: what a report says in its subject and text."""

from __future__ import annotations

from maildesk.refusal import compiled

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

SUBJECT, PHRASE, RETURNED_COPY, DELAY = compiled(SUBJECTS), compiled(PHRASES), compiled(RETURNED), compiled(DELAYED)

"""The prose of mail servers about mail they could not deliver, as data: what a report says in its subject and text."""

from __future__ import annotations

from maildesk.refusal import compiled

# Subjects of reports; matched anywhere in the subject, in lower case.
SUBJECTS = r"""undeliver|returned mail|return(?:ed)? to sender|mail delivery fail|delivery fail|failure notice|delivery status notification|delivery notification|delivery report|mail system error
|could not be delivered|couldn't be delivered|not delivered|non.?delivery|nondelivery|non remis|mail delivery system|mail delivery problem|delivery problem|delivery error|mail failure|failed mail
|message status|error sending|error delivering|unzustellbar|zustellung fehlgeschlagen|nicht zustellbar|übermittlungsstatus|zustellstatus|échec de la remise|échec de livraison|non distribué|notification d'état
|non remise|no se puede entregar|no entregado|devuelto|error de entrega|não entregue|nao entregue|falha na entrega|falha de entrega|mancata consegna|impossibile recapitare|onbestelbaar|niet bezorgd|olevererbart
|kunne ikke leveres|kan inte levereras|ikke leveret|toimittaminen epäonnistui|niedostarczon|nie można dostarczyć|nedoručitelné|nedoručiteľné|kézbesíthetetlen|недоставлен|не доставлен|возврат|невозможно доставить
|teslim edilemedi|退信|系统退信|無法投遞|无法投递|投递失败|未能送达|未送[达達]|未传递|未傳遞|配信不能|配信できません|送信できません|エラーメール|반송|배달되지|전송 실패|delivery delayed|delayed mail|delayed delivery
|warning: could not send|warning: message|still not delivered|message delayed|delivery has been delayed|could not send message|user unknown|unknown user|delivery incomplete|bounced mail|bounced message|mdaemon notification|processing error|returned mail|mail returned|mail failed|mail error|delivery status\.|delivered: |return receipt|successful mail delivery|systems? bounce|delivery has failed|can(?:no|')t be delivered|blocked by our .{0,20}filter|email delivery
|nicht zugestellt|konnte nicht gesendet|non distribu|non recapitabil|mancato recapito|impossibile consegnare|no se (?:ha )?pud[oe] entregar|no (?:ha podido|pudo) ser entregado|não (?:foi|é) possível entregar|não entreg|kan niet worden bezorgd|niet afgeleverd
|kan ikke leveres|går inte att leverera|kunde inte levereras|ei voi(?:tu)? toimittaa|nie dostarczono|nie udało się dostarczyć|nedoručen|nelze doručit|nepodařilo se doručit|nemožno doručiť|nem kézbesíthető|nem sikerült (?:el)?kézbesíteni|imposibil de livrat|nu (?:a putut fi|se poate) livra
|δεν (?:είναι δυνατή η παράδοση|παραδόθηκε)|μη παραδοτέο|teslim edilem|iletilem|не удается доставить|не удалось доставить|не может быть доставлен|сбой доставки|не вдалося доставити|недоставлен|не може да (?:се достави|бъде доставен)|nije moguće isporučiti|neisporuč|ni mogoče dostaviti|nedostavljiv
|kättetoimetamat|nevar piegādāt|nepristatyt|לא ניתן למסירה|לא נמסר|غير قابل للتسليم|تعذر تسليم|تعذر التسليم|ไม่สามารถส่ง|không thể (?:gửi|chuyển)|tidak (?:dapat )?terkirim|gagal (?:dikirim|terkirim)|無法傳遞|投递延迟|延迟通知|전송되지 않|전송에 실패|배달할 수 없|送信エラー|配送エラー|配信エラー|届きませんでした|returning to sender|delivery warning|delivery has failed|smtp server: errors|message refused|rejected mail|loop alert|mail loop|sending your mail"""

# What a report says in its text; matched in the first part of it.
PHRASES = r"""this is the qmail-send program|this message was created automatically by (?:the )?mail (?:delivery|system|transfer)|this is the mail (?:delivery|system|transfer)|this is the postfix (?:program|mail)
|i'?m sorry to have to inform you|could not be delivered|has been returned|is being returned|being returned to you|cannot find|couldn'?t be delivered|was not delivered|were not delivered|cannot be delivered|can ?not be delivered|can'?t be delivered|unable to deliver|not able to deliver
|wasn'?t able to deliver|undeliverable|undelivered|could not deliver|couldn'?t deliver|did not reach the following|deliver(?:y|ed) to the following|delivery has failed|delivery failed|failed to deliver
|failed permanently|permanent(?:,)? (?:fatal )?error|had permanent fatal errors|fatal errors|delivery attempt|error delivering|could not be reached|returned to (?:the )?sender|returning (?:the|your) message|message you sent
|your (?:message|mail|e-?mail) (?:could|was|has|to|cannot|can)|following (?:addresses|address|recipients|recipient|recipient\(s\)|address\(es\)|destination|problem|error)|user unknown|unknown user|no such user|not a valid user|mailbox (?:is )?full|over ?quota|mailbox unavailable|failed (?:addresses|recipients?)|no valid recipients|has been postponed
|unrouteable|does not exist|doesn'?t exist|not listed in|konnte nicht (?:zugestellt|zugeleitet)|kann nicht zugestellt|n'a pas pu être|no pudo ser|não pôde ser|non è stato possibile|не (?:может быть|был[ао]? )доставлен|не удалось доставить
|无法投递|無法投遞|无法送达|退回|退信|投递失败|配信でき|配送でき|届けることができ|전송하지 못|배달할 수 없|delayed|still being retried|will (?:be )?retr|reason for (?:the )?(?:failure|return|bounce)|error(?:s)? (?:has |have )?occurred|has not been delivered|not accepting mail from|mail loop|recipients? was rejected by
|nicht zugestellt werden|nicht erreicht|nachrichtenzustellung|konnte .{0,60}nicht (?:zugestellt|übermittelt)|échec de la (?:remise|distribution|livraison)|n'est pas parvenu|n'a pas (?:pu être|été) (?:remis|distribué|délivré)|impossible d'atteindre|error (?:de|al) entrega|no se pudo entregar|no ha sido entregado
|impossibile recapitare|impossibile consegnare|non è stato (?:recapitato|consegnato)|não foi (?:possível entregar|entregue)|falha na entrega|bezorging .{0,80}mislukt|niet (?:worden )?(?:bezorgd|afgeleverd)|kunne ikke leveres|levering(?:en)? .{0,40}mislyk|kunde inte levereras|gick inte att leverera|toimitta(?:minen|a) .{0,60}(?:epäonnistu|ei voi)|ei voitu toimittaa
|nie (?:mogła|mógł|może) (?:zostać|być) dostarczon|nie udało się dostarczyć|nie została dostarczona|(?:nepodařilo|nelze|nebylo možné) .{0,20}doručit|doručení .{0,40}selhalo|(?:nepodarilo|nemožno) .{0,20}doručiť|nem (?:sikerült|lehet) .{0,20}kézbesíteni|kézbesítés .{0,40}(?:sikertelen|nem sikerült)|nu a putut fi livrat|livrarea .{0,40}eșuat|η παράδοση .{0,40}απέτυχε|δεν (?:ήταν δυνατή|παραδόθηκε)
|teslim edilem|iletilemedi|сбой доставки|не (?:удается|удалось|смогли) доставить|не доставлено|не вдалося доставити|не може бути доставлен|не може да бъде доставен|nije moguće isporučiti|isporuka .{0,40}nije uspjela|ni mogoče dostaviti|dostava .{0,40}ni uspela
|המסירה .{0,40}נכשלה|לא נמסר|فشل (?:تسليم|التسليم)|تعذر (?:تسليم|التسليم)|ไม่สามารถส่ง|การส่ง.{0,20}ล้มเหลว|không thể (?:gửi|chuyển)|gửi .{0,40}thất bại|tidak dapat (?:dikirim|terkirim)|gagal (?:dikirim|terkirim)|未能(?:送达|发送|投递|向)|(?:没有|沒有|未)(?:到达|送达|到達|送達)|[无無]法(?:联系|聯絡|連絡|寄送)|发送失败|被退回|傳遞失敗|無法傳遞|無法送達
|配信に失敗|送信できませんでした|届きませんでした|配送(?:に失敗|でき)|전송되지 않|전송에 실패|배달하지 못|배달되지 않"""

# Where the notice ends and the mail it gives back begins.
RETURNED = r"""[-=*_> ]*(?:below this line is a copy|this is a copy of|copy of (?:the|your) message|original message (?:follows|header|text|headers)|the original message(?! was received)|original mail|unsent message|message header follows|message headers? follow|start of returned
|returned message|undelivered message|your (?:original )?message (?:follows|reads)|text of (?:the |your )?(?:original )?message|the message (?:contents|headers?) (?:follow|that)|header(?:s)? of (?:the|your) (?:original )?message|here is (?:a|your) (?:copy|returned)
|included is a copy|attached (?:is|to) (?:a copy|this)|message contents? follows?|original message|message returned|forwarded message|begin message|body of message|исходное сообщение|----- message|第.{0,4}原始邮件)"""

# Phrases of a delay: it is still being tried.
DELAYED = r"""(?:has|have) (?:been|not) (?:delayed|yet been delivered)|not yet been delivered|still (?:being )?(?:retr|try)|will (?:continue to |keep )?(?:be )?retr(?:y|ied)|delayed mail|(?:delivery|message) (?:is |has been )?delayed|has been postponed|attempts will continue|will (?:continue to )?try to deliver|will continue to try|no action is required on your part
|warning[- ]message only|this is (?:only )?a warning|you do not need to resend|not need to resend|warning message only|will keep trying|transient non-?fatal|message delayed|delivery (?:will )?continue|wird (?:weiterhin|weiter) versucht|sera (?:à nouveau )?(?:tentée|retenté)|継続して|再送(?:を|し)|배달이 지연|다시 시도|(?:继续|将会?|系统会)(?:尝试|重试|重新投递|继续)|无需重新发送|投递延迟|(?:будут|будет) (?:продолжены|повторен)|задерж|temporary (?:failure|problem|error)s? .{0,60}(?:retr|again)|verzögert|retardé"""

# Phrases of a mail that has arrived; matched where nothing in the notice tells of a failure.
DELIVERY = r"""success(?:ful|fully)? (?:delivery|delivered|relayed)|successfully delivered|was successful|has been (?:successfully )?(?:delivered|relayed)|relayed to (?:the )?(?:following|non-dsn)|return receipt|erfolgreich zugestellt|wurde zugestellt|a (?:bien )?été (?:remis|distribué)|se ha entregado|ha sido entregado
|è stato (?:recapitato|consegnato)|foi entregue|is bezorgd|ble levert|har levererats|została dostarczona|bylo? doručen|успешно доставлен|было доставлено|已成功(?:送达|投递|发送)|正常に(?:配信|送信)|배달되었습니다"""

SUBJECT, PHRASE, RETURNED_COPY = compiled(SUBJECTS), compiled(PHRASES), compiled(RETURNED)
DELAY, ARRIVED = compiled(DELAYED), compiled(DELIVERY)

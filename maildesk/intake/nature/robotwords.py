"""Words by which answering machines are known where their headers say nothing, by language; matched at the start of a subject.

A phrase that ends in a colon is an everyday word: it counts only in what is shaped like an answer, where a colon, a
bracket or the end of the subject follows it.
"""

from __future__ import annotations

from maildesk.refusal import compiled

OUT_OF_OFFICE_SUBJECTS = {
    "en": (
        "out of office",
        "out of the office",
        "out-of-office",
        "ooo:",
        "i am out of office",
        "i am out of the office",
        "i am currently out of",
        "i'm out of office",
        "i'm out of the office",
        "i'm currently out of",
        "away from the office",
        "on vacation",
        "vacation reply",
        "vacation response",
        "vacation:",
        "on holiday",
        "i'm on holiday",
        "absence notice",
        "on leave",
        "on annual leave",
        "on parental leave",
        "away notice",
        "away:",
        "i am away",
        "i'm away",
        "i am currently away",
        "maternity leave",
    ),
    "de": (
        "abwesenheitsnotiz",
        "abwesenheitsmeldung",
        "abwesenheitsbenachrichtigung",
        "abwesenheit:",
        "automatische abwesenheit",
        "ich bin nicht im büro",
        "nicht im büro",
        "nicht im haus",
        "urlaub:",
        "urlaubsabwesenheit",
        "abwesend:",
        "außer haus",
        "bin im urlaub",
    ),
    "fr": (
        "absence du bureau",
        "absent du bureau",
        "absent(e) du bureau",
        "message d'absence",
        "notification d'absence",
        "avis d'absence",
        "réponse d'absence",
        "en congé:",
        "absence:",
        "absent:",
        "je suis absent",
        "je suis en congé",
    ),
    "es": ("fuera de la oficina", "fuera de oficina", "ausencia:", "ausente:", "ausente de la oficina", "estoy de vacaciones", "de vacaciones:"),
    "pt": (
        "fora do escritório",
        "ausência temporária",
        "ausência do escritório",
        "ausente:",
        "ausente do escritório",
        "aviso de ausência",
        "de férias:",
    ),
    "it": ("fuori sede", "fuori ufficio", "assenza dall'ufficio", "assente dall'ufficio", "assente:", "in ferie:"),
    "ca": ("fora de l'oficina",),
    "nl": ("afwezig:", "afwezigheid:", "afwezigheidsmelding", "afwezigheidsbericht", "niet aanwezig", "buiten kantoor", "ik ben afwezig"),
    "da": ("fraværsmeddelelse", "fraværsbesked", "ikke til stede", "ferie:"),
    "sv": ("frånvaromeddelande", "frånvaro:", "frånvarande:", "inte på kontoret", "ej på kontoret", "på semester:"),
    "nb": ("fraværsmelding", "fravær:", "ikke på kontoret", "utenfor kontoret"),
    "fi": ("poissa:", "poissa toimistolta", "poissaoloilmoitus", "olen poissa", "lomalla:", "olen lomalla", "en ole toimistolla"),
    "et": ("kontorist väljas", "puhkusel:"),
    "lv": ("ārpus biroja", "prombūtnē:"),
    "lt": ("ne biure", "nesu biure"),
    "pl": ("nieobecność w", "nieobecność:", "poza biurem", "jestem poza biurem", "nieobecny:", "nieobecna:"),
    "cs": ("mimo kancelář", "nepřítomnost v", "nepřítomnost:", "jsem mimo kancelář"),
    "sk": ("mimo kancelárie", "neprítomnosť:"),
    "hu": ("házon kívül", "távollét:", "irodán kívül"),
    "ro": ("în afara biroului", "absent de la birou"),
    "hr": ("izvan ureda", "odsutan:"),
    "sr": ("ван канцеларије", "van kancelarije"),
    "sl": ("odsoten:", "odsotna:", "odsotnost:", "izven pisarne"),
    "bg": ("извън офиса", "отсъствие:"),
    "ru": ("вне офиса", "отсутствую", "нет на месте", "нет на рабочем месте", "я в отпуске", "в отпуске:", "не в офисе", "уведомление об отсутствии"),
    "uk": ("не в офісі", "поза офісом", "у відпустці:", "відсутній:"),
    "tr": ("ofis dışında", "işyeri dışında", "ofiste değilim"),
    "el": ("εκτός γραφείου",),
    "zh": ("外出:", "外出通知", "外出自动回复", "不在办公室", "不在辦公室", "休假:", "休假中", "休假通知", "出差中"),
    "ja": ("不在:", "不在通知", "不在のお知らせ", "休暇:", "休暇中", "外出中"),
    "ko": ("부재중:", "부재 중:", "부재 중 알림", "부재중 알림", "부재중 응답", "외출 중", "휴가 중", "휴가:"),
    "ar": ("خارج المكتب",),
    "he": ("מחוץ למשרד", "לא במשרד"),
    "fa": ("خارج از دفتر",),
    "th": ("ไม่อยู่ที่สำนักงาน", "ไม่อยู่ที่ทำงาน"),
    "vi": ("vắng mặt:", "không có mặt tại văn phòng"),
    "id": ("di luar kantor",),
    "sq": ("jashtë zyre", "jashtë zyrës"),
    "ka": ("ოფისში არ ვარ",),
    "ga": ("as an oifig", "as láthair ón oifig"),
    "cy": ("allan o'r swyddfa",),
    "af": ("uit die kantoor", "uit kantoor"),
    "be": ("не ў офісе",),
    "az": ("ofisdən kənarda",),
}

AUTO_REPLY_SUBJECTS = {
    "en": (
        "out of office autoreply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "automatic reply",
        "auto response",
        "auto-response",
        "autoresponse",
        "automated reply",
        "automated response",
        "automatic response",
        "automatically generated",
        "automated message",
        "request received:",
        "ticket received:",
        "auto:",
    ),
    "de": (
        "automatische antwort",
        "auto-antwort",
        "autoantwort",
        "automatische rückmeldung",
        "automatische eingangsbestätigung",
        "automatisch generiert",
        "eingangsbestätigung:",
        "empfangsbestätigung:",
    ),
    "fr": ("réponse automatique", "reponse automatique", "réponse auto", "accusé de réception:", "accuse de reception:"),
    "es": ("respuesta automática", "respuesta automatica", "autorespuesta", "autorrespuesta", "acuse de recibo:"),
    "pt": ("resposta automática", "resposta automatica", "confirmação de recebimento:", "aviso de recepção:"),
    "it": ("risposta automatica", "conferma di ricezione:"),
    "ca": ("resposta automàtica",),
    "gl": ("resposta automática",),
    "eu": ("erantzun automatikoa",),
    "nl": ("automatisch antwoord", "automatische reactie", "automatische beantwoording", "ontvangstbevestiging:"),
    "da, nb, sv": ("automatisk svar", "autosvar", "automatiskt svar"),
    "is": ("sjálfvirkt svar",),
    "fi": ("automaattinen vastaus",),
    "et": ("automaatvastus", "automaatne vastus"),
    "lv": ("automātiskā atbilde", "automātiska atbilde"),
    "lt": ("automatinis atsakymas",),
    "pl": ("automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź"),
    "cs": ("automatická odpověď",),
    "sk": ("automatická odpoveď",),
    "sl": ("samodejni odgovor", "avtomatski odgovor"),
    "hr": ("automatski odgovor",),
    "sr": ("аутоматски одговор",),
    "mk": ("автоматски одговор",),
    "hu": ("automatikus válasz",),
    "ro": ("răspuns automat", "raspuns automat"),
    "bg": ("автоматичен отговор",),
    "ru": ("автоматический ответ", "автоответ", "автоответчик", "автоматическое уведомление", "подтверждение получения:"),
    "uk": ("автоматична відповідь", "автовідповідь"),
    "tr": ("otomatik yanıt", "otomatik cevap"),
    "el": ("αυτόματη απάντηση",),
    "zh": ("自动回复", "自动答复", "系统自动回复", "已收到您的邮件:", "自動回覆", "自動回復", "自动回覆"),
    "ja": ("自動返信", "自動応答", "自動返信メール", "自動配信"),
    "ko": ("자동 회신", "자동회신", "자동 응답", "자동응답", "자동발신", "자동 발신"),
    "th": ("ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ"),
    "vi": ("trả lời tự động", "tự động trả lời"),
    "id, ms": ("balasan otomatis", "balasan automatik", "jawaban otomatis"),
    "ar": ("رد تلقائي", "الرد التلقائي"),
    "he": ("תשובה אוטומטית", "מענה אוטומטי"),
    "fa": ("پاسخ خودکار",),
    "hi": ("स्वचालित उत्तर", "स्वचालित जवाब"),
    "sq": ("përgjigje automatike",),
    "ka": ("ავტომატური პასუხი",),
    "hy": ("ավտոմատ պատասխան",),
    "az, uz": ("avtomatik cavab", "avtomatik javob"),
    "kk": ("автоматты жауап",),
    "be": ("аўтаматычны адказ",),
    "ga": ("freagra uathoibríoch",),
    "cy": ("ateb awtomatig",),
    "mt": ("tweġiba awtomatika",),
    "lb": ("automatesch äntwert",),
    "af": ("outomatiese antwoord",),
    "sw": ("jibu la kiotomatiki", "jibu otomatiki"),
    "bn": ("স্বয়ংক্রিয় উত্তর", "স্বয়ংক্রিয় জবাব"),
    "ta": ("தானியங்கு பதில்",),
    "ur": ("خودکار جواب",),
}

# What an answering machine says of a person who is away, anywhere in what it writes; people speak of holidays too.
_AWAY = r"""out of (?:the )?office|(?:on|from) (?:annual |parental |sick |maternity )?(?:leave|vacation|holiday)|(?:be|am|i'm|currently) away|abwesen|(?:im|in) urlaub|nicht (?:im (?:büro|haus)|da\b|erreichbar)|außer haus|absen(?:ce|t)|en congés?|en vacances|fuera de (?:la )?oficina|de vacaciones|ausente|ausência|ausencia|de férias
|fora do escritório|fora de l'oficina|de vacances|de vacacións|bulegotik kanpo|oporretan|in ferie|fuori (?:sede|ufficio)|assen(?:te|za)|vakantie|afwezig|(?:på|har|holder) (?:\w+ )?ferie|fravær|semester|frånvar|í fríi|fjarverandi|í orlofi|lomalla|poissa|urlop|nieobecn|poza biurem|dovolen|nepřítomn|mimo kancel|neprítomn
|szabadság|házon kívül|távol vagyok|concediu|godišnj|odmoru|годишњ|одмор|odsoten|odsotn|dopust|отпуск|вне офиса|отсутств|відпуст|відсутн|σε άδεια|με άδεια|απουσι|εκτός γραφείου|διακοπές|izinde|tatilde|puhkus|atvaļinājum|atostog|בחופש|מחוץ למשרד|إجازة|خارج المكتب|مرخصی
|छुट्टी|अवकाश|कार्यालय से बाहर|ลาพักร้อน|ไม่อยู่ที่|nghỉ phép|vắng mặt|sedang cuti|bercuti|di luar kantor|休假|外出|出差|不在办公室|不在|休暇|夏季休業|年末年始|휴가|부재|출장
|me pushime|jashtë zyr|შვებულებ|արձակուրդ|məzuniyyət|демалыста|адпачынк|as (?:an )?oifig|ar saoire|allan o'r swyddfa|ar wyliau|met verlof|likizo|ছুটিতে|விடுமுறை|چھٹی پر
|(?:no|limited|intermittent|restricted|only occasional) access to (?:my )?(?:e-?)?mail|(?:back|again) (?:in|at) (?:the |my )?(?:office|work)|return(?:ing)? to (?:the |my )?(?:office|work)|wieder (?:im büro|im haus|für sie da)|de retour au bureau|vuelvo a la oficina|rientr(?:o|erò) in ufficio|weer (?:aanwezig|op kantoor)
|(?:tilbage|tilbake|tillbaka) på kontoret|wracam do (?:pracy|biura)|вернусь|返回办公室
|\booo\b|\bback (?:on )?(?:the )?\d|\bback on (?:mon|tues|wednes|thurs|fri)day|\bi(?:'ll| will)(?: be)? (?:back|return)|(?:upon|on) my return|\bout (?:un)?till? |closed from|elternzeit|mutterschutz|hab(?:e|en) (?:ich|wir) urlaub|(?:wieder|erst) erreichbar|erreichen (?:sie )?mich wieder|(?:bin|sind) .{0,30}wieder (?:da|im büro|zurück)
|mon retour|(?:serai )?de retour (?:le|lundi)|je reprend|regreso a la oficina|de vuelta el|me reincorpor|no estaré disponible|volveré el|regresaré|retorno ao trabalho|retornarei|estarei de volta|regressarei|voltarei (?:no|em|dia)|tornerò|rientrerò|weer bereikbaar|ben er weer|ben ik weer
|(?:jeg|jag) (?:er|är) (?:tilbage|tilbake|tillbaka|åter|ledig)|(?:træffes|treffes|nås) ig|^åter \d|palaan|tavoitettavissa|budu opět|vrac[íi]m s[ea]|vrát[íi]m s[ea]|będę (?:ponownie |znów )?dostępn|wrócę|leszek elérhető|visszatér|revin la|mă întorc|sunt plecat|ще се върна|връщам се
|выйду на работу|меня не будет|повернуся|мене не буде|επιστρέφω|θα επιστρέψω|θα λείπω|izinliyim|izindeyim|ofis dışında|döneceğim|سأعود|אחזור|לא אהיה במשרד|trở lại làm việc|kembali ke kantor|saya cuti|[将將]?[于於][\d月日号號年]{1,11}(?:[(（].{1,3}[)）])?(?:返回|回来|回來|上班|回到)
|通常業務に戻|出社(?:予定|いたします|します)|\d日(?:\(.\))?に戻|복귀|olen tagasi|puhkan|būšu atpakaļ|atgriezīšos|grįšiu|grįžtu|vraćam se|nazaj v pisarni|враћам се|tornaré"""
AWAY = compiled(_AWAY)

# The word that any text about answering machines holds, whoever wrote it.
_AUTOMATIC = r"""automat|auto-?(?:reply|respon|generated)|αυτόματ|автомат|自动|自動|자동|تلقائي|אוטומטי|خودکار|स्वचालित|อัตโนมัติ|tự động|otomati|sjálfvirk|avtomat|awtomat|uathoibr|outomat|ავტომატ|ավտոմատ|аўтамат|স্বয়ংক্রিয়|தானியங்கு"""
# What a machine says that confirms a mail.
_RECEIVED = r"""do not (?:reply|respond)|no-?reply|not monitored|unattended|thank(?:s| you) for (?:contacting|getting in touch|reaching out|your (?:e-?mail|message|mail|inquiry|enquiry|interest|request))
|(?:we have|we've|has been|have) received|vielen dank für ihre|danke für ihre|(?:nachricht|anfrage|e-?mail|mail) .{0,30}(?:eingegangen|erhalten)|merci (?:de|pour) votre|bien reçu|gracias por (?:contactar|su|tu|escrib)|hemos recibido|obrigad[oa] (?:por|pelo)|recebemos|grazie per|abbiamo ricevuto|bedankt voor|hebben .{0,40}ontvangen|tak for din|takk for|tack för
|kiitos|dziękujemy za|otrzymaliśmy|děkujeme za|köszönjük|mulțumim|благодарим|спасибо за|получено|ваше (?:письмо|обращение)|teşekkür|ευχαριστούμε|已收到|感谢您|感謝您|お問い合わせ.{0,20}ありがとう|受け付け|접수|감사합니다"""
# A machine that says what its own mail is.
_SAYS_SO = rf"""(?:(?:this|here) is|dies(?:e[sr]?)? .{{0,20}}(?:ist|wurde)|ceci est|es(?:to|te) .{{0,20}}(?:es|ha sido)|quest[oa] .{{0,20}}è|est[ae] .{{0,20}}é|dit is|dette er|detta är|to jest|toto je|это|这是|此|これは|이것은|本).{{0,30}}(?:{_AUTOMATIC})"""
ACKNOWLEDGES = compiled(f"{_AUTOMATIC}|{_RECEIVED}")
CONFIRMS = compiled(f"{_SAYS_SO}|{_RECEIVED}")

# A person who wants something.
_ASKS = r"""[?？؟՞]|\b(?:please|can (?:you|anybody|somebody)|could you) help|\bhow (?:do|can) i\b|i (?:can(?:'t|not)|would like)|ich möchte|hätte gern|(?:wie|wo) (?:stelle|kann|finde|schalte|richte) ich|je (?:voudrais|souhaite|ne (?:peux|trouve))|j'aimerais|quisiera|me gustaría|no (?:puedo|encuentro)|gostaria de|não (?:consigo|encontro)|vorrei|non (?:trovo|riesco)|ik wil graag
|ik kan niet|jag vill|jeg vil gerne|haluaisin|chciał(?:bym|abym)|nie (?:mogę|widzę)|nemohu|chtěl(?:a)? bych|szeretn[ée]k|помогите|подскажите|не могу|допоможіть|підкажіть|не можу|yardım|nasıl|θα ήθελα|请问|請問|怎么|怎麼|如何|帮忙|幫忙|教えて|方法を|알려 ?주|어떻게|איך|كيف|چگونه|چطور|ยังไง|อย่างไร|làm (?:sao|thế nào)|bagaimana"""
ASKS = compiled(_ASKS)
# What only a machine says beside a question of its own: thanks for the mail, until when it stands alone, whom to ask meanwhile.
_REFERS = rf"""{_SAYS_SO}|{_RECEIVED}|urgent|emergenc|dringend|eilig|notf[aä]ll|vertretung (?:ist|hat|übernimmt|macht)|urgence|pilne|pilnych|naléhav|sürgős|срочн|терміново|acil|επείγ|紧急|緊急|お急ぎ|急ぎ|급한|긴급|דחוף|عاجل|فوری|ด่วน|khẩn|mendesak|haster|brådskande|kiireell|spoed
|\bi (?:will be|am|'ll be) (?:back|out|away) (?:on|until|till|from)|(?:until|till|through) (?:the )?\d|bis (?:zum|einschlie(?:ß|ss)lich) \d|jusqu'au \d|hasta el \d|fino al \d|até (?:o dia |a |ao )?\d|tot (?:en met )?\d|\bdo \d|до \d|\d日(?:まで|返回|回来)|\d일까지"""
REFERS = compiled(_REFERS)

# Where a subject is an everyday word, a machine says below it something of days, mail, answers or coming back, too.
_DEALS = r"""\d|\be?-?mails?\b|messag|antwort|answer|repl(?:y|ies)|respon|répon|rispond|odpov|odpow|svar|vasta|válasz|răspun|ответ|вернусь|відпов|повернусь|yanıt|cevap|απαντ|回|返|連絡|联系|聯|邮件|郵件|メール|메일|회신|답장|연락|복귀|תשוב|אענה|אחזור|الرد|سأعود|أعود|پاسخ|ตอบ|กลับ|trả lời|quay lại|balas|kembali
|\bback\b|return|zurück|wieder|erreichbar|retour|reviens|rentre|vuelv|volver|regres|torn|rientr|volt|terug|weer|tilba|tillba|åter|palaan|wróc|wracam|dostępn|vrát|zpět|vissza|revin|întorc|връщам|επιστρ|dön|naz?aj|natrag|vrać|grįž|atgriez|tagasi|aftur"""
DEALS = compiled(_DEALS)

# A stranger's spam filter asks the sender to prove to be a person.
_CHALLENGES = r"""confirm (?:your|this) (?:message|e-?mail|mail|address)|confirm that (?:you (?:sent|are a person|are human)|this (?:message|mail|e-?mail) is from you)|prove (?:that )?you(?:'re| are) (?:a |an )?(?:person|human|real|actual)|verify (?:that )?you(?:'re| are) (?:a |an )?(?:person|human|real)|(?:e-?mail|message|mail) requires (?:verification|confirmation|authentication|approval)
|to deliver your (?:message|e-?mail), please|will be delivered (?:once|as soon as|when|after) you|add yourself to (?:my|the|their)|has been waitlisted|(?:sender|address) (?:verification|authentication) (?:required|request|needed)|challenge[/-]response|be added to (?:the|my|our|their) (?:white|allow|safe|approved|guest) ?list|add you to (?:the|my|our|their) (?:white|allow|safe|approved|guest) ?list
|(?:white|allow|safe|approved|guest) ?list(?:ed)? .{0,60}(?:click|reply|follow)|(?:my|the|their|our) list of (?:approved|allowed|accepted|trusted|known) senders|(?:held|waiting) because (?:the|your) address|(?:release|deliver) (?:your|this|the) (?:message|e-?mail|mail),? (?:for delivery, )?please
|not (?:yet )?(?:on|in) (?:my|the|their|our) (?:list of )?(?:white|allow|approved|accepted|known) ?(?:list|senders?)|one[- ]time (?:confirmation|verification|authentication)|approve yourself|authenticate your(?:self| e-?mail| message| mail)
|ihre nachricht wird zugestellt,? sobald|bestätigen sie(?: bitte)?,? dass sie (?:ein mensch|der absender)|damit ihre (?:nachricht|e-?mail) zugestellt|confirmez que vous êtes|merci de vous authentifier|authentification requise|pour que votre (?:message|courriel|mail) soit (?:remis|délivré|distribué)|para confirmar o envio|para que sua mensagem seja entregue|votre message sera (?:remis|délivré|distribué) (?:après|dès|une fois)|confirme que (?:es una persona|usted)|su mensaje será entregado (?:cuando|una vez)|conferm(?:a|i) di essere una persona|confirme que você|bevestig dat u een mens
|подтвердите,? что вы|请确认您的邮件|点击以下链接以完成投递|請確認您的郵件|送信者の?(?:確認|認証)"""
CHALLENGES = compiled(_CHALLENGES)
# Services that do nothing else.
GUARDS = compiled(r"boxbe|spam ?arrest|blue ?bottle|mailblocks|knowspam|tmda|spam ?lion|choicemail")
# That a mail waits until its sender does something.
_HELD_BACK = r"""your (?:original )?(?:e-?mail|message|mail)|deliver|waiting|pending|quarantine|held|inbox|ihre (?:nachricht|e-?mail|mail)|zugestellt|votre (?:message|courriel|mail)|su mensaje|il (?:suo|tuo) messaggio|sua mensagem|uw bericht|ваше (?:письмо|сообщение)|邮件|郵件|メール"""
HELD_BACK = compiled(_HELD_BACK)

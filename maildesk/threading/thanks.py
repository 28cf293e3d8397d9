"""Whether a mail says thank you and nothing else, in thirty languages: what is not known stands for something else."""

from __future__ import annotations

import re
import unicodedata

from maildesk.files import is_proof
from maildesk.mail import ParsedMail
from maildesk.threading.split import split

_LONGEST = 300  # characters of new words; thanks are short
_MOST_LINES = 8
# By language what thanks, then what may stand beside it and asks for nothing. All in small letters, without marks; a blank stands for any blanks.
_THANKS = {
    "en": r"(?:many |thousand |a lot of )?thanks(?: a lot| a million| a bunch| so much| very much| again)*|(?:a big )?thank ?you(?: all| both| guys| so much| very much| again| kindly| and best wishes)*|thx|ty(?:vm)?|much appreciated|(?:i |we )?(?:really )?appreciate (?:it|that|your help)|cheers",
    "de": r"(?:vielen |besten |herzlichen |tausend |ganz |lieben )*dank(?: nochmals| nochmal| noch ?einmal| dafür| an alle| an das team)*|danke(?: schön| sehr| vielmals| dir| ihnen| euch| nochmals| nochmal| dafür)*|dankeschön",
    "fr": r"(?:un grand |grand |mille )?mercis?(?: beaucoup| bien| infiniment| encore| à vous| à tous)*",
    "es": r"(?:muchas |muchísimas |mil )?gracias(?: de nuevo| otra vez| a todos| por todo)*|muy agradecid[oa]s?",
    "ca, gl": r"(?:moltes |moitas )?gr[àa]cies|grazas|moitas grazas",
    "pt": r"(?:muito )?obrigad[oa]s?(?: mesmo| novamente| mais uma vez)*|agradecid[oa]|agradeço",
    "it": r"(?:tante |molte |mille )?grazie(?: mille| infinite| tante| ancora| di nuovo| di tutto)*|ti ringrazio|la ringrazio|vi ringrazio",
    "nl": r"(?:heel |hartelijk |zeer |veel )*(?:bedankt|dank)(?: je wel| u wel| je| u| jullie| nogmaals)*|dankjewel|dankuwel",
    "da, nb, sv": r"(?:mange |tusen |tusind |stort |hjertelig )?ta(?:ck|kk|k)(?: s[åa] mye| s[åa] meget| s[åa] mycket| igen| igjen)*",
    "is": r"(?:kærar |bestu )?þakkir|takk(?: fyrir)?|þakka (?:þér|ykkur)",
    "fi": r"(?:paljon |suuri |suuret |lämmin )?kiito(?:s|ksia|kset)(?: paljon| kovasti| vielä)*",
    "et": r"(?:suur )?(?:suured )?(?:aitäh|tänan|tänud|tänu)",
    "lv, lt": r"(?:liels )?paldies|(?:labai )?(?:ačiū|dėkoju)",
    "pl": r"(?:serdecznie |bardzo |pięknie )*dzięk(?:uję|ujemy|i)(?: bardzo| serdecznie| jeszcze raz| wielkie)*",
    "cs, sk": r"(?:moc |mockrát |velmi |veľmi |pekne )*(?:děkuj(?:i|u|eme)|díky|ďakuje?m?e?|vďaka)(?: moc| mockrát| pekne)*",
    "hu": r"(?:nagyon )?(?:szépen )?köszön(?:öm|jük|i)(?: szépen)?",
    "ro": r"(?:vă )?mulțumes[cm](?: mult| frumos)*|mulțumim(?: mult)?|mersi",
    "hr, sr, sl": r"(?:puno |mnogo )?(?:hvala|хвала)(?: (?:puno|lepa|lijepa|vam|пуно|лепо|вам))*",
    "bg, mk": r"(?:много )?благодар(?:я|им|ам)(?: (?:ви|много))*|(?:много )?мерси",
    "ru": r"(?:огромное |большое |больш[оу]е )?спасибо(?: большое| огромное| вам| за всё| за все| ещё раз| еще раз)*|благодар(?:ю|им)(?: вас)?",
    "uk": r"(?:щиро |дуже )?дякую(?: вам| дуже)*|дякуємо|спасибі",
    "el": r"(?:σ[αε][ςσ]? )?ευχαριστ(?:ώ|ούμε)(?: πολύ| πάρα πολύ)*",
    "tr": r"(?:çok )?teşekkür(?:ler| ederim| ederiz)?(?: çok)?|sağ ?ol(?:un)?",
    "zh": r"(?:非常|十分|太|多)?(?:感谢|感謝|谢谢|謝謝|多谢|多謝|谢了|辛苦)(?:您|你|你们|您们|你們|了|啦|啊|大家|各位)*",
    "ja": r"(?:本当に|誠に|大変|どうも)?(?:ありがとう(?:ございます|ございました)?|有難うございま(?:す|した)|有り難うございま(?:す|した)|感謝(?:します|いたします)|助かりました|お世話になりました)",
    "ko": r"(?:정말 |대단히 )?(?:감사합니다|감사드립니다|고맙습니다|고마워요|감사해요)",
    "ar": r"شكرا(?: (?:جزيلا|لك|لكم|كثيرا))*|شكرًا(?: (?:جزيلاً|لك|لكم))*",
    "he": r"(?:המון )?תודה(?: (?:רבה|לכם|לך|על הכל))*",
    "fa": r"(?:خیلی )?(?:ممنون|متشکرم|سپاسگزارم)(?:م)?",
    "hi": r"(?:बहुत )?(?:बहुत )?धन्यवाद|शुक्रिया",
    "th": r"ขอบคุณ(?:มาก)?(?:ครับ|ค่ะ|คะ)?",
    "vi": r"(?:xin )?(?:chân thành )?cảm ơn(?: (?:bạn|anh|chị|nhiều|rất nhiều|các bạn))*",
    "id, ms": r"terima ?kasih(?: (?:banyak|sekali|atas bantuannya))*|makasih",
}
_BESIDE = {
    "en": r"hi|hello|dear|all|team|support|everyone|guys|for (?:all )?(?:the|your|this|that|all)?(?: (?:quick|fast|prompt|great|kind|excellent|swift|friendly|good|very))* ?(?:help|support|answer|reply|response|assistance|service|information|info|update|effort|time|work|solution|clarification|explanation|feedback)|for (?:letting (?:me|us) know|helping(?: me| us)?|everything|getting back(?: to (?:me|us))?)|and|ok(?:ay)?|great|perfect|excellent|super|awesome|wonderful|brilliant|fantastic|got it|received|noted|(?:it|that|this|everything|all) (?:is |'s |looks )?(?:works?|worked|working|fixed|solved|helped|fine|good|perfect|ok(?:ay)?|great)(?: (?:now|again|fine|perfectly|well|great))*|problem solved|solved|all (?:is )?(?:good|fine|well)(?: now)?|that did it|have a (?:nice|good|great|lovely) (?:day|weekend|evening|week|one)|you too|best (?:wishes|regards)|kind regards|regards|best",
    "de": r"hallo|guten (?:tag|morgen|abend)|liebes team|team|für (?:die|ihre|eure|deine|den|das|alles)(?: (?:schnelle[nr]?|rasche[nr]?|prompte[nr]?|gute[nr]?|freundliche[nr]?|nette[nr]?|tolle[nr]?))* ?(?:hilfe|antwort|unterstützung|rückmeldung|info|information|lösung|mühe|bearbeitung|auskunft|support)?|und|ok|super|prima|toll|perfekt|klasse|klappt(?: wieder| jetzt| nun)*|geht (?:wieder|jetzt|nun)(?: alles)?|wunderbar|bestens|(?:es|das|alles|jetzt|nun) (?:funktioniert|geht|klappt|läuft|passt|hat geklappt|hat geholfen)(?: (?:jetzt|wieder|nun|alles))*|alles (?:gut|klar|bestens)|(?:problem )?(?:gelöst|erledigt)|(?:schönen|schönes) (?:tag|abend|wochenende|feierabend)(?: noch)?|ihnen auch|(?:viele|liebe|beste|schöne|freundliche) (?:grüsse|gruesse)|mit freundlichen (?:grüssen|gruessen)|mfg|lg|vg",
    "fr": r"bonjour|bonsoir|(?:pour|de) (?:votre|vos|ton|ta|l'|cette|la|tout)(?: ?(?:rapide|prompte|bonne|excellente))? ?(?:aide|réponse|retour|réactivité|soutien|information|assistance)?(?: rapide)?|et|ok|parfait|super|génial|c'est (?:parfait|bon|réglé|résolu)|(?:ça|tout|cela) (?:marche|fonctionne)(?: maintenant| à nouveau| bien)*|bonne (?:journée|soirée|fin de journée)|bon week-?end|cordialement|bien à vous",
    "es": r"hola|buen[oa]s (?:días|tardes|noches)|por (?:su|tu|la|el|vuestra|todo)(?: rápida| pronta)? ?(?:ayuda|respuesta|apoyo|información|atención|servicio)?(?: rápida)?|y|ok|perfecto|genial|excelente|(?:ya )?(?:funciona|está resuelto|está solucionado)|un saludo|saludos|buen (?:día|fin de semana)",
    "pt": r"olá|bom dia|boa tarde|boa noite|pel[ao] (?:sua )?(?:ajuda|resposta|apoio|informação|atenção|rápida resposta)|e|ok|perfeito|ótimo|excelente|(?:já )?(?:está|esta) (?:a funcionar|funcionando|resolvido|tudo certo)|cumprimentos|bom fim de semana",
    "it": r"buongiorno|ciao|salve|per (?:il|la|l'|lo|tutto|la vostra|il vostro)? ?(?:aiuto|risposta|supporto|assistenza|informazione|rapida risposta)?|e|ok|perfetto|ottimo|(?:ora )?funziona(?: tutto| ora)*|(?:problema )?risolto|buona (?:giornata|serata)|buon fine settimana|saluti|cordiali saluti",
    "nl": r"hallo|beste|voor (?:je|uw|de|jullie|alles)(?: snelle| goede)? ?(?:hulp|antwoord|reactie|ondersteuning|informatie)?|en|ok|top|prima|perfect|het werkt(?: weer| nu)*|opgelost|fijne (?:dag|avond)|fijn weekend|groeten|groetjes|met vriendelijke groet",
    "da, nb, sv, fi, is": r"hei|hej|for (?:hjelpen|hjælpen|svaret|raskt svar|hurtigt svar)|för (?:hjälpen|svaret|snabbt svar)|avusta|vastauksesta|og|och|ja|ok|flott|fint|perfekt|bra|toppen|det (?:virker|fungerer|fungerar)(?: nå| nu| igen)*|toimii(?: nyt)?|ha en (?:fin|god) (?:dag|dag)|hilsen|mvh|t",
    "pl, cs, sk, hu, ro": r"dzień dobry|za (?:szybką )?(?:pomoc|odpowiedź|pomoc|rychlou odpověď|odpověď)|i|a|ok|super|świetnie|wszystko (?:działa|ok)|działa|dobrý den|funguje|már működik|a segítséget|a gyors választ|pentru (?:ajutor|răspuns)|pozdrawiam|s pozdravem|üdvözlettel",
    "ru, uk, bg, sr": r"здравствуйте|добрый день|добрий день|за (?:помощь|ответ|быстрый ответ|оперативность|оперативный ответ|допомогу|відповідь|помощта|помоћ)|и|та|ок|отлично|супер|вс[её] (?:работает|хорошо|получилось)|все працює|заработало|с уважением|з повагою|хорошего дня",
    "el, tr": r"για (?:τη(?:ν)? )?(?:βοήθεια|απάντηση)|και|yardımınız için|hızlı cevabınız için|iyi günler|iyi çalışmalar|merhaba|sorun çözüldü|çalışıyor",
    "zh": r"您好|你好|好的|好|收到|收到了|已收到|知道了|明白|明白了|没问题|沒問題|(?:问题)?(?:已经|已)?(?:解决|解決)了?(?!し)|可以了|(?:现在)?正常了|(?:您|你|你们)?的?(?:帮助|支持|回复|耐心解答|幫助|回覆)|对|祝好|祝您?(?:工作顺利|生活愉快|周末愉快)|非常好|太好了",
    "ja": r"お世話になっております|(?:ご|お)?(?:対応|返信|返答|回答|連絡|教示|支援|協力)(?:いただきまして|いただき|下さり|くださり|を)?|迅速な|早速の|早速|(?:問題)?解決(?:しました|いたしました)|承知(?:しました|いたしました)|了解(?:しました|です)?|確認(?:しました|いたしました)|よろしくお願い(?:いたします|します)|今後とも|大変",
    "ko": r"안녕하세요|네|빠른 (?:답변|처리)|답변|도움|해결되었습니다|해결됐습니다|확인했습니다|잘 됩니다|도와주셔서|좋은 하루 되세요",
    "ar, he, fa, hi, th, vi, id": r"على (?:المساعدة|الرد|سرعة الرد)|مرحبا|על (?:העזרה|התשובה|המענה המהיר)|שלום|ครับ|ค่ะ|vì (?:đã )?(?:giúp đỡ|hỗ trợ)|atas (?:bantuan|bantuannya|balasannya|jawabannya)|sudah (?:beres|bisa)|baik|आपकी मदद के लिए",
}
_CLOSE = ("zh", "ja", "ko", "th")  # written without blanks between words


def mere_thanks(mail: ParsedMail) -> bool:
    """Whether the new words thank and say nothing else: no question, no file, no word that is not known here."""
    if any(not one.inline and not is_proof(one, mail) for one in mail.attachments) or len(mail.text) > 50 * _LONGEST:
        return False
    told = split(mail)
    lines = [line for line in told.reply.split("\n") if line.strip()]
    if told.forwarded or not lines or len(told.reply) > _LONGEST or len(lines) > _MOST_LINES or re.search(r"[?？؟]|\d", told.reply):
        return False
    return _only_thanks(" ".join(_without_names(lines, mail)))


def _without_names(lines: list[str], mail: ParsedMail) -> list[str]:
    """Without whom a greeting names, and without the writer's own name below."""
    own = set(_plain(f"{mail.from_.name} {mail.from_.address.rpartition('@')[0]}").split()) if mail.from_ else set()
    kept = [_GREETED.sub("", lines[0]), *lines[1:]]
    while len(kept) > 1 and set(_plain(kept[-1]).split()) <= own:
        kept.pop()
    return kept


# “Hi Anna,” – whoever is greeted is no news.
_GREETED = re.compile(
    r"\A\s*(?:(?:hi|hello|dear|hallo|hej|hei|hola|olá|bonjour|ciao|liebe[rs]?|beste|guten (?:tag|morgen)|dzień dobry|merhaba)(?: (?:\w+[.]? ?){1,3})?[,!.:]|[\w. ]{1,30}[您你]好[,，!！]?|\w{1,12}(?:様|さん)[、,]?)",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    """Small letters and blanks: marks, smiles and accents of style say nothing."""
    shown = "".join(one if unicodedata.category(one)[0] in "LM" or one in "'’-" else " " for one in unicodedata.normalize("NFC", text).casefold())
    return " ".join(shown.replace("’", "'").split())


def _pattern(table: dict[str, str]) -> str:
    """Each language's words, whole where it puts blanks between them."""
    parts = []
    for language, words in table.items():
        close = language in _CLOSE
        parts.append(f"(?:{words})" if close else rf"(?<!\w)(?:{words})(?!\w)")
    return "|".join(parts)


_ANY_THANKS = re.compile(_pattern(_THANKS))
_KNOWN = re.compile(f"{_pattern(_THANKS)}|{_pattern(_BESIDE)}")


def _only_thanks(text: str) -> bool:
    words = _plain(text)
    return _ANY_THANKS.search(words) is not None and not _KNOWN.sub(" ", words).strip()

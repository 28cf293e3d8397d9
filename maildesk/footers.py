"""The line a phone or a mail program writes under a mail by itself, or above it: “Sent from my iPhone”."""

from __future__ import annotations

import re

# What stands before the device or program in such a line, and what stands behind it in other languages.
_BEFORE = """sent fra|saadetud minu|nosūtīts no|išsiųsta iš|enviat des d|enviad[oa] (?:via|com|con|dende|desde|de|do|pelo|a partir)|envoyé (?:avec|via|de|depuis|à partir|à l'aide)
|gesendet (?:von|mit|aus|über)|(?=.*gesendet)von meine[mr]|mit freundlichen grüßen (?:gesendet )?von meinem|diese nachricht wurde von meinem|holen sie sich|provenance :
|inviato (?:da|con)|verzonden (?:vanaf|vanuit|met|van)|verstuurd vanaf|sendt fra|skickat från|skickades från|lähetetty
|wysłan[eo] (?:bezpiecznie )?(?:z|przez|za pomocą)|odesláno z|odoslané z|elküldve az?|küldve:|trimis (?:de pe|din)|poslano (?:iz|sa?|z)|послато (?:са|из)|изпратено от
|отправлено (?:с|из)|надіслано з|στάλθηκε από|εστάλη από|נשלח מ|أُ?رسلت? من|مرسل من|تم الإرسال من|تم إرسالها من|ارسال شده از|ส่งจาก|(?:được |đã )?gửi từ
|dikirim dari|dihantar dari|发自|發自|发送自|來自我的|寄自|從我的|从我的|나의|내""".replace("\n", "")
# How languages ask the reader to take the program, too, where the program follows.
_TAKE = """get(?: the)?|télécharger|obtenir|obtener|obter|ottieni|scarica|hent|skaffa|hämta|hanki|hae|pobierz(?: aplikację)?|získat|szerezze be|obține[țt]i|obţineţi|nabavite|скачать|отримати
|вземете|αποκτήστε το|להורדת|קבל את|الحصول على|dapatkan|获取|取得|下载""".replace("\n", "")
_BEHIND = (
    "gesendet", "beziehen", "downloaden", "gönderildi", "edinin", "küldve", "से भेजा गया", "bidalia", "bidalita", "を入手する", "から送信", "を入手", "에서 보냄", "다운로드",
    "ارسال شده",
)  # fmt: skip
_AROUND = " .!*_\u00a0"
_FROM_CHINESE = "(?:从|從|由|我的|使用|用|自).{1,30}(?:傳送|传送|发送|發送|送信)"
_DEVICES = (
    "iphon", "ipad", "ios", "android", "galaxy", "samsung", "huawei", "华为", "xiaomi", "小米", "oppo", "vivo", "pixel",
    "motorola", "nokia", "blackberry", "smartphone", "handy", "mobil", "phone", "手机", "手機", "outlook", "bluemail", "k-9", "mail", "邮件", "郵件", "邮箱", "почт", "e-post", "courrier",
    "spark", "icloud", "yahoo", "portable", "móvil", "celular", "cellulare", "telefon", "téléfon", "telefó", "tablet", "телефон", "τηλέφωνο", "טלפון", "هاتف", "điện thoại", "ponsel",
    "โทรศัพท์", "휴대폰", "갤럭시", "スマートフォン", "スマホ", "device", "gerät", "em client", "tuta", "correo", "mobiel", "мобильн",
)  # fmt: skip
# Begun so, it is one whatever program it names, as long as what follows is a name.
_SENT_FROM = re.compile(
    r"(?:sent (?:securely )?(?:from|with|via|by|using) (?:my |the )?(?=\S)|secured (?:with|by) (?=tuta|proton)|来自\s?(?:我的)?(?=(?:iphone|ipad|foxmail|\S{1,12}邮箱|\S{0,8}手机)\Z)|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z"
    r"|отправлено (?:с|из)|надіслано з|发自(?=.*[a-z])|發自(?=.*[a-z])|.{0,20}から送信|.{1,20}에서 보냄|yahoo mail|(?:sent on the go|sent while mobile|von unterwegs gesendet)\Z)"
)
_LINK = re.compile(r"[<(\[]|https?:")
_SMALL = re.compile(r"\b[^\W\d_]{4,}\b")
# Programs that ask the reader to take them, too, and those that looked for viruses.
_ADVERTISED = re.compile(
    r"(?:descargar?|baix[ea]r?|stáhnout|stiahnuť|preuzmite|prenesite|download|last ned|ladda ned|скачать|скачайте|завантажити|изтеглете|indir|tải) (?:o )?outlook \S{2,5} (?:ios|android|mac)\b\W*(?:<\S+>)?\Z"
    r"|outlook für (?:ios|android) herunterladen\W*(?:<\S+>)?\Z|获取适用于 ?(?:ios|android|mac) ?的 ?outlook\W*\Z"
    r"|(?:使用|通过) ?k-9 mail ?(?:从|发送自|发自)我的.{1,20}\Z|k-9 mail を使用して.{1,20}から送信しました\W*\Z|このメールは.{1,20}から ?k-9 mail ?で送信しています"
    r"|来自网易邮箱\S{0,6}\Z|从企业微信发送\Z"
    r"|(?:virus-free|virenfrei|sans virus|garanti sans virus|libre de virus|livre de vírus|senza virus|virusvrij|virusfri|wolny od wirusów|без вирусов)\W{0,3}\s?www\.\S+"
    r"|(?:this e-?mail has been checked for viruses by|diese e-mail wurde von .{0,40} auf viren geprüft|l'absence de virus dans ce courrier|este (?:correo|e-mail) .{0,30}virus).{0,60}\Z",
    re.IGNORECASE,
)
# A person says something of such a line: “Sent from my iPhone is what stands under my mails.”
_ENDS = (".", "?", "!", ":")
_SAYS_OF_IT = re.compile(
    r"\W{0,2}\w[^.]{8,60}?\s(?:is|was|are|were|should|does|stands|appears|comes|ist|war|steht|soll|erscheint|est|était|es|era|è)\s", re.IGNORECASE
)
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_BEGINS = re.compile(
    rf"(?:{_BEFORE}).{{0,40}}(?:{'|'.join(_DEVICES)})|(?:{_TAKE}) .{{0,6}}(?:outlook|bluemail).{{0,20}}(?:ios|android|mac)|{_FROM_CHINESE}\Z"
)


def is_footer(line: str) -> bool:
    """Whether a device or a program wrote the line: how it begins or ends is asked in small letters, which costs least."""
    line = line.lstrip(_DIRECTIONS)
    low = line.lower()
    sent = _SENT_FROM.match(low)
    said = sent is not None or low.rstrip(_AROUND).endswith(_BEHIND) or _BEGINS.match(low) is not None
    if not said:
        return _ADVERTISED.match(line) is not None
    if line.endswith(_ENDS) and _SAYS_OF_IT.match(line):
        return False
    if any(device in low for device in _DEVICES):
        return True
    return sent is not None and _is_named(line[len(line) - len(low) + sent.end() :])


def _is_named(rest: str) -> bool:
    """Whether a name follows: a person sends “from the factory”, too."""
    return not any(word[0].islower() for word in _SMALL.findall(_LINK.split(rest, maxsplit=1)[0]))

"""The line a phone or a mail program writes under a mail by itself, or above it: “Sent from my iPhone”."""

from __future__ import annotations

import re

# What stands before the device or program in such a line, and what stands behind it in other languages.
_BEFORE = """get (?=outlook|bluemail)|(?:mit freundlichen grüßen )?(?:gesendet )?von meinem|envoyé avec|enviado (?:via|com|dende)|inviato con|skickades från|wysłano z|послато са|εστάλη από|تم إرسالها من|ارسال شده از|saadetud minu
|nosūtīts no|išsiųsta iš|dihantar dari|provenance :|gesendet aus der|gesendet (?:von|mit)|diese nachricht wurde von meinem|holen sie sich|envoyé (?:de|depuis|à partir)|télécharger|obtenir|enviado (?:desde|de|do|a partir)|obtener|obter o|inviato da|ottieni|enviat des d|verzonden (?:vanaf|met|van)|verstuurd vanaf
|sendt fra|hent|skickat från|skaffa|hämta|lähetetty|hanki|wysłane z|pobierz aplikację|odesláno z|odoslané z|získat|elküldve az?|trimis de pe|poslano (?:z|s)|изпратено от|отправлено (?:с|из)|скачать|надіслано з|στάλθηκε από|נשלח מ|أُ?رسلت من|تم الإرسال من|ส่งจาก|đã gửi từ|dikirim dari
|发自|發自|获取|取得|從我的|从我的|나의|내""".replace("\n", "")
_BEHIND = "gesendet|beziehen|downloaden|gönderildi|edinin|küldve|से भेजा गया|bidalia|bidalita|を入手する|から送信|を入手|에서 보냄|다운로드|傳送|传送|发送|送信"
_DEVICES = (
    "iphon", "ipad", "ios", "android", "galaxy", "samsung", "huawei", "华为", "xiaomi", "小米", "oppo", "vivo", "pixel",
    "motorola", "nokia", "smartphone", "handy", "mobil", "phone", "手机", "手機", "outlook", "bluemail", "k-9", "mail", "почт", "e-post", "courrier",
    "spark", "icloud",
)  # fmt: skip
# Begun so, it is one whatever it names.
_SENT_FROM = re.compile(
    r"(?:sent (?:securely )?(?:from|with|via|by|using) (?:my |the )?\S|secured (?:with|by) (?:tuta|proton)|来自\s?(?:我的)?(?:iphone|ipad|foxmail|qq邮箱|\S{0,8}手机)\Z|get outlook for|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z"
    r"|отправлено (?:с|из)|надіслано з|发自|從我的|我的.{1,20}发送|.{0,20}から送信|.{1,20}에서 보냄|yahoo mail)",
    re.IGNORECASE,
)
# Programs that ask the reader to take them, too, and those that looked for viruses.
_ADVERTISED = re.compile(
    r"(?:descargar?|baix[ea]r?|stáhnout|stiahnuť|preuzmite|prenesite|download|last ned|ladda ned|скачать|скачайте|завантажити|изтеглете|indir|tải) (?:o )?outlook \S{2,5} (?:ios|android|mac)\b\W*(?:<\S+>)?\Z"
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
_BESIDE = re.compile(rf"(?:{_BEFORE}).{{0,40}}(?:{'|'.join(_DEVICES)})|.{{0,60}}(?:{_BEHIND})\W*\Z", re.IGNORECASE)


def is_footer(line: str) -> bool:
    """Whether a device or a program wrote the line; whether it names one is asked first, which costs least."""
    line = line.lstrip(_DIRECTIONS)
    if line.endswith(_ENDS) and _SAYS_OF_IT.match(line):
        return False
    low = line.casefold()
    if any(device in low for device in _DEVICES) and _BESIDE.match(line) is not None:
        return True
    return _SENT_FROM.match(line) is not None or _ADVERTISED.match(line) is not None

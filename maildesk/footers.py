"""The line a phone or a mail program writes under a mail by itself, or above it: “Sent from my iPhone”."""

from __future__ import annotations

import re

# What stands before the device or program in such a line, and what stands behind it in other languages.
_BEFORE = """get (?=outlook|bluemail)|von meinem|gesendet (?:von|mit)|diese nachricht wurde von meinem|holen sie sich|envoyé (?:de|depuis|à partir)|télécharger|obtenir|enviado (?:desde|de|do|a partir)|obtener|obter o|inviato da|ottieni|enviat des d|verzonden (?:vanaf|met|van)|verstuurd vanaf
|sendt fra|hent|skickat från|skaffa|hämta|lähetetty|hanki|wysłane z|pobierz aplikację|odesláno z|odoslané z|získat|elküldve az?|trimis de pe|poslano (?:z|s)|изпратено от|отправлено (?:с|из)|скачать|надіслано з|στάλθηκε από|נשלח מ|أُ?رسلت من|تم الإرسال من|ส่งจาก|đã gửi từ|dikirim dari
|发自|發自|获取|取得|從我的|从我的|나의|내""".replace("\n", "")
_BEHIND = "gesendet|beziehen|downloaden|gönderildi|edinin|から送信|を入手|에서 보냄|다운로드|傳送|传送|发送|送信"
_DEVICES = (
    "iphon", "ipad", "ios", "android", "galaxy", "samsung", "huawei", "华为", "xiaomi", "小米", "oppo", "vivo", "pixel",
    "motorola", "nokia", "smartphone", "handy", "mobil", "phone", "手机", "手機", "outlook", "bluemail", "k-9", "mail", "почт",
)  # fmt: skip
# Begun so, it is one whatever it names.
_SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via|by|using) (?:my |the )?\S|get outlook for|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z"
    r"|отправлено (?:с|из)|надіслано з|发自|從我的|我的.{1,20}发送|.{0,20}から送信|.{1,20}에서 보냄|yahoo mail)",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"(?:{_BEFORE}).{{0,40}}(?:{'|'.join(_DEVICES)})|.{{0,60}}(?:{_BEHIND})\W*\Z", re.IGNORECASE)


def is_footer(line: str) -> bool:
    """Whether a device or a program wrote the line; whether it names one is asked first, which costs least."""
    low = line.casefold()
    return _SENT_FROM.match(line) is not None or (any(device in low for device in _DEVICES) and _BESIDE.match(line) is not None)

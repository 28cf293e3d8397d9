"""Text whose charset nobody declared."""

from __future__ import annotations

import pytest

from maildesk.intake.charset.chain import decode
from maildesk.intake.charset.guess import guess

SENTENCES = {
    "cp1251": "Добрый день, принтер опять не работает.",
    "koi8-r": "Добрый день, принтер опять не работает.",
    "mac-cyrillic": "Добрый день, принтер опять не работает. Сделайте что-нибудь.",
    "cp1252": "Der Drucker hört nicht auf, Grüße",
    "iso-8859-1": "L'imprimante ne marche pas, ça a été réparé",
    "cp1250": "Tiskárna zase nefunguje, prosím o pomoc, děkuji, příští týden",
    "iso-8859-2": "Drukarka znowu nie działa, proszę o pomoc, dziękuję, żółw",
    "iso-8859-9": "İyi günler, büyük yazıcı çöktü. Lütfen yardım edin; küçük ve güzel bir çözüm düşünüyoruz, Ağrı'dan Giresun'a.",
    "cp1253": "Καλημέρα, ο εκτυπωτής δεν λειτουργεί",
    "cp1255": "שלום, המדפסת לא עובדת",
    "cp1256": "مرحبا، الطابعة لا تعمل مرة أخرى",
    "gb18030": "打印机又坏了，请帮忙",
    "big5": "印表機又壞了，請幫忙",
    "cp932": "プリンターがまた壊れました",
    "euc_jp": "プリンターがまた壊れました、直してください",
    "cp949": "프린터가 또 고장났습니다",
}


# Where another charset has letters for every byte, too: what no language has side by side is none.
OTHERS = [
    ("cp1252", "It’s broken – “very” broken… costs £5"),
    ("cp1252", "It’s"),
    ("cp1252", "Bonjour, l’imprimante est cassée. Où est la facture n° 12 ? À bientôt, Hélène"),
    ("cp1252", "La stampante è rotta, perché non funziona più? Grazie, Niccolò"),
    ("cp1252", "Señor Núñez, ¿qué hago?"),
    ("cp1254", "Merhaba, yazıcı bozuldu. Şimdi ne yapmalıyım? Teşekkürler, Çağrı İğdır"),
    ("cp1250", "Bună ziua, imprimanta nu funcţionează. Mulţumesc, Ştefan"),
    ("cp1250", "Jó napot, a nyomtató elromlott. Köszönöm, Győző, őszi ünnep"),
    ("cp1257", "Laba diena, spausdintuvas neveikia. Ačiū, Žydrūnas Šimkus"),
    ("cp1257", "Labdien, printeris nedarbojas. Paldies, Jānis Bērziņš"),
    ("cp1257", "Tere, printer ei tööta enam. Tänan, Õnne Šokolaad"),
    ("cp850", "Viele Grüße aus Köln, der Drucker läuft nicht"),
    ("cp850", "Bestätigung"),
    ("cp850", "gelöscht"),
    ("cp437", "Müller"),
    ("mac-roman", "Hej, skrivaren är trasig på övervåningen. Hälsningar Åsa"),
    ("iso-8859-5", "Добрый день! Принтер не печатает. С уважением, Иван"),
    ("iso-8859-6", "مرحبا، الطابعة لا تعمل. شكرا، أحمد"),
    ("cp1251", "RE: Order № 12 — Привет"),
    ("cp874", "สวัสดีครับ เครื่องพิมพ์ไม่ทำงาน ขอบคุณครับ"),
    ("cp949", "김철수"),
    ("cp949", "환불 요청"),
    ("johab", "제 주문이 언제 도착하나요?"),
    ("euc_jp", "請求書の件"),
    ("iso-8859-5", "Возврат"),
    ("cp1256", "فاتورة"),
    ("cp1253", "Τιμολόγιο"),
    ("cp737", "Πότε θα φτάσει η παραγγελία μου;"),
    ("cp862", "מתי תגיע ההזמנה שלי בבקשה?"),
    ("cp855", "Здравствуйте, когда придёт мой заказ?"),
    ("cp852", "Můžete mi prosím poslat novou fakturu?"),
    ("cp857", "Yazıcı çalışmıyor, lütfen yardım edin"),
    ("cp1257", "Lūdzu palīdziet man ar šo problēmu"),
    ("cp1250", "Prosim, ali lahko preverite moje naročilo?"),
    ("cp1252", "Prentarinn virkar ekki, getið þið hjálpað?"),
]


@pytest.mark.parametrize(("charset", "sentence"), OTHERS, ids=[f"{charset} {sentence[:12]}" for charset, sentence in OTHERS])
def test_letters_that_no_language_has_together_are_no_text(charset: str, sentence: str) -> None:
    """Also in few words, and with the quotation marks and dashes that programs put there."""
    assert guess(sentence.encode(charset)) == sentence


@pytest.mark.parametrize("declared", ["windows-1258", ""])
def test_letters_in_two_bytes_are_one(declared: str) -> None:
    """Vietnam's charset writes a letter and its tone; Outlook writes names of a Macintosh with it."""
    assert decode(b"Y\xeau c\xe2\xccu ho\xe0n ti\xea\xccn", declared) == "Yêu cầu hoàn tiền"
    assert decode(b"R\xe9clamation d\x92e\xeccran", "windows-1258") == "Réclamation d’écran"


@pytest.mark.parametrize(("charset", "words"), [("gb18030", "退款"), ("gb18030", "发票"), ("gb18030", "好的")])
def test_a_word_is_enough_where_the_language_is_known(charset: str, words: str) -> None:
    """Customers of a Chinese mailbox write Chinese, however short; a long text in another charset is still read as that."""
    assert guess(words.encode(charset), ("zh_CN",)) == words
    for other, sentence in SENTENCES.items():
        assert guess(sentence.encode(other), ("zh_CN",)) == sentence


@pytest.mark.parametrize(("charset", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_one_sentence_is_enough(charset: str, sentence: str) -> None:
    """A customer's short sentence is read as it was written."""
    assert guess(sentence.encode(charset)) == sentence


@pytest.mark.parametrize(
    ("declared", "written", "sentence"),
    [
        ("iso-8859-1", "utf-8", "Können Sie mir bitte das Gerät schicken?"),
        ("gb2312", "utf-8", "Zgłoszenie błędu"),
        ("utf-16", "utf-8", "Возврат"),
        ("iso-2022-jp", "utf-8", "注文した商品はいつ届きますか？"),
        ("iso-8859-1", "cp1251", "Здравствуйте, когда придёт мой заказ?"),
        ("koi8-r", "cp1251", "Здравствуйте, когда придёт мой заказ?"),
        ("iso-8859-1", "gb18030", "请问我的订单什么时候能到？谢谢"),
        ("gb2312", "big5", "請問我的訂單什麼時候會到？謝謝"),
        ("gb2312", "euc_kr", "제 주문이 언제 도착하나요?"),
        ("iso-8859-1", "cp874", "สินค้าที่ฉันสั่งจะมาถึงเมื่อไหร่คะ"),
        ("iso-8859-1", "cp1254", "Yazıcı çalışmıyor, lütfen yardım edin"),
        ("shift_jis", "iso2022_jp", "注文した商品はいつ届きますか？"),
        ("gb2312", "hz", "请问我的订单什么时候能到"),
        ("", "hz", "请问我的订单什么时候能到"),
        ("us-ascii", "gb18030", "退货申请"),
        ("utf-8", "koi8-r", "Возврат"),
    ],
)
def test_what_is_surely_something_else_is_read_as_that(declared: str, written: str, sentence: str) -> None:
    """Programs declare what they always declare; UTF-8 is none by chance."""
    assert decode(sentence.encode(written), declared) == sentence


@pytest.mark.parametrize(
    ("charset", "sentence"),
    [
        ("cp1252", "Temp. 25°C ±2°, 5 m², ½ Liter, £5 – 10 µm"),
        ("cp1252", "ÀÉÈÙÇ ÊÂÎÔÛ"),
        ("cp1252", "ÆØÅ æøå ÄÖÅ äöå ÿ"),
        ("cp1252", "Namen: Müller, Ñandú, Ångström, Çelik, Þór, Ýmir, Šimek, Øystein"),
        ("cp1252", "x³y + a²b = ½z¾"),
        ("cp932", "ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ ﾌﾘｺﾐ"),
        ("koi8-r", "┌──┐ │аб│ └──┘"),
        ("cp1251", "пГТ Красный, кВт·ч, вКонтакте, №5"),
        ("big5", "薔薇 蜥蜴 鱷魚 鸚鵡 蝴蝶 蜻蜓 螳螂"),
    ],
)
def test_odd_words_are_still_what_they_are_declared_to_be(charset: str, sentence: str) -> None:
    """Signs, capitals, names of many countries, rare animals."""
    assert decode(sentence.encode(charset), charset) == sentence

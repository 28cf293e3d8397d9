"""Text whose charset nobody declared."""

from __future__ import annotations

import pytest

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

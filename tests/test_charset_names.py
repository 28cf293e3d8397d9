"""The names under which programs send text, and the charset it is really in."""

from __future__ import annotations

import codecs

import pytest

from maildesk.config.schema import Mailbox
from maildesk.intake.charset.chain import decode
from maildesk.intake.charset.guess import CHARSETS_OF
from maildesk.intake.charset.names import codec_of

CZECH, POLISH = "„Příliš žluťoučký kůň“ – 5 €…", "Proszę o „pomoc” – dziękuję, żółw…"
GREEK, HEBREW, ARABIC = "Ο «εκτυπωτής» δεν λειτουργεί – Άννα…", "שלום – המדפסת „לא” עובדת…", "مرحبا، الطابعة لا تعمل – مرة أخرى… پچ"
RUSSIAN, UKRAINIAN, LITHUANIAN = "Принтер «снова» не работает – помогите…", "Принтер її ґанку є і не працює", "Spausdintuvas „neveikia“ – ačiū…"

# What the mail says, what it is in, and the words.
SENT = [
    ("iso-8859-2", "cp1250", CZECH),
    ("iso-8859-2", "cp1250", POLISH),
    ("iso-8859-2", "iso-8859-2", "Příliš žluťoučký kůň, Łódź, děkuji"),
    ("latin2", "cp1250", CZECH),
    ("iso-8859-7", "cp1253", GREEK),
    ("iso-8859-7", "iso-8859-7", "Ο εκτυπωτής δεν λειτουργεί, Άννα"),
    ("iso-8859-8", "cp1255", HEBREW),
    ("iso-8859-8-i", "cp1255", HEBREW),
    ("iso-8859-8", "iso-8859-8", "שלום, המדפסת לא עובדת"),
    ("iso-8859-5", "cp1251", RUSSIAN),
    ("iso-8859-5", "iso-8859-5", "Принтер снова не работает, помогите"),
    ("iso-8859-6", "cp1256", ARABIC),
    ("iso-8859-6", "iso-8859-6", "مرحبا، الطابعة لا تعمل"),
    ("iso-8859-13", "cp1257", LITHUANIAN),
    ("iso-8859-15", "cp1252", "L’imprimante ne marche pas – 5 €…"),
    ("iso-8859-15", "iso-8859-15", "Œuvre à 5 €"),
    ("iso-8859-9", "cp1254", "İyi günler – “yazıcı” çöktü…"),
    ("iso-8859-1", "cp1252", "Der „Drucker“ hört nicht auf – Grüße"),
    ("koi8-r", "koi8-u", UKRAINIAN),
    ("koi8-r", "koi8-r", "Привет\n┌────┐\n│ Да │\n└────┘"),
    ("koi8-r", "koi8-r", "╓────╖\n║ Имя║\n╙────╜"),
    ("koi8-u", "koi8-u", UKRAINIAN),
    ("koi8r", "koi8-r", "Возврат"),
    ("x-mac-ce", "mac-latin2", "Proszę o pomoc"),
    ("x-mac-japanese", "cp932", "プリンター"),
    ("utf-8n", "utf-8", "Größe"),
    ("gb2312", "gb18030", "打印机坏了，镕、喆、€，谢谢"),
    ("x-gbk", "gb18030", "請問，謝謝"),
    ("big5", "big5hkscs", "印表機又壞了，啲嘢㗎"),
    ("big5", "cp950", "印表機又壞了，5 €，碁銹恒裏粧嫺"),
    ("shift_jis", "cp932", "①②㈱髙橋様～プリンター"),
    ("iso-2022-jp", "iso2022_jp_ext", "プリンターが壊れました"),
    ("euc-jp", "euc_jp", "プリンターが壊れました"),
    ("euc-kr", "cp949", "프린터가 똠방각하 또 고장났습니다"),
    ("ks_c_5601-1987", "cp949", "프린터가 또 고장났습니다"),
    ("tis-620", "cp874", "เครื่องพิมพ์เสีย – “ช่วยด้วย”…"),
    ("utf-16", "utf-16-le", "Grüße, 打印机 坏了"),
    ("utf-16", "utf-16-be", "Grüße, 打印机 坏了"),
    ("utf-16", "ascii", "A page that says so, and is not"),
    ("euc-jp", "utf-8", "プリンターが壊れました"),
    ("iso-8859-7", "utf-8", "Ο εκτυπωτής"),
]


@pytest.mark.parametrize(("named", "sent", "words"), SENT, ids=[f"{named}-as-{sent}" for named, sent, _ in SENT])
def test_a_text_is_read_in_what_it_is_in(named: str, sent: str, words: str) -> None:
    """A superset or a neighbour under a standard's name is seen by its signs; what decodes properly is never changed."""
    assert decode(words.encode(sent), named) == words


def test_signs_of_nec_in_euc_jp() -> None:
    """Programs of Windows send them, and no codec of the standard library has them."""
    assert decode(b"\xad\xa1 \xad\xea\xb9\xe2\xb6\xb6\xcd\xcd \x8e\xb1\xfc\xe2", "euc-jp") == "① ㈱高橋様 ｱ髙"


NAMES = {
    "utf-8": "UTF8 utf_8 'utf-8' unicode-1-1-utf-8 utf8mb4 us-ascii ANSI_X3.4-1968 utf-8-mac",
    "cp1252": "Latin1 iso_8859-1:1987 iso88591 l1 cp819 x-cp1252 windows1252 x-ansi iso-8859-1-windows-3.1-latin-1",
    "cp1251": "win-1251 windows1251 x-cp1251 CP-1251",
    "iso8859-2": "iso_8859-2:1987 iso88592 l2 csISOLatin2",
    "iso8859-8": "iso-8859-8-e csiso88598i logical visual hebrew",
    "iso8859-15": "latin-9 csisolatin9 iso885915 iso_8859-15:1998",
    "cp1254": "iso-8859-9 l5 csisolatin5",
    "cp874": "tis-620 iso-8859-11 dos-874 windows-874",
    "koi8-r": "koi8 cskoi8r koi",
    "koi8-u": "koi8-ru",
    "mac-roman": "x-mac-roman macintosh mac",
    "mac-cyrillic": "x-mac-ukrainian",
    "gb18030": "gb2312 chinese gb_2312-80 csgb2312 iso-ir-58 cp936 windows-936 gbk",
    "big5hkscs": "Big5 cn-big5 x-x-big5 big5-hkscs",
    "cp932": "shift-jis x-sjis windows-31j ms_kanji csshiftjis",
    "cp949": "euc-kr korean ks_c_5601-1989 windows-949 cseuckr iso-ir-149",
    "cp866": "866 ibm866",
    "": "x-unknown unknown-8bit base64 rot13 iso-8859-12 utf-32 zlib none",
}


def test_every_name_has_its_charset() -> None:
    """The labels of the WHATWG, and what programs make of them."""
    read = {name: codec_of(name) for names in NAMES.values() for name in names.split()}
    wanted = {name: codec for codec, names in NAMES.items() for name in names.split()}
    assert {name: codec and codecs.lookup(codec).name for name, codec in read.items()} == {
        name: codec and codecs.lookup(codec).name for name, codec in wanted.items()
    }


@pytest.mark.parametrize(
    ("language", "charset", "words"),
    [
        ("tr", "cp1254", "Şifre değişti"),
        ("lv", "cp1257", "Sveiki, lūdzu"),
        ("lt", "cp1257", "spausdintuvų"),
        ("et", "cp1257", "õhtul"),
        ("ro", "cp1250", "Bună ziua, vă rog"),
        ("pl", "cp1250", "Łódź"),
        ("cs", "cp1250", "Kříž"),
    ],
)
def test_what_customers_write_decides_between_charsets(language: str, charset: str, words: str) -> None:
    """None of these few words says what it is in; without the mailbox's word each is read as another language's."""
    assert decode(words.encode(charset), "", ("en", language)) == words
    assert decode(words.encode(charset), "", ("en",)) != words


def test_each_language_with_charsets_of_its_own_can_be_named() -> None:
    """In desk.yaml, under the code that the table has."""
    for language in CHARSETS_OF:
        assert Mailbox(address="a@desk.example", name="A", customers_write=(language,)).customers_write == (language,)

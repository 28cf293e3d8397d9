"""What a gateway writes below an agent's mail is known in many languages, and no sentence of a person is taken for it."""

from __future__ import annotations

import pytest

from maildesk.threading.signature.disclaimers import disclaimer_start

FOOTERS = (
    "The information contained in this communication may be privileged and is for the addressee alone.",
    "If you are not the intended recipient, please destroy this message.",
    "Disclaimer: opinions are the author's own.",
    "This email has been scanned by Mimecast.",
    "Please consider the environment before printing this e-mail.",
    "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt.",
    "Lampen GmbH, Sitz der Gesellschaft: Hannover, Amtsgericht Hannover HRB 4711",
    "Ce courriel et ses pièces jointes sont confidentiels.",
    "Este mensaje y sus anexos son confidenciales y van dirigidos a su destinatario.",
    "Questo messaggio è riservato al destinatario.",
    "Esta mensagem pode conter informação confidencial.",
    "Dit bericht is uitsluitend bestemd voor de geadresseerde.",
    "Niniejsza wiadomość jest poufna.",
    "Данное сообщение является конфиденциальным.",
    "本邮件及附件含有保密信息，仅供收件人使用。",
    "このメールには機密情報が含まれています。",
    "이 메일은 기밀 정보를 포함하고 있습니다.",
)
WORDS = (
    "Please keep the price between us.",
    "The password is confidential, so ring me.",
    "I sent the message in error, sorry.",
    "Das ist vertraulich, bitte rufen Sie an.",
    "C'est confidentiel.",
    "这件事请保密。",
    "これは秘密です。",
    "Check the notice at the door: it says when we close.",
    "My colleague scanned the letter for you.",
)


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_cut_with_the_rule_above_it(footer: str) -> None:
    """Below words, below a quote, and alone; what stands under it goes with it."""
    for above in (["#close", ""], ["Done.", "", "> It is broken.", ""], []):
        assert disclaimer_start([*above, "____________________", footer, "", "www.example.com"]) == len(above)
        assert disclaimer_start([*above, footer]) == len(above)


@pytest.mark.parametrize("words", WORDS)
def test_a_persons_words_stay(words: str) -> None:
    """Whatever they say about secrets."""
    assert disclaimer_start(["Dear Bob,", "", words, "", "Anna"]) == 5


def test_what_a_quote_says_is_not_ours() -> None:
    """A disclaimer that the customer sent is quoted, and words below it are an answer."""
    assert disclaimer_start([f"> {FOOTERS[0]}", "", "Yes."]) == 3

"""What looks like a card of the author and is what the letter speaks of: people it names, the author among them, or where to send something."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FEWEST_PEOPLE = 3
# A line that is somebody's name and nothing else: words with capitals, or a few signs of a script without them.
_PERSON = re.compile(r"(?:[^\W\d_a-zà-ÿ][^\W\d_]*[.'’-]?[^\W\d_]*\s?){2,4}\Z|[\u3400-\u9fff\uac00-\ud7a3]{2,4}\Z")
# What stands under a name on a card and looks like one: offices, departments and houses.
_OFFICES = {
    "en": r"manager|director|engineer|officer|head|lead|leader|sales|support|service|services|marketing|account|accounts|consultant|assistant|executive|president|founder|partner|team"
    r"|department|group|university|college|institute|office|research|development|developer|purchasing|finance|operations|administration|administrator|specialist|representative|coordinator|owner",
    "de": r"\w*leiter(?:in)?|\w*leitung|geschäftsführ\w+|vertrieb|einkauf|\w*abteilung|\w*berater(?:in)?|buchhaltung|sachbearbeit\w+|inhaber(?:in)?|universität|hochschule|verwaltung",
    "fr": r"directeur|directrice|responsable|chargée?|commercial|commerciale|comptabilité|gérante?|université|bureau",
    "es, pt": r"gerente|diretora?|directora?|jef[ea]|departamento|ventas|vendas|compras|universidad|universidade|administración|administração|encargad[oa]",
    "it": r"responsabile|direttore|direttrice|ufficio|vendite|acquisti|amministrazione|università",
    "nl, sv, da, no": r"hoofd|afdeling|verkoop|inkoop|\w*chef|avdelning|\w*ansvarig|försäljning|afdelingsleder|avdelingsleder|salg|universitet|universiteit",
    "pl, cs": r"dyrektor|kierownik|dział|specjalista|uniwersytet|ředitel|oddělení|vedoucí|univerzita",
    "ru": r"директор|менеджер|отдел|руководитель|специалист|бухгалтер\w*|университет",
}
_OFFICE = re.compile(rf"\b(?:{'|'.join(_OFFICES.values())})\b", re.IGNORECASE)
# The line with the code of a place, as the post wants it; and how else a card says where somebody is found.
_POSTAL = re.compile(
    r"(?:\A|[\s,-])(?:\d{4,6}|\d{3} \d\d|\d\d-\d{3}|[A-Z]{1,2}-\d{4,5}|[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2})(?:\Z|[\s,])|〒"
)
_ELSEWHERE = re.compile(r"\+\d|\d[\d ()/.-]{7,}\d|\S@\S|www\.|https?:|\b(?:tel|fax|mob|phone|fon)\b", re.IGNORECASE)
# How people speak of a place that they are about to name.
_SPOKEN_OF = {
    "en": r"ship|deliver|address|below|there\b|following",
    "de": r"adresse|anschrift|liefer|dorthin|dahin|hierhin|folgende|unten",
    "fr": r"adresse|livr|là-bas|ci-dessous|suivante",
    "es, pt": r"direcci|entreg|endereço|morada|abaj|abaixo|siguiente|seguinte",
    "it": r"indirizz|consegn|spedi|sotto|seguente",
    "nl": r"adres|bezorg|lever|hieronder|volgende",
    "sv, da, no": r"adress|leverer|nedan|nedenfor|følgende",
    "pl, cs": r"adres|dostaw|doruč|poniżej|níže",
    "ru": r"адрес|достав|ниже",
    "zh, ja, ko": r"地址|寄到|送到|住所|届け|送り先|주소|배송",
}
_WHERE = re.compile(rf"\b(?:{'|'.join(_SPOKEN_OF.values())})|{_SPOKEN_OF['zh, ja, ko']}", re.IGNORECASE)
_NEAR = 300  # characters of the line above that are looked at


def is_asked_for(card: Sequence[str], above: str) -> bool:
    """Whether these lines below the line `above`, which no greeting ends, are named for what they say. The first is the author's name."""
    return _are_people(card) or _is_destination(card, above)


def _are_people(card: Sequence[str]) -> bool:
    return len(card) >= _FEWEST_PEOPLE and all(_PERSON.match(line) and not _OFFICE.search(line) for line in card)


def _is_destination(card: Sequence[str], above: str) -> bool:
    """A postal address alone, or one with an office or a telephone number below words that speak of a place."""
    if not any(map(_POSTAL.search, card[1:])):
        return False
    return not any(_ELSEWHERE.search(line) or _OFFICE.search(line) for line in card) or _WHERE.search(above[-_NEAR:]) is not None

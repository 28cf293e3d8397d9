"""What programs write in a text in the place of a picture: the words they found for it, and that a program found them."""

from __future__ import annotations

import re

_LONGEST = 400  # characters of such a paragraph
# How Office says, in its user's language, that nobody wrote these words; it stands at their end, or in a paragraph below them.
_FOUND_BY_PROGRAM = (
    "description automatically generated",
    "ai-generated content may be incorrect",
    "automatisch generierte beschreibung",
    "ki-generierte inhalte können fehlerhaft sein",
    "description générée automatiquement",
    "description generee automatiquement",
    "le contenu généré par l’ia peut être incorrect",
    "descripción generada automáticamente",
    "el contenido generado por ia puede ser incorrecto",
    "descrizione generata automaticamente",
    "automatisch gegenereerde beschrijving",
    "descrição gerada automaticamente",
    "自动生成的说明",
    "描述已自动生成",
    "ai 生成的内容可能不正确",
    "自動的に生成された説明",
    "ai によって生成されたコンテンツは間違っている可能性があります",
)
_BEGINS = re.compile(
    r"\[(?:a (?:picture|logo|close[- ]?up)\b|ein bild, das|une image contenant|imagen que contiene|immagine che contiene|afbeelding met|uma imagem com)[^\[\]]*"
    r"|\[(?:图片包含|图片中包含|テキスト が含まれている画像)[^\[\]]*|ein bild, das [^.?!]{1,200} enthält\.?",
)
_NAMED = re.compile(
    r"\[[^\[\]]*\b(?:logo|image|picture|photo|icon|banner|bild|grafik|imagen|foto|logotipo|immagine)\b[^\[\]]*\]|\[[^\[\]]*(?:标志|图片|徽标|ロゴ|画像)[^\[\]]*\]",
    re.IGNORECASE,
)


def is_picture(words: str) -> bool:
    """Whether a paragraph, its blanks single, stands for a picture and says nothing else."""
    said = words.strip().casefold().replace("'", "’")
    if not said or len(said) > _LONGEST:
        return False
    return said.strip("[].。 ").endswith(_FOUND_BY_PROGRAM) or _BEGINS.fullmatch(said) is not None or _NAMED.fullmatch(said) is not None

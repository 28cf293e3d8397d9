"""Lines with “>” that nobody quotes: what a person typed at a prompt, what a machine said, what two files differ in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.threading.quoting.marks import is_marked

# How people lead to what they show: nobody says so of a mail.
_LEADS = {
    "en": r"ran|run|running|tried|try|typed|type|entered|enter|executed|execute|output|result|console|terminal|prompt|shell|log|logs|config|command|commands|file|diff|patch|script|error|gave|and got",
    "de": r"ausgeführt|eingegeben|eingebe|getippt|probiert|versucht|ausgabe|ergebnis|konsole|befehl|befehle|befehlszeile|eingabe|protokoll|datei|skript|fehler|meldung",
    "fr": r"lancé|exécuté|tapé|essayé|sortie|résultat|console|commande|commandes|fichier|journal|erreur",
    "es": r"ejecuté|ejecutado|escribí|probé|salida|resultado|consola|comando|comandos|fichero|archivo|registro",
    "it": r"eseguito|digitato|provato|uscita|risultato|comando|comandi|file|registro|errore",
    "nl": r"uitgevoerd|getypt|geprobeerd|uitvoer|resultaat|opdracht|bestand|foutmelding",
    "pt": r"executei|digitei|tentei|saída|resultado|comando|comandos|arquivo|ficheiro|erro",
    "pl": r"uruchomiłem|uruchomiłam|wpisałem|wpisałam|wynik|polecenie|plik|błąd",
    "ru": r"запустил|запустила|ввёл|ввел|ввела|набрал|вывод|результат|команда|команду|файл|ошибка|консоль",
}
_SHOWS = re.compile(rf"\b(?:{'|'.join(_LEADS.values())})\b", re.IGNORECASE)
_SHOWS_UNSPACED = re.compile("执行|運行|运行|输入|輸入|命令|输出|結果|结果|报错|日志|実行|入力|コマンド|出力|실행|입력|명령|출력")
# A prompt with something behind it, as shells and databases write it.
_PROMPT = re.compile(r"\s*(?:[$#%]\s+\S|[\w.~@:/\\\[\]-]{1,60}(?:[$#%]|>{1,3})\s*\S)")
# What `diff` says above the lines of the second file, and a line of the first one.
_CHANGE = re.compile(r"\d+(?:,\d+)?[acd]\d+(?:,\d+)?\s*\Z")
# What only programs say of a mail that they quote: a person shows no address and no day so.
_OF_A_MAIL = re.compile(r"@|\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d|\d:\d\d")
_LONGEST = 200


# A way through menus, and what a program sends to a server.
_BY_ITSELF = re.compile(r"\s*> ?(?:[^>\n]{1,40}(?: > [^>\n]{1,40}){2,}\Z|(?:GET|HEAD|POST|PUT|PATCH|DELETE) \S{1,200} HTTP/\d)")
_FENCES = ("```", "~~~")
_LONGEST_FENCED = 500  # lines


class Shown:
    """What of a text is shown, as far as it has been read; `over` where a quote has begun: from there on marks are that one's."""

    def __init__(self, lines: Sequence[str], end: int) -> None:
        self.over = False
        self._lines, self._end = lines, end
        self._begun = False

    def height(self, index: int) -> int:
        """How many lines from here are shown. What may introduce a quote is asked elsewhere, of marked lines too."""
        line = self._lines[index]
        if line[:1] in ("`", "~"):
            return _fenced(self._lines, index, self._end)
        if self.over or not is_marked(line):
            return 0
        self._begun = self._begun or is_shown(self._lines, index, self._end)
        return int(self._begun)


def _fenced(lines: Sequence[str], index: int, end: int) -> int:
    """How many lines stand between two fences, with them, where the first stands at a line; 0 where none does."""
    fence = lines[index].lstrip()[:3]
    if fence not in _FENCES:
        return 0
    return next((place + 1 - index for place in range(index + 1, min(end, index + _LONGEST_FENCED)) if lines[place].strip() == fence), 0)


def is_shown(lines: Sequence[str], index: int, end: int) -> bool:
    """Whether what begins at a line with “>” is shown: the line says so itself, or the one above it, or nothing is marked but twice, as no quote begins."""
    above = _above(lines, index)
    if _BY_ITSELF.match(lines[index]) or _is_deep(lines, index, end):
        return True
    if above < 0:
        return False
    line = lines[above].strip()[-_LONGEST:]
    if above == index - 1 and line.startswith(">") and not is_marked(lines[above]):
        return True
    if above == index - 1 and (_PROMPT.match(line) or _CHANGE.match(line) or line.startswith("< ")):
        return not line.startswith(">")
    if line == "---" and above == index - 1 and above and lines[above - 1].startswith("< "):
        return True
    shows = _SHOWS.search(line) or _SHOWS_UNSPACED.search(line)
    return shows is not None and line[-1:] not in ".?!。？！" and _OF_A_MAIL.search(line) is None


def _is_deep(lines: Sequence[str], index: int, end: int) -> bool:
    return lines[index].lstrip().startswith(">>") and all(line.lstrip().startswith(">>") for line in lines[index:end] if is_marked(line))


def _above(lines: Sequence[str], index: int) -> int:
    """The nearest line above with words, at most one empty line away; -1 where there is none."""
    return next((place for place in range(index - 1, max(-1, index - 3), -1) if lines[place].strip()), -1)

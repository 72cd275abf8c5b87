"""Damage to letters: what scanners, narrow columns, old fonts and hasty typists do. Everything follows from the seed."""

from __future__ import annotations

import random
import re
from typing import Final

# Readings that a scanner confuses, the likelier first.
_CONFUSED: Final[dict[str, str]] = {
    "ө": "оеθ0ве", "ү": "уyvц", "н": "пи", "и": "йнu", "п": "нлn", "л": "пд", "д": "ла", "ш": "щцm", "з": "э3", "б": "6",
    "в": "bе", "г": "rт", "т": "гm", "к": "kх", "ь": "ъb", "ы": "и", "ё": "е", "ч": "4", "х": "xк", "ж": "х", "ф": "р",
    "е": "с", "о": "0с", "а": "д", "э": "з", "с": "е", "р": "г", "у": "ү", "м": "н", "й": "и", "ц": "ш", "я": "л",
}  # fmt: skip
# severity -> (letters wrong, blanks lost, blanks put in, words broken with a hyphen)
RATES: Final = ((0.0, 0.0, 0.0, 0.0), (0.004, 0.003, 0.001, 0.0), (0.02, 0.02, 0.006, 0.004), (0.055, 0.05, 0.015, 0.01),
                (0.11, 0.09, 0.03, 0.015))  # fmt: skip


def damage_letters(text: str, severity: int, rng: random.Random) -> str:
    """The text as a scan of this severity (0-4) would be read."""
    wrong, lost, put, broken = RATES[severity]
    if not wrong:
        return text
    out: list[str] = []
    for letter in text:
        low = letter.lower()
        if letter == " ":
            out.append("" if rng.random() < lost else " ")
            continue
        if rng.random() < wrong and low in _CONFUSED:
            choices = _CONFUSED[low]
            other = choices[min(int(rng.expovariate(1.0)), len(choices) - 1)]
            out.append(other.upper() if letter.isupper() else other)
        elif rng.random() < wrong / 8:
            continue
        elif rng.random() < wrong / 10:
            out += [letter, rng.choice(".,'-|")]
        else:
            out.append(letter)
        if rng.random() < put:
            out.append(" ")
        if rng.random() < broken / 3:
            out.append("- ")
    return "".join(out)


def disguise(text: str, style: str, rng: random.Random) -> str:
    """The text in an old font, in capitals, or typed on a foreign keyboard."""
    match style:
        case "caps":
            return text.upper()
        case "legacy":
            return text.translate(str.maketrans("өүӨҮ", "єїЄЇ"))
        case "latin":
            return text.translate(str.maketrans("өүӨҮ", "ovOV" if rng.random() < 0.5 else "oyOY"))
        case "no_ou":
            return text.translate(str.maketrans("өүӨҮ", "оуОУ"))
        case "lookalike":
            pairs = dict(zip("аеорсхАЕОРСХКМНТ", "aeopcxAEOPCXKMHT", strict=True))
            return "".join(pairs[letter] if letter in pairs and rng.random() < 0.15 else letter for letter in text)
        case "mojibake":
            return re.sub(r"[А-яЁёӨөҮү]+", _as_latin1, text)
        case _:
            return text


def _as_latin1(found: re.Match[str]) -> str:
    old = found.group().translate(str.maketrans("өүӨҮ", "єїЄЇ"))
    return old.encode("cp1251").decode("latin-1")

"""Goal headings: a text -> the heading that it is, if it is one (``Зорилго 1. …``, ``ЗОРИЛТ 2:``, ``Нэг.``, ``НЭГДҮГЭЭР ЗАРЧИМ.``,
``I.``), and the goals in force after it, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from parsers.language.keys import letters_key, one_alphabet

# The patterns are written in the skeleton alphabet (ө as о, ү as у; Roman I, V, X look like и, у, х there).
_COUNT = "нэг|хоер|гурав|доров|дорои|тав|зургаа|долоо|наим|ес|арав"
_NUMERAL = rf"\d{{1,2}}(?:\.\d{{1,2}})*|[иух]{{1,5}}(?![а-я])|(?:{_COUNT})(?![а-я])"
_KIND = "зорилго|зорилт|чиглэл|булэг|зарчим|хэсэг|хотолбор"
_LABEL = re.compile(
    rf"^\W*(?:(?:стратегиин|бодлогын|ундсэн|толовлогооний|еронхии|дэд|тэргуулэх|уил ажиллагааны|ажлын)\s+)*"
    rf"(?P<kind>{_KIND})(?![а-я])\W{{0,4}}(?P<number>{_NUMERAL})?(?P<end>\s*[.:)–-]|\s|$)"
)
# ``I чиглэл.``, ``2-р зорилт.``, ``III ДУГААР БҮЛЭГ``
_NTH = re.compile(
    rf"^\W*(?:[иух]{{1,5}}|\d{{1,2}})\s*-?\s*(?:дугаар|дугээр|р)?\s+(?P<kind>{_KIND})(?![а-я])\s*(?:[.:)–-]|$)"
)
_COUNTED = re.compile(rf"^\W*(?:{_COUNT})(?:дугаар|дугээр)?\s*(?:[.:)]|\s(?={_KIND}))")
_ORDINAL = re.compile(rf"^\W*(?:{_COUNT}|доров|тав|зургаа|гурав)(?:дугаар|дугээр)\s+(?P<kind>{_KIND})(?![а-я])")
# A label with a wrong letter or two counts where a number and a mark follow it.
_MISREAD = re.compile(r"^\W*(?P<word>\w{5,8})\W{0,3}\d{1,2}\s*[.,:)]")
_ROMAN = re.compile(r"^\W*[IVXІ]{1,5}\s*[.)]\s*\S")
_NUMBERED = re.compile(r"^\W*\d{1,2}\s*[.)]?\s+\D")


@dataclass(frozen=True, slots=True)
class Heading:
    """A goal heading as printed and its style (``зорилго``, ``roman``, ``counted`` …), which tells its level."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Goals:
    """The headings in force, outermost first. ``open`` until the first measure under the innermost."""

    levels: tuple[Heading, ...] = ()
    open: bool = False

    @property
    def text(self) -> str:
        """As printed; several levels joined by `` / ``."""
        return " / ".join(level.text for level in self.levels)

    def under(self, heading: Heading) -> Goals:
        """A new heading replaces its own level and all below; right after another one it goes below that."""
        styles = [level.style for level in self.levels]
        if heading.style in styles:
            return Goals((*self.levels[: styles.index(heading.style)], heading), True)
        return Goals((*self.levels, heading) if self.open else (heading,), True)

    def used(self) -> Goals:
        """After a measure row."""
        return replace(self, open=False)

    def continued(self, text: str) -> Goals:
        """The innermost heading made longer by its piece on the next page."""
        if not self.levels:
            return self
        last = self.levels[-1]
        return replace(self, levels=(*self.levels[:-1], replace(last, text=f"{last.text} {text}")))


def heading(text: str) -> Heading | None:
    """The heading that a text is by its own words; None when nothing in them says so.

    >>> [heading(text).style for text in ("Зорилго 1. Авлига", "НЭГДҮГЭЭР ЗАРЧИМ. ТӨЛӨӨЛӨН", "II. Сургалт")]
    ['зорилго', 'зарчим', 'roman']
    >>> [heading(text).style for text in ("I чиглэл. Сургалт", "2-р зорилт: Хяналт")]
    ['чиглэл', 'зорилт']
    >>> heading("Зорилгын биелэлтийг дүгнэв") is None, heading("Сургалт зохион байгуулах") is None
    (True, True)
    """
    clean = " ".join(text.split())
    if not letters_key(clean):
        return None
    folded = one_alphabet(clean)
    if found := _ORDINAL.match(folded) or _NTH.match(folded):
        return Heading(clean, found["kind"])
    if (found := _LABEL.match(folded)) and (
        found["number"] or folded[found.end("kind") :].lstrip()[:1] in {".", ":", ")"}
    ):
        level = (found["number"] or "").count(".")
        return Heading(clean, found["kind"] + "." * level)
    if _COUNTED.match(folded):
        return Heading(clean, "counted")
    if (found := _MISREAD.match(folded)) and (kind := _near_kind(found["word"])):
        return Heading(clean, kind)
    if _ROMAN.match(clean):
        return Heading(clean, "roman")
    return None


def _near_kind(word: str) -> str | None:
    return next((kind for kind in ("зорилго", "зорилт", "чиглэл", "зарчим") if fuzz.ratio(word, kind) >= 75), None)


def plain_heading(text: str) -> Heading:
    """A heading by its position only (a full-width row, a paragraph right above a table)."""
    clean = " ".join(text.split())
    return heading(clean) or Heading(clean, "numbered" if _NUMBERED.match(clean) else "plain")


def heading_parts(texts: list[str]) -> tuple[str, str]:
    """Number and title of a goal row from its cells; figures to the right (an average) are not part of the title.

    >>> heading_parts(["1", "Соён гэгээрүүлэх", "85%"]), heading_parts(["Зорилго 1. Соён", "гэгээрүүлэх ажил"])
    (('1', 'Соён гэгээрүүлэх'), ('', 'Зорилго 1. Соён гэгээрүүлэх ажил'))
    """
    clean = [" ".join(text.split()) for text in texts]
    wordy = [n for n, text in enumerate(clean) if sum(map(str.isalpha, text)) > 4]
    if not wordy:
        return "", " ".join(clean)
    return " ".join(clean[: wordy[0]]), " ".join(clean[n] for n in wordy)

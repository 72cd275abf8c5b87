"""Words cut at line ends: the pieces around doubtful line ends -> which of them are one word. Every reading is weighed: every
word that results costs what its strangeness is, and so does every coincidence that a reading asks one to believe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.language.confusions import CYRILLIC
from parsers.language.letters import latin1_read
from parsers.language.words import CYRILLIC_LETTER
from parsers.layout.text_lines import TextLine

Known = Callable[[str], int]
"""Is this a word: 0 no, 1 by its endings, 2 as it stands? (``bool`` will do.)"""

NOT_FIRST = re.compile(r"[ьъйы]", re.IGNORECASE)
"""Letters that no Mongolian word begins with (и́ in foreign names aside): what follows a cut."""

VOWELS = re.compile(r"[аэиоөуүеёюяыaeiouyєї]", re.IGNORECASE)

STRANGE, DERIVED, LISTED = 3.0, 0.7, 0.3
"""Cost of a word that no list has; of a listed one with endings; of a listed one."""

SHORT, BY_CHANCE = 0.7, 1.5
"""Further cost of a short word, which a fragment may be by chance; of a word and endings that are words themselves."""

SHORTEST = 4
COINCIDENCE = 1.6
"""Cost of believing that a whole word just fills a line of its own."""

CUT = 0.5
NO_WORD = 3.0
"""Cost of a word that begins as no word begins or has no vowel."""

DROPPED, KEPT = (3.0, 0.3), (0.3, 1.2)
"""Cost of dropping a hyphen and of keeping it: in documents that never cut words with hyphens, in those that do."""

DROP = "\u00ad"
"""The line end where a hyphen only marks a cut word: it goes."""

DOUBT, HYPHEN = "?", "-?"


@dataclass(slots=True)
class LineBreaks:
    """How the lines of a document end. ``typed``: its producer keeps the typed blank at the end of a wrapped line, in
    lines set flush left, in others (LibreOffice drops it there); ``hyphens``: it cuts words with hyphens. ``texts`` are
    its cells, whose whole words vouch for rejoined ones."""

    typed: tuple[bool, bool] = (False, False)
    hyphens: bool = False
    known: Known | None = None
    texts: Sequence[list[TextLine]] = ()
    _words: set[str] | None = field(default=None, init=False)

    def has(self, word: str) -> bool:
        """Does the document have this word whole, inside a line?"""
        if self._words is None:
            self._words = set(map(letters_of, _inner_words(self.texts)))
        return word in self._words


def _inner_words(texts: Iterable[list[TextLine]]) -> Iterable[str]:
    """Words that no line end touches."""
    for rows in texts:
        for number, line in enumerate(rows):
            end = len(line.words) if number == len(rows) - 1 else len(line.words) - 1
            for word in line.words[1 if number else 0 : end]:
                yield word.text


def readings(pieces: list[str], doubts: list[str], habits: LineBreaks) -> list[str]:
    """The cheapest reading: which pieces are one word. ``doubts`` stand between the pieces."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for stop in range(1, len(pieces) + 1):
        options = []
        for start in range(stop):
            cost, taken = best[start]
            part, inner = pieces[start:stop], doubts[start : stop - 1]
            cost += _strangeness(part, habits) + sum(_price(doubt, True, habits) for doubt in inner)
            between: list[str] = []
            if start:
                cost += _price(doubts[start - 1], False, habits, pieces[start])
                between = [" " if doubts[start - 1] == DOUBT else ""]
            options.append((cost, [*taken, *between, *(["" if doubt == DOUBT else DROP for doubt in inner])]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def _price(doubt: str, one: bool, habits: LineBreaks, tail: str = "") -> float:
    """Cost of taking the pieces beside a doubtful line end for one word, or for two (the second is ``tail``)."""
    if doubt == HYPHEN:
        return DROPPED[habits.hyphens] if one else KEPT[habits.hyphens]
    if one:
        return CUT
    wrong = NOT_FIRST.match(tail) or not VOWELS.search(tail)
    return COINCIDENCE + (NO_WORD if wrong else 0.0)


def _strangeness(part: list[str], habits: LineBreaks) -> float:
    """Cost of the word that the pieces make; of an unlisted one also what its pieces are by chance."""
    letters = [letters_of(piece) for piece in part]
    suffix = len(letters[0]) > len(head := at_end(letters[0]))
    letters[0] = head
    letters[-1] = _at_begin(letters[-1])
    word = "".join(letters)
    if not word or (suffix and len(part) == 1):
        return SHORT
    if habits.has(word):
        return 0.0
    if habits.known is None:
        return LISTED + (STRANGE if len(part) > 1 and len(letters[-1]) >= SHORTEST else 0.0)
    if rank := int(habits.known(word)):
        derived = rank < 2 and len(part) > 1 and all(map(habits.known, letters))
        return (LISTED if rank > 1 else DERIVED) + (SHORT if len(word) < SHORTEST else BY_CHANCE if derived else 0.0)
    cost = STRANGE
    for head, tail in pairwise(letters):
        if len(tail) >= SHORTEST and habits.known(tail):
            cost += min(0.5 * (len(tail) - 2), 2.5)
        if len(head) >= SHORTEST and habits.known(head):
            cost += 0.5
    return cost


def at_end(text: str) -> str:
    """The letters at the end."""
    return re.split(r"[\W\d_]", text)[-1]


def _at_begin(text: str) -> str:
    return re.split(r"[\W\d_]", text, maxsplit=1)[0]


def letters_of(text: str) -> str:
    """The word as it is compared: without what stands around it, in small modern letters."""
    word = text.strip('.,;:!?()«»“”"/-–—\u00ad\u2010').casefold()
    word = latin1_read(word)
    return word.translate(CYRILLIC) if CYRILLIC_LETTER.search(word) else word

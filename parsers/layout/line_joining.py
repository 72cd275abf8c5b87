"""The text of a cell: its text lines -> one string, with a blank, a paragraph end or nothing between two lines.

A line ends because the next word would not have fitted. If it would have fitted, the writer ended the line. A word is cut
only where it is too long for a line of its own: it stands alone in its line and leaves no room for one more letter. Where
that still leaves a doubt, the words decide (``hyphenation``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.document import Points
from parsers.layout.hyphenation import DOUBT, DROP, HYPHEN, VOWELS, Known, LineBreaks, at_end, letters_of, readings
from parsers.layout.text_lines import TextLine

BLANK_WIDTH, HYPHEN_WIDTH = 0.25, 0.35
"""Font sizes."""

SLACK = 0.1
"""Font sizes by which the room of a line is uncertain, and the width of one letter told from its word's."""

TYPED_SHARE = 0.25
"""Share of wrapped lines that must end in a typed blank before a missing one means something (LibreOffice, Word)."""

HYPHENS = ("-", "\u00ad", "\u2010")
LIST_MARK = re.compile(r"(?:[-–—•▪●◦■□➢✓*·]|\(?\d{1,2}[.)]|\(?[а-яөүёa-z][)])$", re.IGNORECASE)
CODE = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?$")
DASHES = "-–—"
CLOSING = re.compile(r"[)\]”»,.;:!?…]+$|[)\]”»]")
ADDRESS = re.compile(r"(?:://|www\.|@|\w\.(?:mn|com|org|net|gov|edu)\b)", re.IGNORECASE)
IN_ADDRESS = re.compile(r"[a-z0-9./_?=&%~:@-]+$")
NARROW, BROAD = set("iіjltfrI1.,:;'!|()[]-/"), set("жшщюмыфЖШЩЮМЫФmwMW")

SAME_LEFT = 0.15


def habits_of(texts: Sequence[list[TextLine]], known: Known | None) -> LineBreaks:
    """Learn them from all cells of a document."""
    ends: tuple[list[bool], list[bool]] = ([], [])
    for rows in texts:
        if len(rows) > 1 and rows[0].words[0].confidence is None:
            ends[0 if is_flush(rows) else 1].extend(line.words[-1].blank_after for line in rows[:-1])
    typed = [bool(each) and sum(each) >= TYPED_SHARE * len(each) for each in ends]
    return LineBreaks((typed[0], typed[1]), known is not None and _hyphenates(texts, known), known, texts)


def is_flush(rows: Sequence[TextLine]) -> bool:
    """Do most lines begin at one left edge?"""
    left = min(line.x0 for line in rows)
    return 2 * sum(line.x0 - left < SAME_LEFT for line in rows) > len(rows)


def _hyphenates(texts: Sequence[list[TextLine]], known: Known) -> bool:
    """Are there words that hyphens at line ends must have cut?"""
    for rows in texts:
        for before, after in pairwise(rows):
            last, first = before.words[-1].text, after.words[0].text
            if len(last) > 2 and last.endswith(HYPHENS) and last[-2].isalpha() and first[0].islower():
                stem, rest = letters_of(last), letters_of(first)
                if known(stem + rest) and not (known(stem) and known(rest)) and not stem[:1].isdigit():
                    return True
    return False


def ended_by_writer(before: TextLine, after: TextLine, room: Points) -> bool:
    """Would the first word of ``after`` have fitted behind ``before``? Then the line end was typed."""
    first = after.ends[0] - after.starts[0]
    return before.x1 - before.x0 + BLANK_WIDTH * before.size + first < room - 0.5 * before.size


def joined(rows: list[TextLine], width: Points, habits: LineBreaks) -> str:
    """The lines of one cell as text. ``width`` is the room a line has (points)."""
    if len(rows) < 2:
        return rows[0].text() if rows else ""
    room = max(width, max(line.x1 - line.x0 for line in rows))
    typed = habits.typed[0 if is_flush(rows) else 1]
    ends = [_end(before, after, room, habits, typed) for before, after in pairwise(rows)]
    _settle(rows, ends, habits)
    text = rows[0].text()
    for end, line in zip(ends, rows[1:], strict=True):
        following = line.text()
        if _continues_address(text, end, following):
            end = ""
        text = (text[:-1] if end == DROP else text) + ("" if end == DROP else end) + following
    return text


def _end(before: TextLine, after: TextLine, room: Points, habits: LineBreaks, typed: bool) -> str:
    """What stands between two lines; DOUBT where only the words can tell, HYPHEN where they tell about a hyphen."""
    last, first = before.words[-1], after.words[0]
    if ended_by_writer(before, after, room):
        return "\n"
    if last.text.endswith(HYPHENS) and not last.blank_after and len(last.text) > 1:
        return _hyphen_end(last.text, first.text, habits)
    if last.blank_after or last.confidence is not None:
        return _blank_or_item(after)
    left = room - (before.x1 - before.x0)
    alone = _is_alone(before)
    if typed and left > (BLANK_WIDTH + SLACK) * before.size:
        return _unblanked(last.text, first.text, alone)
    if _is_bracket(last.text) or CLOSING.match(first.text):
        return "" if alone or first.text[0] in ")]”»" or _is_bracket(last.text) else " "
    slack = SLACK + (HYPHEN_WIDTH if habits.hyphens else 0.0)
    if not alone or left > _first_letter(after) + slack * before.size:
        return _blank_or_item(after)
    cut = _cut_or_blank(last.text, first.text)
    if cut is None or (cut == DOUBT and habits.hyphens):
        return _blank_or_item(after)
    return cut


def _blank_or_item(after: TextLine) -> str:
    first = after.words[0].text
    if LIST_MARK.match(first) and len(after.words) > 1 and not _is_quantity(first, after.words[1].text):
        return "\n"
    return " "


def _is_quantity(mark: str, following: str) -> bool:
    """A dash before a figure belongs to the line before it (`сургалт` / `– 31 хүн`)."""
    return mark in DASHES and following[:1].isdigit()


def _is_bracket(text: str) -> bool:
    """An opening bracket or quote, or a slash that opens a remark, with nothing behind it yet."""
    return text[-1] in "([“«" or text == "/"


def _is_alone(line: TextLine) -> bool:
    """One word, but for the mark or number of a list item before it."""
    if len(line.words) == 1:
        return True
    mark, word = line.words[0].text, line.words[1].text
    return len(line.words) == 2 and word[0].isalpha() and bool(LIST_MARK.match(mark) or CODE.match(mark))


def _first_letter(line: TextLine) -> Points:
    """About how wide the first letter is, told from the width of its word."""
    word = line.words[0].text
    shares = [0.5 if letter in NARROW else 1.35 if letter in BROAD else 1.0 for letter in word]
    return (line.ends[0] - line.starts[0]) * shares[0] / sum(shares)


def _unblanked(head: str, tail: str, alone: bool) -> str:
    """A line end whose blank would have been kept, had one been typed: a cut word or the end of a paragraph."""
    if tail[0].isupper() and not head.isupper() and not _is_bracket(head):
        return "\n"
    if head[-1] in ".;!?:" and tail[0].isalpha():
        return "\n"
    return "" if alone or _is_bracket(head) or head[-1] in "/" or (not tail[0].isalnum() and len(tail) < 3) else "\n"


def _cut_or_blank(head: str, tail: str) -> str | None:
    """For a word that fills its line: cut for certain, in doubt, or certainly not (None)."""
    a, b = head[-1], tail[0]
    if a.isalpha() and b in HYPHENS and tail[1:2].isalnum():
        return ""
    if a.isalpha() and b.isalpha():
        return DOUBT if b.islower() or (head.isupper() and tail.isupper()) else None
    if (a.isdigit() or a in ".,") and (b.isdigit() or b in ".,") and any(map(str.isdigit, head)):
        return ""
    return None


def _continues_address(text: str, end: str, following: str) -> bool:
    """Does an address of the web go on in the next line?"""
    if end not in (" ", "", DROP):
        return False
    token = text.rsplit(None, 1)[-1]
    return bool(ADDRESS.search(token)) and bool(IN_ADDRESS.match(following.split()[0])) and token[-1] not in ",;)"


def _hyphen_end(last: str, first: str, habits: LineBreaks) -> str:
    """A line that ends with a hyphen: the hyphen goes where it only marks a cut word."""
    stem, begin = last.rstrip("-\u00ad\u2010"), re.match(r"\w*", first)
    rest = begin.group() if begin else ""
    if last.endswith("\u00ad"):
        return DROP
    if not (stem[-1:].isalpha() and rest.isalpha()):
        return ""
    stem = at_end(stem)
    if ADDRESS.search(last):
        return ""
    lower = stem[-1].islower() and rest[0].islower() and not stem[:2].isupper()
    capitals = len(stem) > 1 and stem.isupper() and rest.isupper() and len(VOWELS.findall(stem)) > 1
    if not (lower or capitals):
        return ""
    return HYPHEN if habits.known is not None else DROP


def _settle(rows: list[TextLine], ends: list[str], habits: LineBreaks) -> None:
    """Decide the doubtful line ends, those that touch one another together."""
    start = 0
    while start < len(ends):
        stop = start
        while stop < len(ends) and ends[stop] in (DOUBT, HYPHEN) and (stop == start or len(rows[stop].words) == 1):
            stop += 1
        if stop > start:
            pieces = [rows[start].words[-1].text, *(line.words[0].text for line in rows[start + 1 : stop + 1])]
            ends[start:stop] = readings(pieces, ends[start:stop], habits)
        start = max(stop, start + 1)

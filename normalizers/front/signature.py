"""Sign-off blocks: who acknowledged and who prepared the report, with their positions.

Takes paragraphs; gives one signature a block, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from normalizers.front.person import (
    Person,
    cleaned,
    find_people,
    full_name,
    name_mended,
    names_read,
    scan_initialed,
    unglued,
)
from normalizers.front.spelling import mended
from normalizers.values.date import find_dates
from normalizers.values.text import folded
from parsers.document import Paragraph
from parsers.language.keys import plain
from parsers.language.words import is_word

# Role words, by whose signature they announce. The order inside "acknowledged" is the order of preference.
_ACKNOWLEDGED = (
    "танилцсан",
    "хянасан",
    "хянав",
    "баталгаажуулсан",
    "зөвшөөрсөн",
    "зөвшөөрөв",
    "баталсан",
    "батлав",
    "батлагдсан",
    "хүлээн авсан",
    "хүлээж авсан",
)
_PREPARED = (
    "боловсруулсан",
    "бэлтгэсэн",
    "гаргасан",
    "нэгтгэсэн",
    "тайлагнасан",
    "бичсэн",
    "үйлдсэн",
    "боловсруулав",
    "бэлтгэв",
    "тайлан гаргав",
)
_APPROVALS = ("зөвшөөрсөн", "зөвшөөрөв", "баталсан", "батлав", "батлагдсан")  # above a report: of the plan
_HALF_ROLE = "тайлан"  # stands alone where a narrow cell or a stamp parted it from its verb
_ROLE = re.compile(
    r"(?:(?:тайлан|төлөвлөгөө|биелэлт|хэрэгжилт|гүйцэтгэл|мэдээ)\w{0,30}(?:\s+\w+){0,2}?\s+)?"
    r"(?:(?<!\w)(?:хянаж|хянан|танилцаж|нэгтгэж|нэгтгэн|бэлтгэж|боловсруулж|гаргаж)(?:\s*,)?\s+)?"  # ХЯНАЖ, ТАНИЛЦСАН
    rf"(?<!\w)(?P<role>{'|'.join(sorted(_ACKNOWLEDGED + _PREPARED, key=len, reverse=True))})(?!\w)\s*[:;.\-–—]?"
)
_PLAN = "төлөвлөгөө боловсруулсан"
_OTHER_WORK = "бусад"  # a block of who made something else than plan or report
_MADE = re.compile(r"(төлөвлөгөө|төсөл|материал|танилцуулга|илтгэл)(?:г|гийг|ийг|ыг)?\s+(?:\w+\s+)?\w+\W*$")
_EMPTY_QUOTES = re.compile(r"^[“«\"„]\s*[”»\"]\s*")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_]\s){5,}[^\W\d_](?!\w)")  # Т А Н И Л Ц С А Н
_BROKEN = re.compile(r"\.\s?[^\W\d_]{2,}-\s*$")
_UNREADABLE = 0.3  # a scanned line below this confidence is no text; it leaves the position open
_BEHIND = 12  # letters behind a role word that tell whether a sentence goes on
_GARBLED = "\ufffd"
_FUZZY = 84  # role words are long: a scan changes one or two letters


@dataclass(frozen=True, slots=True)
class Signature:
    """One block: the role word (plain), the position and the person (empty when the block has none)."""

    role: str
    title: str
    person: str

    @property
    def acknowledges(self) -> bool:
        return self.role in _ACKNOWLEDGED

    @property
    def approves(self) -> bool:
        return self.role in _APPROVALS

    @property
    def prepares(self) -> bool:
        return self.role in (*_PREPARED, _PLAN, _HALF_ROLE)


def read_signatures(paragraphs: Iterable[Paragraph]) -> tuple[Signature, ...]:
    """The sign-off blocks of paragraphs or table cells in reading order.

    Two blocks side by side arrive as role, role, position, position, name, name: they are dealt out in turn.

    >>> cells = ["ТАНИЛЦСАН:", "ГАЗРЫН ДАРГА", "П.ДЭЛГЭР", "ТАЙЛАН БОЛОВСРУУЛСАН: мэргэжилтэн ____ /Ю.Хүслэн/"]
    >>> [(s.role, s.title, s.person) for s in read_signatures([Paragraph(cell) for cell in cells])]
    [('танилцсан', 'ГАЗРЫН ДАРГА', 'П.ДЭЛГЭР'), ('боловсруулсан', 'мэргэжилтэн', 'Ю.ХҮСЛЭН')]
    """
    paragraphs = tuple(paragraphs)
    scanned = any(paragraph.confidence is not None for paragraph in paragraphs)
    blocks: list[tuple[list[str], list[str]]] = []
    for line in _lines(paragraphs):
        roles, rest = _roles(line)
        if not roles and blocks and plain(line).strip(" :.") == _HALF_ROLE:
            roles, rest = [_HALF_ROLE], ""
        if roles and blocks and not blocks[-1][1] and len(roles) == 1 and (not rest or blocks[-1][0] == [_HALF_ROLE]):
            _extend(blocks[-1][0], roles[0])
        elif roles:
            blocks.append((list(roles), []))
        if blocks and rest:
            blocks[-1][1].append(rest)
    signatures = (signature for roles, lines in blocks for signature in _dealt(roles, lines))
    return tuple(replace(s, person=name_mended(s.person)) if scanned and s.person else s for s in signatures)


def _extend(roles: list[str], role: str) -> None:
    """Another role word before any name: a second block beside the first, or the second half of ``ТАЙЛАН`` ⏎ ``БЭЛТГЭСЭН``."""
    if roles[-1] == _HALF_ROLE:
        roles[-1] = role
    else:
        roles.append(role)


def acknowledged(signatures: Iterable[Signature]) -> Signature | None:
    """The signature that counts as acknowledging: ТАНИЛЦСАН before ХЯНАСАН before the others; named ones first."""
    known = [s for s in signatures if s.acknowledges]
    return min(known, key=lambda s: (not s.person, _ACKNOWLEDGED.index(s.role)), default=None)


def prepared(signatures: Iterable[Signature]) -> Signature | None:
    """The signature of the person who made the report; a named one first, who made the plan last."""
    return min((s for s in signatures if s.prepares), key=lambda s: (not s.person, s.role == _PLAN), default=None)


def _lines(paragraphs: Iterable[Paragraph]) -> Iterable[str]:
    for paragraph in _rejoined(paragraphs):
        for line in map(unglued, paragraph.text.split("\n")):
            if folded(line):
                unsure = paragraph.confidence is not None and paragraph.confidence < _UNREADABLE
                scanned = paragraph.confidence is not None
                text = mended(names_read(line), scanned)
                text = scan_initialed(text) if scanned else text
                if unsure and not find_people(cleaned(text)) and not _roles(text)[0]:
                    yield _GARBLED
                else:
                    yield from _parted(text)


def _rejoined(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs, those joined between which a name was broken: ``Б.Гал-`` ⏎ ``сүрэн``."""
    held: Paragraph | None = None
    for paragraph in paragraphs:
        if held and paragraph.text[:1].islower():
            held = replace(held, text=held.text.rstrip()[:-1] + paragraph.text)
        else:
            if held:
                yield held
            held = paragraph
        if not _BROKEN.search(held.text):
            yield held
            held = None
    if held:
        yield held


def _parted(line: str) -> Iterator[str]:
    """A line in which a block begins behind the words of another one, cut where it begins.

    >>> list(_parted("БЭЛТГЭСЭН: ажилтан П.ДЭЛГЭР ТАНИЛЦСАН: дарга Ю.ХҮСЛЭН")), list(_parted("ХЯНАСАН: БЭЛТГЭСЭН:"))
    (['БЭЛТГЭСЭН: ажилтан П.ДЭЛГЭР', 'ТАНИЛЦСАН: дарга Ю.ХҮСЛЭН'], ['ХЯНАСАН: БЭЛТГЭСЭН:'])
    """
    small, start, behind = plain(line), 0, 0
    for found in _ROLE.finditer(small):
        words = any(letter.isalpha() for letter in small[behind : found.start()])
        parted = found[0].rstrip().endswith(":") or small[: found.start()].rstrip().endswith("/")
        if behind and words and parted:
            yield line[start : found.start()].strip()
            start = found.start()
        behind = found.end()
    yield line[start:].strip()


def _roles(line: str) -> tuple[list[str], str]:
    """The role words that open a line (or stand side by side in it) and what is left of it."""
    line = _SPACED.sub(lambda spaced: re.sub(r"\s+", "", spaced[0]), line)
    small = plain(line)
    first = len(small) - len(small.lstrip(' -_."'))
    found = [match for match in _ROLE.finditer(small) if _opens(small, first, match)]
    if not found:
        fuzzy = _fuzzy_role(small)
        return ([fuzzy[0]], line[fuzzy[1] :].strip()) if fuzzy else ([], line)
    kinds = [_kind(small[: match.end()], match["role"]) for match in found]
    return kinds, _EMPTY_QUOTES.sub("", folded(_without(line, found, " "))).strip(" :;")


def _kind(words: str, role: str) -> str:
    """The role that the words up to its own name: who made the plan, or a talk, need not be who made the report."""
    made = _MADE.search(words) if role in _PREPARED else None
    return role if made is None else _PLAN if made[1].startswith("төлөвлөгөө") else _OTHER_WORK


def _without(text: str, found: Sequence[re.Match[str] | Person], instead: str) -> str:
    """The text with what was found replaced."""
    spans = [one.span() if isinstance(one, re.Match) else (one.start, one.end) for one in found]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return instead.join(text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True))


def _opens(small: str, first: int, match: re.Match[str]) -> bool:
    """A role word counts at the start of a line (``first``), or before a colon; not inside a sentence ("… танилцсан
    байна")."""
    after = small[match.end() : match.end() + _BEHIND].strip()
    colon = match.group().rstrip().endswith((":", ";"))
    if after.startswith(("байна", "байх", "болно", "бөгөөд", "ба ")):
        return False
    return (match.start() <= first and (colon or not after or len(small) < 160)) or colon


def _fuzzy_role(small: str) -> tuple[str, int] | None:
    """A damaged role word at the start of a short line that ends in a colon."""
    head = re.match(r"\s*(?:тайлан\w*\s+)?([^\W\d_]{5,18})\s*[:;]", small)
    if head is None or is_word(head[1]) or "танилцуул" in head[1]:  # a word of its own: who presented is not who read
        return None
    score, role = max((fuzz.ratio(head[1], role), role) for role in _ACKNOWLEDGED + _PREPARED)
    return (role, head.end()) if score >= _FUZZY else None


def _person_in(line: str) -> tuple[list[str], str]:
    """The people a line names and what is left of it. A line that is wholly ``Доржийн Бат`` names a person."""
    clean = cleaned(line)
    people = find_people(clean)
    if not people:
        lone = full_name(clean)
        if lone is not None:
            return [lone], " ".join(clean.strip(' /()"_.,').split()[:-2])
        slashed = re.search(r"[/(]\s*([^/()]+?)\s*[/)]\s*$", clean)
        if slashed and (lone := full_name(slashed[1])):
            return [lone], clean[: slashed.start()].strip(" /()_,")
        return [], clean
    rest = re.sub(r"(?:[/(]\s*)?\|(?:\s*[/)])?", " | ", _without(clean, people, "|"))
    return [person.name for person in people], folded(rest)


def _dealt(roles: list[str], lines: list[str]) -> list[Signature]:
    """Positions and people of the lines of one block, dealt out to its roles."""
    people: list[str] = []
    titles: list[list[str]] = [[] for _ in roles]
    position = 0
    for line in lines:
        if _ends_block(line) or (len(people) >= len(roles) and all(titles)):
            break
        names, rest = _person_in(_undated(line))
        pieces = [piece.strip(" /()_,.:") for piece in rest.split("|")] if names else [rest.strip(" /_,:")]
        for piece in filter(None, pieces):
            if len(people) < len(roles) or not titles[position % len(roles)]:
                titles[position % len(roles)].append(piece)
                position += 1
        people += names
    return [
        Signature(
            role, "" if _GARBLED in titles[i] else folded(" ".join(titles[i])), people[i] if i < len(people) else ""
        )
        for i, role in enumerate(roles)
    ]


def _undated(line: str) -> str:
    """A line without the date behind the signature."""
    spans = [span for span in find_dates(line, 2000) if span.precision == "day"]
    return line[: spans[-1].start] if spans and not line[spans[-1].end :].strip(" ./)") else line


def _ends_block(line: str) -> bool:
    """A line that is only a date or a telephone number is no position."""
    spans = find_dates(line, 2000)
    rest = line if not spans else line[: spans[0].start] + line[spans[-1].end :]
    return (bool(spans) and len(rest.strip(" .,/-_")) < 4) or re.match(
        r"\s*(?:утас|хаяг|и-?мэйл|тамга|хавсралт)", plain(line)
    ) is not None

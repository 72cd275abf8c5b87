"""Find the measure tables: which tables of the document are one form, and whether that form reports on measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.codes import split_code
from parsers.columns import Naming, evidence, name_columns
from parsers.document import Document, Paragraph, Table
from parsers.headers import NAMED, Header, find_header, is_number_row, path_scores, repeats
from parsers.headings import skeleton, squash
from parsers.report import Role
from parsers.rows import is_signature, line
from parsers.sheets import Leaf, Sheet, body_leaves, rescaled, sheet, split_by_body

TOPIC = re.compile(r"авлиг|авилг|ашиг сонирх|хасхом|\bхом\b|ес зуи|шударга|мэдуулэг|хунд суртал|шударг")
REPORT_SIDE = (Role.PROGRESS, Role.COMPLETION, Role.SPENT)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a section: its sheet, its own header if it has one, and the section's leaves on its scale."""

    sheet: Sheet
    header: Header | None
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of one form, in reading order, and what their columns hold. ``headless`` when named by contents only."""

    parts: tuple[Part, ...]
    naming: Naming
    headless: bool = False

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return self.parts[0].leaves


def sections(document: Document, period: str) -> list[Section]:
    """The measure sections of a document, in reading order; empty when there are none."""
    sheets = [sheet(n, block) for n, block in enumerate(document.blocks) if isinstance(block, Table) and block.cells]
    runs: list[list[Part]] = []
    for page in sheets:
        header = find_header(page)
        home = runs[-1] if runs else None
        if home and (joined := _continuation(home, page, header, document)):
            home.append(joined)
        elif header:
            leaves = _without_phantoms(page, split_by_body(page, header.leaves, _body(page, header)), header)
            runs.append([Part(page, header, tuple(leaves))])
    topical = bool(TOPIC.search(skeleton(_all_text(document))))
    named = [_named(run, period) for run in runs]
    found = [section for section in named if is_measure_form(section, topical)]
    return found or _headless(sheets, period)


def _all_text(document: Document) -> str:
    texts: list[str] = []
    for block in document.blocks:
        texts += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return "\n".join(texts)


def _named(run: Sequence[Part], period: str) -> Section:
    leaves = run[0].leaves
    contents: list[list[str]] = [[] for _ in leaves]
    for number, part in enumerate(run):
        for row in _body(part.sheet, part.header):
            one = line(number, part.sheet, row, part.leaves)
            if len(one.told()) > 1 and not repeats(one.texts(), part.leaves) and not is_number_row(one.texts()):
                for leaf, text in enumerate(one.texts()):
                    contents[leaf].append(text if not any(id(span.cell) in one.wide for span in one.own[leaf]) else "")
    return Section(tuple(run), name_columns(leaves, contents, period))


def _body(page: Sheet, header: Header | None) -> list[int]:
    """Rows outside the header that hold two texts or more."""
    skipped = range(header.first, header.end) if header else range(0)
    after = header.end if header else 0
    return [row for row in range(len(page.rows)) if row >= after and row not in skipped and len(page.own(row)) > 1]


def _without_phantoms(page: Sheet, leaves: Sequence[Leaf], header: Header) -> list[Leaf]:
    """Drop columns that no word stands in (double rules): their room goes to the column before."""
    rows = _body(page, header)
    filled = [False] * len(leaves)
    for row in rows:
        one = line(0, page, row, leaves)
        for place, span in one.told():
            filled[place] = filled[place] or id(span.cell) not in one.wide
    kept: list[Leaf] = []
    for leaf, has_words in zip(leaves, filled, strict=True):
        if has_words or leaf.path or not rows:
            kept.append(leaf)
        elif kept:
            kept[-1] = Leaf(kept[-1].x0, leaf.x1, kept[-1].path)
    return kept


def _continuation(home: list[Part], page: Sheet, header: Header | None, document: Document) -> Part | None:
    """The table as a further part of the form above: it repeats that form's header, or has none but its columns."""
    first = home[0]
    if header is not None:
        if not _same_header(first.leaves, header):
            return None
        leaves = _without_phantoms(page, split_by_body(page, header.leaves, _body(page, header)), header)
        if len(leaves) == len(first.leaves):
            return Part(
                page,
                header,
                tuple(Leaf(own.x0, own.x1, known.path) for own, known in zip(leaves, first.leaves, strict=True)),
            )
        return Part(page, header, tuple(rescaled(first.leaves, first.sheet, page)))
    if any(is_signature(span.text) for row in range(min(2, len(page.rows))) for span in page.own(row)):
        return None
    if not _same_columns(home[-1], page):
        return None
    return Part(page, None, tuple(rescaled(first.leaves, first.sheet, page)))


def _same_header(leaves: Sequence[Leaf], header: Header) -> bool:
    ours = [squash(" ".join(leaf.path)) for leaf in leaves if leaf.path]
    theirs = [squash(" ".join(leaf.path)) for leaf in header.leaves if leaf.path]
    if abs(len(ours) - len(theirs)) > 1 + len(ours) // 5:
        return False
    met = sum(max((fuzz.ratio(label, other) for other in ours), default=0.0) >= 75 for label in theirs)
    return met >= 0.7 * len(theirs)


def _same_columns(above: Part, page: Sheet) -> bool:
    """The rules between the columns stand where those of the table above stand; or the cells are as many."""
    own = body_leaves(page)
    if not own:
        return (
            len(page.rows) > 0
            and page.boxed
            and above.sheet.boxed
            and abs(page.x0 - above.sheet.x0) < 12
            and abs(page.x1 - above.sheet.x1) < 12
        )
    if not page.boxed:
        return len(own) == len(above.leaves) or (
            page.table.columns == above.sheet.table.columns and not above.sheet.boxed
        )
    leaves = rescaled(above.leaves, above.sheet, page)
    tolerance = 0.015 * (page.x1 - page.x0)
    ours, theirs = [leaf.x0 for leaf in leaves[1:]], [leaf.x0 for leaf in own[1:]]
    met = sum(any(abs(edge - other) <= tolerance for other in ours) for edge in theirs)
    return bool(theirs) and met >= 0.7 * len(theirs) and met >= 0.5 * len(ours)


def is_measure_form(section: Section, topical: bool) -> bool:
    """A measure column and a report on it: long or coded measures, and a progress text, or else a topic that fits."""
    naming = section.naming
    if not naming.has(Role.MEASURE) or not naming.has(*REPORT_SIDE):
        return False
    measures, progress = _texts(section, Role.MEASURE), _texts(section, Role.PROGRESS)
    if not measures:
        return False
    seen = evidence(measures)
    mean = sum(map(len, measures)) / len(measures)
    coded = seen.coded_text >= 0.5 or naming.has(Role.CODE)
    labels = sum(max(path_scores(leaf.path).values(), default=0.0) >= NAMED for leaf in section.leaves)
    on_topic = sum(bool(TOPIC.search(skeleton(text))) for text in measures) >= 0.2 * len(measures)
    reported = bool(progress) and sum(map(len, progress)) / len(progress) >= 15
    if seen.wordy < 0.6:
        return False
    score = (
        1.0 * (mean >= 20)
        + 1.0 * (mean >= 45)
        + 1.0 * coded
        + 1.5 * reported
        + 1.0 * naming.has(Role.INDICATOR)
        + 0.5 * naming.has(Role.COMPLETION)
        + 1.5 * on_topic
        + 0.5 * topical
        + 0.5 * (labels >= 4)
    )
    return score >= 3.5


def _texts(section: Section, role: Role) -> list[str]:
    leaves = section.naming.leaves_of(role)
    found: list[str] = []
    for number, part in enumerate(section.parts):
        for row in _body(part.sheet, part.header):
            one = line(number, part.sheet, row, part.leaves)
            found += [one.text(leaf) for leaf in leaves if one.text(leaf) and not repeats(one.texts(), part.leaves)]
    return found


def _headless(sheets: Sequence[Sheet], period: str) -> list[Section]:
    """Tables without any header, measure tables only where contents leave no doubt: codes, percents, long texts."""
    for n, page in enumerate(sheets):
        leaves = body_leaves(page)
        if len(leaves) < 3:
            continue
        run = [Part(page, None, tuple(leaves))]
        for other in sheets[n + 1 :]:
            if _same_columns(run[-1], other):
                run.append(Part(other, None, tuple(rescaled(leaves, page, other))))
        section = _named(run, period)
        measures, done = _texts(section, Role.MEASURE), _texts(section, Role.COMPLETION)
        coded = sum(bool(split_code(text)[0]) for text in measures) + len(_texts(section, Role.CODE))
        if (
            len(measures) >= 3
            and coded >= 0.7 * len(measures)
            and section.naming.has(Role.PROGRESS)
            and len(done) >= 0.6 * len(measures)
        ):
            return [Section(section.parts, section.naming, headless=True)]
    return []

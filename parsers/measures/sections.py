"""Measure sections: a document -> the runs of tables that are one form and report on measures, with their column roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.document import Document, Paragraph, Table
from parsers.language.codes import split_code
from parsers.language.keys import one_alphabet
from parsers.language.verbs import tells_of_doing
from parsers.measures.column_profile import evidence
from parsers.measures.column_roles import Naming, name_columns
from parsers.measures.header import NAMED, find_header, path_scores
from parsers.measures.parts import Part, body, contents, continuation, goes_on, renamed, same_columns, without_phantoms
from parsers.measures.table_grid import Leaf, TableGrid, body_leaves, rescaled, split_by_body, table_grid
from parsers.report import Role

TOPIC = re.compile(r"авлиг|авилг|ашиг сонирх|хасхом|\bхом\b|ес зуи|шударг|мэдуулэг|хунд сурт")
ENOUGH = 4.5  # points; reports on measures have 6 and more, other tables with some of the labels stay below 4
REPORT_SIDE = (Role.PROGRESS, Role.COMPLETION, Role.SPENT)


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of one form, in reading order, and what their columns hold.

    ``texts`` are the cells of each leaf, ``headless`` when named by contents only, ``shouting`` when the measures are
    in capitals.
    """

    parts: tuple[Part, ...]
    naming: Naming
    texts: tuple[tuple[str, ...], ...] = ()
    headless: bool = False
    shouting: bool = False

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return self.parts[0].leaves


def sections(document: Document, period: str) -> list[Section]:
    """The measure sections of a document, in reading order; empty when there are none."""
    tables = [(n, block) for n, block in enumerate(document.blocks) if isinstance(block, Table) and block.cells]
    grids = [table_grid(n, table, number) for number, (n, table) in enumerate(tables, 1)]
    runs: list[list[Part]] = []
    for page in grids:
        home = runs[-1] if runs else None
        header = None if home and goes_on(home[-1], page) else find_header(page)
        if home and (joined := continuation(home, page, header)):
            if len(home) == 1 and header is None and joined.header is not None:
                home[0] = replace(home[0], leaves=renamed(home[0].leaves, joined.leaves))
            home.append(joined)
        elif header:
            leaves = without_phantoms(page, split_by_body(page, header.leaves, body(page, header)), header)
            runs.append([Part(page, header, tuple(leaves))])
    topical = bool(TOPIC.search(one_alphabet(_all_text(document))))
    named = [_named(run, period) for run in runs]
    found = [section for section in named if is_measure_form(section, topical)]
    return found or _headless(grids, period)


def _all_text(document: Document) -> str:
    texts: list[str] = []
    for block in document.blocks:
        texts += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return "\n".join(texts)


def _named(run: Sequence[Part], period: str) -> Section:
    """The columns named by the header and by what all parts hold in them."""
    leaves = run[0].leaves
    by_part = [contents(part.grid, part.leaves, part.header) for part in run]
    texts = [[text for part in by_part for text in part[leaf]] for leaf in range(len(leaves))]
    naming = name_columns(leaves, texts, period)
    measures = [text for leaf in naming.leaves_of(Role.MEASURE) for text in texts[leaf] if text]
    capitals = sum(text.isupper() for text in measures) > 0.5 * len(measures)
    return Section(tuple(run), naming, tuple(map(tuple, texts)), shouting=capitals)


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
    on_topic = sum(bool(TOPIC.search(one_alphabet(text))) for text in measures) >= 0.2 * len(measures)
    reported = bool(progress) and sum(map(len, progress)) / len(progress) >= 15
    if seen.wordy < 0.6:
        return False
    telling = sum(map(tells_of_doing, measures)) / len(measures)
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
        + 1.5 * (telling >= 0.5)
        - 1.5 * (telling < 0.25 and not on_topic)
    )
    return score >= ENOUGH


def _texts(section: Section, role: Role) -> list[str]:
    return [text for leaf in section.naming.leaves_of(role) for text in section.texts[leaf] if text]


def _headless(grids: Sequence[TableGrid], period: str) -> list[Section]:
    """Tables without any header, measure tables only where contents leave no doubt: codes, percents, long texts."""
    for n, page in enumerate(grids):
        leaves = body_leaves(page)
        if len(leaves) < 3:
            continue
        run = [Part(page, None, tuple(leaves))]
        for other in grids[n + 1 :]:
            if same_columns(run[-1], other):
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
            return [replace(section, headless=True)]
    return []

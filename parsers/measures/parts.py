"""Tables over several pages: a form's tables so far and a further one -> whether it goes on there. A form is cut by page breaks,
or has one table a goal under the same header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from parsers.language.keys import letters_key
from parsers.language.labels import names_count
from parsers.language.row_words import is_signature
from parsers.measures.column_profile import evidence
from parsers.measures.header import NAMED, Header, is_number_row, may_be_header, path_scores, repeats
from parsers.measures.row_kinds import table_row
from parsers.measures.table_grid import EDGES_MEET, Leaf, TableGrid, body_leaves, edges_met, rescaled, split_by_body
from parsers.measures.text_joining import join_text, starts_inside

LONGEST_REST = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a section: its grid, its own header if it has one, and the section's leaves on its scale."""

    grid: TableGrid
    header: Header | None
    leaves: tuple[Leaf, ...]


def body(page: TableGrid, header: Header | None) -> list[int]:
    """Rows outside the header that hold two texts or more."""
    skipped = range(header.first, header.end) if header else range(0)
    after = header.end if header else 0
    return [row for row in range(len(page.rows)) if row >= after and row not in skipped and len(page.own(row)) > 1]


def without_phantoms(page: TableGrid, leaves: Sequence[Leaf], header: Header) -> list[Leaf]:
    """Drop columns that no word stands in (double rules): their room goes to the column before."""
    rows = body(page, header)
    filled = [False] * len(leaves)
    for row in rows:
        one = table_row(0, page, row, leaves)
        for place, span in one.told():
            filled[place] = filled[place] or id(span.cell) not in one.wide
    kept: list[Leaf] = []
    for leaf, has_words in zip(leaves, filled, strict=True):
        if has_words or leaf.path or not rows:
            kept.append(leaf)
        elif kept:
            kept[-1] = Leaf(kept[-1].x0, leaf.x1, kept[-1].path)
    return kept


def continuation(home: Sequence[Part], page: TableGrid, header: Header | None) -> Part | None:
    """The table as a further part of the form above: it repeats that form's header, or has none but its columns."""
    last = home[-1]
    if header is not None:
        if not _same_header(last.leaves, header):
            weak = header.worth < 0.6 * len(last.leaves) and not _labels_all(header, last)
            return _without_header(home, page) if weak and same_columns(last, page) else None
        leaves = without_phantoms(page, split_by_body(page, header.leaves, body(page, header)), header)
        if len(leaves) == len(last.leaves):
            return Part(page, header, renamed(leaves, last.leaves))
        return Part(page, header, tuple(rescaled(last.leaves, last.grid, page)))
    return _without_header(home, page)


def goes_on(last: Part, page: TableGrid) -> bool:
    """True when the columns are those of the table above and nothing at the top looks like labels."""
    return same_columns(last, page) and not any(may_be_header(page, row) for row in range(min(3, len(page.rows))))


def _without_header(home: Sequence[Part], page: TableGrid) -> Part | None:
    last = home[-1]
    if begins_with_signatures(page):
        return None
    if same_columns(last, page):
        leaves = tuple(rescaled(last.leaves, last.grid, page))
        whole = header_rest(home, page, leaves)
        return Part(page, Header(0, 1, whole, 0.0), whole) if whole else Part(page, None, leaves)
    own = body_leaves(page)
    if len(own) == len(last.leaves) and same_extent(last.grid, page) and _same_contents(home, page, own):
        return Part(page, None, renamed(own, last.leaves))
    return None


def begins_with_signatures(page: TableGrid) -> bool:
    """A sign-off in the first row, or in the second unless the first is the rest of a cut row."""
    signed = [any(is_signature(span.text) for span in page.own(row)) for row in range(min(2, len(page.rows)))]
    rest = (
        any(starts_inside(span.text) and len(span.text) > LONGEST_REST // 2 for span in page.own(0))
        if signed
        else False
    )
    return any(signed[:1]) or (any(signed) and not rest)


def header_rest(home: Sequence[Part], page: TableGrid, leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The columns under whole labels where a page break cut the header; empty when the page begins otherwise.

    A header without rows stands at the foot of the page above, and the first row here makes its labels longer.
    """
    last = home[-1]
    if last.header is None or body(last.grid, last.header) or not page.rows:
        return ()
    cut = last.header.leaves if len(last.header.leaves) == len(leaves) else leaves
    told = table_row(0, page, 0, leaves).told()
    if not told or any(len(span.text) > LONGEST_REST or any(map(str.isdigit, span.text)) for _, span in told):
        return ()
    paths = [leaf.path for leaf in cut]
    for leaf, span in told:
        before = max(path_scores(paths[leaf]).values(), default=0.0)
        if not paths[leaf]:
            return ()
        paths[leaf] = (*paths[leaf][:-1], join_text(paths[leaf][-1], span.text))
        if max(path_scores(paths[leaf]).values(), default=0.0) < min(before, NAMED):
            return ()
    if len(home) > 1:
        return tuple(leaves)
    return tuple(replace(leaf, path=path) for leaf, path in zip(leaves, paths, strict=True))


def renamed(own: Sequence[Leaf], known: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The columns where this table has them, under the labels of the form."""
    return tuple(replace(leaf, path=named.path) for leaf, named in zip(own, known, strict=True))


def _same_header(leaves: Sequence[Leaf], header: Header) -> bool:
    ours = [letters_key(" ".join(leaf.path)) for leaf in leaves if leaf.path]
    theirs = [letters_key(" ".join(leaf.path)) for leaf in header.leaves if leaf.path]
    if abs(len(ours) - len(theirs)) > 1 + len(ours) // 5:
        return False
    met = sum(max((fuzz.ratio(label, other) for other in ours), default=0.0) >= 75 for label in theirs)
    return met >= 0.7 * len(theirs)


def _labels_all(header: Header, last: Part) -> bool:
    """Every one of as many columns has a known label, of a role or of a count: another form, no row taken for a header.

    With fewer columns it is the head of a table above that a page repeats over the rows of this form.
    """
    return len(header.leaves) == len(last.leaves) and all(
        leaf.path and (names_count(leaf.path[-1]) or max(path_scores(leaf.path).values(), default=0.0) >= NAMED)
        for leaf in header.leaves
    )


def same_columns(above: Part, page: TableGrid) -> bool:
    """The rules between the columns stand where those of the table above stand; without boxes: as many columns."""
    own = body_leaves(page)
    if not own:
        return page.boxed and same_extent(above.grid, page)
    if not page.boxed or not above.grid.boxed:
        return len(own) == len(above.leaves) or page.table.columns == above.grid.table.columns
    leaves = rescaled(above.leaves, above.grid, page)
    tolerance = EDGES_MEET * (page.x1 - page.x0)
    ours, theirs = [leaf.x0 for leaf in leaves[1:]], [leaf.x0 for leaf in own[1:]]
    met = edges_met(leaves, page)
    if len(ours) == len(theirs) > 2 and met == len(theirs) - 1:  # one edge lies anywhere in a wide white
        return True
    if len(ours) > 2 and same_extent(above.grid, page) and _meets_all(ours, theirs, tolerance):
        return True  # the rules between them belong to tables inside the cells
    return bool(theirs) and met >= 0.7 * len(theirs) and met >= 0.5 * len(ours)


def _meets_all(ours: Sequence[float], theirs: Sequence[float], tolerance: float) -> bool:
    """Every edge of the table above is an edge here too."""
    return all(any(abs(edge - other) <= tolerance for other in theirs) for edge in ours)


def same_extent(above: TableGrid, page: TableGrid) -> bool:
    """Both outer edges stand where those of the table above stand."""
    near = 0.02 * (page.x1 - page.x0)
    return above.boxed == page.boxed and abs(page.x0 - above.x0) <= near and abs(page.x1 - above.x1) <= near


def _same_contents(home: Sequence[Part], page: TableGrid, own: Sequence[Leaf]) -> bool:
    """Column by column both tables hold the like: words, or figures and short values."""
    above = [contents(part.grid, part.leaves, part.header) for part in home]
    below = contents(page, own, None)
    votes: list[bool] = []
    for leaf in range(len(own)):
        one, other = evidence([text for texts in above for text in texts[leaf]]), evidence(below[leaf])
        if one.texts and other.texts:
            votes.append(abs(one.wordy - other.wordy) < 0.5 and abs(one.long - other.long) < 0.7)
    return len(votes) >= 2 and sum(votes) >= 0.7 * len(votes)


def contents(page: TableGrid, leaves: Sequence[Leaf], header: Header | None) -> list[list[str]]:
    """The texts of each column in the rows that hold two or more; blank where a cell covers several columns."""
    found: list[list[str]] = [[] for _ in leaves]
    for row in body(page, header):
        one = table_row(0, page, row, leaves)
        texts = one.texts()
        if len(one.told()) > 1 and not repeats(texts, leaves) and not is_number_row(texts):
            for leaf, text in enumerate(texts):
                wide = any(id(span.cell) in one.wide for span in one.own[leaf])
                found[leaf].append("" if wide else text)
    return found

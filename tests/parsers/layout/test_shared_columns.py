"""The columns that stretches of pages share: which belong together, which are other tables, and the head above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Page, Word
from parsers.layout.shared_columns import (
    PlacedArea,
    _narrowed,
    _parts,
    _same_table,
    _with_head,
    columns_of,
    conflict,
    header_above,
    header_of,
    of_one_scale,
)
from parsers.layout.table_areas import RowRule, TableArea
from parsers.layout.text_lines import TextLine, lines
from tests.builders.pages import page

WIDTH = 300.0


def line(top: float, *extents: tuple[float, float]) -> TextLine:
    """A line of words ten points high with these ends."""
    return lines(Word(f"ү{top:.0f}", BBox(x0, top, x1, top + 10), None, 10.0) for x0, x1 in extents)[0]


def row(top: float) -> TextLine:
    """Three words, a little different in every line."""
    wide = top % 5
    return line(top, (5, 60 + wide), (105, 160 + wide), (205, 250 + wide))


def area(*rows: TextLine, levels: tuple[float, ...] = (), white: bool = True) -> TableArea:
    heights = levels or (rows[0].top - 1, rows[-1].bottom + 1)
    return TableArea(0.0, WIDTH, tuple(RowRule(y, 0.0) for y in heights), rows, white=white)


def tops(parts: list[list[TextLine]]) -> list[list[float]]:
    return [[each.top for each in part] for part in parts]


def test_wide_white_cuts_an_area_into_stretches() -> None:
    rows = [row(top) for top in (0, 12, 24, 36)]
    assert tops(_parts(area(*rows), [])) == [[0, 12, 24, 36]]
    assert tops(_parts(area(*rows, row(72.3)), [])) == [[0, 12, 24, 36, 72.3]]  # 2.2 line distances of white
    assert tops(_parts(area(*rows, row(72.5), row(84.5)), [])) == [[0, 12, 24, 36], [72.5, 84.5]]
    assert tops(_parts(area(row(0)), [])) == [[0]]
    tall = replace(rows[3], bottom=60.0)
    assert tops(_parts(area(*rows[:3], tall, row(80)), [])) == [[0, 12, 24, 36, 80]]
    close = [row(top) for top in (0, 8, 16, 24)]  # lines that overlap leave no white
    assert tops(_parts(area(*close, row(56)), [])) == [[0, 8, 16, 24, 56]]
    assert tops(_parts(area(*close, row(56.1)), [])) == [[0, 8, 16, 24], [56.1]]


def test_goals_part_stretches_and_belong_to_none() -> None:
    goal, short = line(24, (5, 141)), line(24, (5, 140))
    assert tops(_parts(area(row(0), row(12), goal, row(36)), [])) == [[0, 12], [36]]
    assert tops(_parts(area(row(0), row(12), short, row(36)), [])) == [[0, 12, 24, 36]]
    assert tops(_parts(area(line(0, (5, 200)), row(12)), [])) == [[12]]
    assert tops(_parts(area(goal), [])) == [[24]]  # nothing else is there
    two = line(24, (5, 141), (205, 250))
    assert tops(_parts(area(row(0), two, row(36)), [])) == [[0, 24, 36]]
    narrow = replace(area(row(0), row(12), line(24, (105, 195)), row(36)), left=100.0)  # 200 points wide
    assert tops(_parts(narrow, [])) == [[0, 12, 24, 36]]
    assert tops(_parts(replace(narrow, rows=(row(0), line(24, (105, 196)), row(36))), [])) == [[0], [36]]


def test_the_head_belongs_to_the_first_stretch() -> None:
    assert tops(_parts(area(row(20), line(40, (5, 200)), row(60)), [row(5)])) == [[5, 20], [60]]


EDGES = [100.0, 200.0]
OVER = (5.0, 150.0)


def test_a_stretch_is_in_conflict_where_half_of_its_lines_run_over_the_columns() -> None:
    over = line(30, (5, 90), (93, 150), (205, 250))
    assert not conflict([row(0), row(12)], 0, WIDTH, EDGES) and conflict([over], 0, WIDTH, EDGES)
    assert conflict([row(0), over], 0, WIDTH, EDGES) and not conflict([row(0), row(12), over], 0, WIDTH, EDGES)
    goal = line(30, (5, 90), (93, 250))
    assert conflict([goal], 0, WIDTH, EDGES)


LEVELS = (0.0, 20.0, 40.0, 60.0)


@pytest.mark.parametrize(
    ("top", "bottom", "kept"),
    [
        (22, 38, (20, 40)), (19, 41, (20, 40)), (18.9, 41, (0, 20, 40)), (19, 41.1, (20, 40, 60)), (-5, 5, (0, 20)),
        (45, 65, (40, 60)), (5, 55, LEVELS),
    ],
)  # fmt: skip
def test_an_area_cut_down_to_lines_keeps_the_row_edges_beside_them(
    top: float, bottom: float, kept: tuple[float, ...]
) -> None:
    rows = [replace(row(top), bottom=bottom)]
    cut = _narrowed(area(row(5), row(45), levels=LEVELS, white=False), rows)
    assert tuple(level.y for level in cut.level) == kept and cut.rows == tuple(rows)
    white = _narrowed(area(row(5), row(45)), rows)
    assert white.level == (RowRule(top - 1, 0), RowRule(bottom + 1, 0)) and white.rows == tuple(rows)


# several areas


def placed(drawing: str, number: int = 0) -> tuple[Page, PlacedArea]:
    """A drawing as a page with one area of white space over all its lines."""
    made = page(drawing, ruled=False, number=number + 1)
    rows = lines(made.words)
    left, right = min(each.x0 for each in rows) - 1, max(each.x1 for each in rows) + 1
    level = (RowRule(rows[0].top - 1, left), RowRule(rows[-1].bottom + 1, left))
    return made, PlacedArea(number, TableArea(left, right, level, tuple(rows), white=True))


SUMMARY = """
Зорилго нэгдүгээр хэсэг байна    дөрвөн ажил             50.0
Зорилго хоёрдугаар хэсэг байна   гурван ажил             70.0
Зорилго гуравдугаар хэсэг байна  гурван ажил             80.0
"""
MEASURES = """
Авлигын      Сургалт хийх       Гучин хүн            100%
мэдлэгийг    бүх хүнд           хамрагдав            гэв
олгоход      Самбар             Шинэчилсэн           70%
хүрнэ        тавих              байна                гэв
ажлыг        Уулзалт            Болсон               90%
"""
PAUSE = "\n\n\n\n"


def shared(drawing: str) -> tuple[int, list[int], list[int]]:
    """Columns of the table, lines of its areas, and lines of the areas of other tables."""
    made, item = placed(drawing)
    edges, kept, others = columns_of([made], [item], item.area.left, item.area.right)
    return len(edges) + 1, [len(one.area.rows) for one in kept], [len(one.area.rows) for one in others]


def test_a_table_of_other_columns_above_or_below_is_cut_off() -> None:
    assert shared(MEASURES) == (4, [5], []) and shared(SUMMARY) == (3, [3], [])
    assert shared(SUMMARY + PAUSE + MEASURES) == (4, [5], [3])
    assert shared(MEASURES + PAUSE + SUMMARY) == (4, [5], [3])
    assert shared(MEASURES + PAUSE + MEASURES.replace("ажлыг", "үйлийг")) == (4, [10], [])


def test_text_that_is_no_table_is_cut_off_and_left_out() -> None:
    text = "Зорилго нэгдүгээр хэсэг    дөрвөн ажил   байна\n"
    assert shared(text + PAUSE + MEASURES) == (4, [5], [])


def stray(number: int, top: float) -> TextLine:
    """A line of three words that runs over the first column edge of ``row``; two of them have no river there at all."""
    bank = 8 * (number % 2)
    return line(top, (5, 50 + bank), (56 + bank, 202 + bank / 8), (208 + bank / 8, 250))


def around(above: int, rows: int, below: int) -> tuple[int, int, int]:
    """Columns of a table of so many rows between stray lines far apart, and how many stray lines are cut off on top and
    below."""
    body = [row(1000 + 12.0 * n) for n in range(rows)]
    before = [stray(n, 1000.0 - 40 * (above - n)) for n in range(above)]
    after = [stray(n, body[-1].top + 40.0 * (n + 1)) for n in range(below)]
    item = PlacedArea(0, area(*before, *body, *after))
    edges, kept, _ = columns_of([Page(1, 400, 2000, ())], [item], 0, WIDTH)
    held = [each.top for one in kept for each in one.area.rows]
    return len(edges) + 1, sum(each.top < held[0] for each in before), sum(each.top > held[-1] for each in after)


def test_up_to_eight_stretches_of_other_columns_are_cut_off_at_either_end() -> None:
    assert around(1, 10, 0) == (3, 1, 0) and around(0, 10, 1) == (3, 0, 1)
    assert around(8, 10, 0) == (3, 8, 0) and around(0, 10, 8) == (3, 0, 8)
    assert around(9, 10, 0) == (2, 0, 0) and around(0, 10, 9) == (2, 0, 0)


def test_a_stretch_that_takes_no_column_away_stays() -> None:
    assert around(2, 12, 0) == (3, 1, 0) and around(0, 12, 2) == (3, 0, 1)  # of 13 lines one may run over a river


def test_the_head_at_the_foot_of_a_title_goes_with_the_table() -> None:
    def stretch(*rows: TextLine) -> tuple[PlacedArea, list[TextLine]]:
        return PlacedArea(0, area(*rows)), list(rows)

    title, head = line(0, (5, 90), (93, 180), (205, 250)), line(30, (10, 50), (110, 150), (210, 240))
    body = stretch(row(60), row(72), row(84))
    parts, edges, begin = _with_head([stretch(title, head), body], EDGES, 1, 0, WIDTH)
    assert tops([part for _, part in parts]) == [[0], [30], [60, 72, 84]] and begin == 1 and len(edges) == 2
    parts, _, begin = _with_head([stretch(head), body], EDGES, 1, 0, WIDTH)
    assert tops([part for _, part in parts]) == [[30], [60, 72, 84]] and begin == 0
    same = [stretch(title), body]
    assert _with_head(same, EDGES, 1, 0, WIDTH) == (same, EDGES, 1)  # no head there
    more = [*EDGES, 280.0]
    assert _with_head([stretch(title, head), body], more, 1, 0, WIDTH)[1:] == (more, 1)  # it would lose columns
    wide = [stretch(title, line(30, (105, 196), (205, 225), (235, 290))), body]
    assert len(_with_head(wide, EDGES, 1, 0, WIDTH)[0]) == 3
    assert _with_head(wide, EDGES, 1, 100, WIDTH)[0] == wide  # in a narrow table its first label is a sentence


def test_the_larger_of_two_stretches_says_which_columns_there_are() -> None:
    def stretch(*heights: float) -> list[tuple[PlacedArea, list[TextLine]]]:
        rows = [row(top) for top in heights]
        return [(PlacedArea(0, area(*rows)), rows)]

    large, small = stretch(0, 12, 24, 36), stretch(60, 72)
    assert _same_table(large, small, 0, WIDTH, EDGES) and not _same_table(small, large, 0, WIDTH, EDGES)
    assert not _same_table(large, stretch(60, 72, 84, 96), 0, WIDTH, EDGES)  # as large
    assert not _same_table(large, small, 0, WIDTH, [100.0]) and not _same_table(large, small, 0, WIDTH, [])
    text = [line(top, (5, 200)) for top in (0, 12, 24)]
    assert not _same_table([(PlacedArea(0, area(*text)), text)], small, 0, WIDTH, [])  # no columns are no table


def test_pictures_of_one_table_are_of_one_scale() -> None:
    made, one = placed(MEASURES)
    pages = [replace(made, origin="ocr")] * 2
    again = PlacedArea(1, one.area)
    assert of_one_scale(pages, [one, again]) == [one, again] and of_one_scale(pages, [one]) == [one]


def test_pictures_of_different_scale_have_more_columns_each_than_together() -> None:
    near = PlacedArea(0, area(*(row(12.0 * n) for n in range(4))))
    far = PlacedArea(1, area(*(line(6 + 12.0 * n, (5, 104), (160, 204), (250, 290)) for n in range(4))))
    scans, digital = ([Page(n, 400, 400, (), origin=origin) for n in (1, 2)] for origin in ("ocr", "text"))
    assert of_one_scale(scans, [near, far]) == [near] and of_one_scale(scans, [far, near]) == [far]
    assert of_one_scale(digital, [near, far]) == [near, far]
    ruled = replace(far, area=replace(far.area, edges=(100.0,)))
    assert of_one_scale(scans, [near, ruled]) == [near, ruled]


# the head above


def test_a_head_is_made_of_lines_that_follow_each_other_with_labels_of_several_columns() -> None:
    assert header_of([row(0), row(12)], WIDTH) == [row(0), row(12)] and header_of([], WIDTH) == []
    assert header_of([row(0), row(13.5)], WIDTH) == [row(0), row(13.5)] and header_of([row(0), row(13.6)], WIDTH) == [
        row(13.6)
    ]
    two = line(12, (5, 60), (105, 160))
    assert header_of([two], WIDTH) == [] and header_of([row(0), two], WIDTH) == [row(0), two]
    assert header_of([row(0), line(12, (5, 140)), row(24)], WIDTH) == [row(0), line(12, (5, 140)), row(24)]
    assert header_of([row(0), line(12, (5, 140.1)), row(24)], WIDTH) == [row(24)]  # a sentence
    many = [row(12.0 * n) for n in range(7)]
    assert header_of(many, WIDTH) == many[1:]


def above(*rows: TextLine, top: float = 100.0, taken: tuple[BBox, ...] = ()) -> list[float]:
    words = tuple(word for each in rows for word in each.words)
    ruled = area(row(105), levels=(top, 200.0), white=False)
    return [each.top for each in header_above(Page(1, 400, 400, words), ruled, taken)]


def test_a_head_stands_close_above_its_table() -> None:
    assert above(row(77)) == [77] and above(row(76.9)) == [] and above() == []
    assert above(row(96)) == []  # its middle is below the rule
    over = line(85, (-20, 16), (105, 160), (205, 250))
    assert above(over) == [85]  # a word that begins outside
    beside = line(85, (-20, 15), (105, 160), (205, 250))
    assert above(beside) == []  # only two columns of it stand over the table
    assert above(row(75), row(87)) == [75, 87]
    out = line(85, (5, 60), (105, 160), (284, 320))
    assert above(out) == [85]  # its last word has its middle two points beyond the right border


def test_how_long_a_label_may_be_depends_on_the_width_of_the_table() -> None:
    labels = line(85, (105, 160), (170, 225), (235, 290))
    ruled = replace(area(row(105), levels=(100.0, 200.0), white=False), left=100.0)
    seen = Page(1, 400, 400, labels.words)
    assert header_above(seen, ruled) == [labels]
    longer = line(85, (105, 196), (205, 225), (235, 290))  # 91 of 200 points
    assert header_above(replace(seen, words=longer.words), ruled) == []


def test_a_head_reaches_up_to_the_table_above() -> None:
    assert above(row(75), row(87), taken=(BBox(0, 0, 300, 82),)) == [87]
    assert above(row(75), row(87), taken=(BBox(0, 0, 300, 80), BBox(0, 0, 300, 40))) == [75, 87]
    assert above(row(87), taken=(BBox(0, 90, 300, 102),)) == [] and above(
        row(87), taken=(BBox(0, 90, 300, 102.1),)
    ) == [87]

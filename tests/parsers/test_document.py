"""Boxes: names for the sides, and what is asked of two of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parsers.document import BBox, Page, Place, Word
from pipeline.workers.packing import pack, unpack

SIDES = st.tuples(*[st.floats(-1000, 1000)] * 4).map(
    lambda n: BBox(min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3]))
)


def test_a_box_tells_its_sides_size_and_middle() -> None:
    box = BBox(10.0, 20.0, 40.0, 25.0)
    assert (box.width, box.height, box.middle_x, box.middle_y) == (30.0, 5.0, 25.0, 22.5)


@given(st.lists(SIDES, min_size=1))
def test_the_box_around_others_reaches_to_their_ends_and_no_further(boxes: list[BBox]) -> None:
    around = BBox.around(boxes)
    assert around in [around._replace(x0=box.x0) for box in boxes]
    assert all(around.x0 <= box.x0 and around.top <= box.top for box in boxes)
    assert all(around.x1 >= box.x1 and around.bottom >= box.bottom for box in boxes)
    assert BBox.around((around, *boxes)) == around


@given(SIDES, SIDES)
def test_overlap_is_mutual_and_boxes_side_by_side_only_touch(one: BBox, other: BBox) -> None:
    assert one.overlaps(other) is other.overlaps(one)
    assert not one.overlaps(BBox(one.x1, one.top, one.x1 + 5, one.bottom))


def test_a_box_holds_what_has_its_middle_inside() -> None:
    cell = BBox(0.0, 0.0, 100.0, 20.0)
    assert cell.holds(BBox(90.0, 5.0, 110.0, 15.0))
    assert not cell.holds(BBox(90.0, 5.0, 111.0, 15.0))
    assert not cell.holds(BBox(10.0, 16.0, 30.0, 25.0))


def test_a_box_comes_back_from_the_cache_as_a_box() -> None:
    word = Word("ажил", BBox(1.0, 2.0, 3.0, 4.0))
    page = Page(1, 600.0, 800.0, (word,), shades=(BBox(0.0, 0.0, 600.0, 20.0),))
    assert unpack(pack(page), Page) == page
    assert isinstance(unpack(pack(page), Page).words[0].bbox, BBox)
    assert pack(Place(1, BBox(1.0, 2.0, 3.0, 4.0))) == pack({"page": 1, "bbox": (1.0, 2.0, 3.0, 4.0)})

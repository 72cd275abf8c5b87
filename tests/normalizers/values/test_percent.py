"""Completion cells against a table of forms, and the laws that hold for any text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.values.percent import percent_in_progress, read_percent
from normalizers.values.percent_scale import FULL
from tests.normalizers.forms import ANYTHING, table

STATES = {"stated", "ongoing", "not_due", "not_assessed", "absent", "unreadable"}


@pytest.mark.parametrize(("cell", "expected"), table("percents", "percents_second", "percents_third"))
def test_completion(cell: str, expected: list[str]) -> None:
    fraction, scanned = cell.startswith("fraction:"), cell.startswith("scan:")
    value = read_percent(
        cell.removeprefix("fraction:").removeprefix("scan:"),
        Decimal(1) if fraction else FULL,
        scanned=scanned,
    )
    assert (value.value, value.state) == (Decimal(expected[0]) if expected[0] else None, expected[1])
    if expected[2:] and expected[2]:
        assert value.problem == expected[2]


@given(ANYTHING)
def test_every_text_has_a_state_and_is_kept(text: str) -> None:
    for value in (read_percent(text), read_percent(text, scanned=True)):
        assert value.raw == text and value.state in STATES
        assert value.value is not None or value.state != "stated"
        assert value.state != "unreadable" or value.problem


@given(st.decimals(min_value=0, max_value=100, places=2), st.sampled_from(["%", " %", " хувь", ""]))
def test_written_percentages_come_back(number: Decimal, sign: str) -> None:
    assert read_percent(f"{number}{sign}").value == (number if sign or number > 1 or number == 0 else None)
    assert read_percent(f"{number}{sign}".replace(".", ",")).value == read_percent(f"{number}{sign}").value


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_part_of_a_whole_is_its_share(part: int, whole: int) -> None:
    value = read_percent(f"{part}/{whole}")
    if part > whole:
        assert (value.value, value.state) == (None, "unreadable")
    else:
        assert value.value == pytest.approx(Decimal(100 * part) / whole, abs=Decimal("0.006"))
        assert value.problem == ("" if part == whole else "percent_ratio")


@given(st.integers(0, 99), st.integers(1, 150))
def test_a_range_is_its_middle_where_it_rises_to_a_hundred_at_most(low: int, high: int) -> None:
    value = read_percent(f"{low}-{high}%")
    if low < high <= 100:
        assert (value.value, value.problem) == (Decimal(low + high) / 2, "percent_range")
    else:
        assert value.problem != "percent_range"


@pytest.mark.parametrize(
    ("cell", "number", "problem"),
    [
        ("100", "100", ""), ("101", "101", "percent_out_of_range"), ("100/100", "100", ""), ("50/100", "50", ""),
        ("0/5", "0", "percent_ratio"), ("60% 80%", "80", "percent_several"), ("80% 80%", "80", ""),
        ("60%-иас 80%", "80", "percent_several"), ("Хэрэгжсэн 100", "100", ""), ("биелэлтийн хувь: 60", "60", ""),
        ("Биелсэн 60% нийт 70%", "70", ""), ("ерэн хувь", "90", ""), ("46. 5", "46.5", ""), ("10 0%", "100", ""),
        ("Хэрэгжээгүй 0", "0", ""), ("Хугацаа болоогүй 0%", "0", "percent_and_words"),
        ("Хугацаа болоогүй 10%", "10", "percent_and_words"),
    ],
)  # fmt: skip
def test_what_is_doubtful_about_a_number_is_said(cell: str, number: str, problem: str) -> None:
    value = read_percent(cell)
    assert (value.value, value.state, value.problem) == (Decimal(number), "stated", problem)


@pytest.mark.parametrize("cell", ["0/0", "7/5", "бб,7%", "10.0.00", "00", "10 20 30 40%", "нэлээд"])
def test_what_makes_no_percentage_is_not_read(cell: str) -> None:
    value = read_percent(cell)
    assert (value.value, value.state) == (None, "unreadable") and value.problem == "percent_unreadable"


def test_a_sign_read_as_digits_is_a_sign_in_scans_only_where_it_leaves_a_percentage() -> None:
    assert read_percent("10096").value == 100 and read_percent("8096").value == 80
    assert read_percent("896", scanned=True).state == "unreadable"
    assert read_percent("896").problem == "percent_out_of_range"


def test_steps_name_how_a_number_was_read() -> None:
    assert read_percent("З0%").steps == ("repair_digits",)
    assert read_percent("0.7", Decimal(1)).steps == ("fraction",)
    assert read_percent("1.2", Decimal(1)).value == Decimal("1.2")
    assert read_percent("1", Decimal(1)).value == 100
    assert read_percent("Биелсэн 60% нийт 70%").steps == ("total",)
    assert read_percent("нийт биелэлт 70%").steps == ()
    assert read_percent("1/4").steps == ("ratio",)
    assert read_percent("Бүрэн хэрэгжсэн").steps[0].startswith("word:")


def test_a_sentence_is_no_completion_word() -> None:
    long = "Хэрэгжсэн гэж үзэх боловч дараагийн жилд үргэлжлүүлэн хийх шаардлагатай ажил байна"
    assert read_percent("Хэрэгжсэн").value == 100
    assert read_percent(long).value is None and read_percent(f"{long} 3").value is None


def test_percent_inside_the_progress_text() -> None:
    read = percent_in_progress("Сургалт хийв /хэрэгжиж байгаа-30%/")
    assert (read.value, read.raw, read.state) == (Decimal(30), "хэрэгжиж байгаа-30%", "stated")
    assert read.problem == "completion_from_progress"
    assert percent_in_progress("Ажил дууссан. Биелэлт: 100%").value == Decimal(100)
    assert percent_in_progress("Биелэлт: 101%").state == "absent"
    assert percent_in_progress("Бүртгэлд оруулсан. Биелэлт100%").value == Decimal(100)
    assert percent_in_progress("Сануулга өгсөн. Хэрэгжилтийн явц 55%-тай байна.").value == Decimal(55)
    assert percent_in_progress("Хөтөлбөрийн биелэлт 85% гарсан.").value is None
    assert percent_in_progress("Иргэдийн 30 хувь нь хариулсан.").value is None
    assert percent_in_progress("Хэрэгжилт 50%, биелэлт: 60%, хэрэгжилт: 70%").value is None
    assert percent_in_progress("Биелэлт: 60%, хэрэгжилт: 60%").value == Decimal(60)


@pytest.mark.parametrize(
    ("cell", "number", "problem"),
    [
        ("Биелэлт100%", "100", ""), ("хэрэгжилт85хувь", "85", ""), ("80% (зорилт 100%)", "80", ""),
        ("Өмнөх онд 70%, энэ онд 85%", "85", ""), ("Хэрэгжилт 100% (ажилтнуудын 85% хамрагдсан)", "100", "total"),
        ("100% биелээгүй", "100", "percent_and_words"), ("Бүрэн хэрэгжсэн /80%/", "80", "percent_and_words"),
        ("100 хувь хүрээгүй", "100", "percent_and_words"), ("90 гаруй %", "90", "percent_about"), (">95%", "95", "percent_about"),
        ("50...60%", "55", "percent_range"), ("80→100%", "100", "percent_several"), ("5/5 оноо", "100", ""),
    ],
)  # fmt: skip
def test_which_percentage_is_this_measures(cell: str, number: str, problem: str) -> None:
    value = read_percent(cell)
    assert value.value == Decimal(number) and (value.problem == problem or problem in value.steps)


@pytest.mark.parametrize(
    "cell",
    ["ажилтнуудын 85% нь хамрагдсан", "Төсвийн 45 хувийг зарцуулсан", "Биелэлтийг 100% болгоно", "1?0%", "66 2/3%", "70..5%",
     "3-ны 2", "80 (ерэн) хувь", "10% -иар буурсан", "4 оноо", "0.9", "1", "25 хүн хэрэгжсэн", "Хувийн жин 15%"],
)  # fmt: skip
def test_what_is_no_completion_of_this_measure(cell: str) -> None:
    assert (read_percent(cell).value, read_percent(cell).state) == (None, "unreadable")

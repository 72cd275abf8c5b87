"""A catalogue proposed from what agencies report. All wordings are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.catalogue.files import parse
from normalizers.curation.draft import Cluster, Reported, draft, goal_text, usual_least
from normalizers.curation.draft_file import to_toml
from normalizers.curation.fitness import check

TRAINING = "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах"
BOARD = "Мэдээллийн самбарыг сар бүр шинэчлэх"
YOUNG = "Залуучуудын дунд шударга ёсны клуб байгуулах"
OLD = "Ахмадуудын дунд шударга ёсны клуб байгуулах"
OPEN, ETHICS = "Ил тод байдлыг хангах", "Ёс зүйн соёлыг төлөвшүүлэх"


def report(name: str, *rows: tuple[str, str, str]) -> list[Reported]:
    return [Reported(name, place, goal, code, text) for place, (goal, code, text) in enumerate(rows)]


def texts(rows: Sequence[Reported], least: int = 2) -> list[tuple[str, str, str, int]]:
    return [
        (goal.text, cluster.code, cluster.text, cluster.submissions)
        for goal in draft(rows, least).goals
        for cluster in goal.measures
    ]


def test_wordings_and_headings_are_put_together() -> None:
    rows = [
        *report("a", (f"Зорилго 1. {ETHICS}", "1.1", TRAINING + ";"), (f"Зорилго 1. {ETHICS}", "1.2", BOARD)),
        *report("b", (f"I. {ETHICS.upper()}", "1.1", TRAINING.upper()), (f"I. {ETHICS.upper()}", "1.2", BOARD.upper())),
        *report("c", (f"Нэгдүгээр зорилт. {ETHICS}", "1. 1", "Албан хаагчдад авилгын эсрэг сургалт зохион байгуулах")),
        *report("f", ("", "1.1", TRAINING)),
        *report("d", ("", "", "Албан хаагчдад авлигын эсрэг сургалтыг зохион байгуулсан байх")),
        *report("e", ("", "", "Байгууллагын гадна талбайг тохижуулах")),
    ]
    assert texts(rows) == [(ETHICS, "1.1", TRAINING, 5), (ETHICS, "1.2", BOARD, 2)]


def test_near_duplicates_that_agencies_report_side_by_side_stay_apart() -> None:
    rows = [row for name in "abc" for row in report(name, (OPEN, "2.1", YOUNG), (OPEN, "2.2", OLD))]
    rows += report("d", (OPEN, "2.2", OLD))
    assert texts(rows) == [(OPEN, "2.1", YOUNG, 3), (OPEN, "2.2", OLD, 4)]


def test_contrary_words_keep_wordings_apart() -> None:
    text = "Дотоод хяналтын тайланг {} бүр удирдлагад танилцуулах"
    rows = [
        row for n, what in enumerate(("сар", "улирал") * 3) for row in report(f"r{n}", (OPEN, "", text.format(what)))
    ]
    assert [count for *_, count in texts(rows)] == [3, 3]


def test_every_code_is_given_once_and_missing_ones_are_free_ones() -> None:
    rows = [
        *(row for name in "abc" for row in report(name, (OPEN, "1.1", YOUNG), (OPEN, "1.1", BOARD), (OPEN, "", OLD))),
        *report("d", (OPEN, "1.1", YOUNG)),
    ]
    assert [(code, text) for _, code, text, _ in texts(rows)] == [("1.1", YOUNG), ("1.2", BOARD), ("1.3", OLD)]


def test_the_draft_loads_and_names_deciding_words() -> None:
    rows = [
        row
        for name in "abcdef"
        for row in report(name, (OPEN, "2.1", YOUNG), (OPEN, "2.2", OLD), (ETHICS, "3.1", BOARD))
    ]
    rows += [row for name in "gh" for row in report(name, (OPEN, "", "Номын сангийн цонхыг солих"))]
    text = to_toml(draft(rows, 3), "new", 2025, 3, "Нийслэл")
    made = parse("draft.toml", text)
    assert (made.id, made.plan_year, made.issuer) == ("new", 2025, "Нийслэл")
    assert [(m.code, m.text, m.goal.text) for m in made.measures] == [
        ("2.1", YOUNG, OPEN), ("2.2", OLD, OPEN), ("3.1", BOARD, ETHICS),
    ]  # fmt: skip
    assert [m.deciding for m in made.measures] == [("залуучуудын",), ("ахмадуудын",), ()]
    assert not [problem for problem in check(made) if problem.severity == "error"]
    assert "# reported by 2 of 8 submissions" in text and '# text = "Номын сангийн цонхыг солих"' in text


@pytest.mark.parametrize(("count", "least"), [(1, 2), (10, 2), (11, 3), (30, 6)])
def test_a_fifth_of_the_submissions_is_many(count: int, least: int) -> None:
    assert usual_least(count) == least


def test_headings_lose_their_labels_and_numbers_only() -> None:
    for heading in ("ЗОРИЛТ 2:", "2.", "II.", "2-р зорилт:", "Хоёрдугаар зорилт.", "Хоёр.", "II чиглэл.", "2.1 "):
        assert goal_text(f"{heading} {OPEN}") == OPEN
    assert goal_text("Нэг цэгийн үйлчилгээ") == "Нэг цэгийн үйлчилгээ"
    assert goal_text("Зорилгын биелэлт") == "Зорилгын биелэлт"


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from((OPEN, ETHICS, "")), st.sampled_from(("", "1.1", "7")),
                          st.sampled_from((TRAINING, BOARD, YOUNG, OLD, "", "-"))), max_size=30))  # fmt: skip
def test_every_row_stands_in_one_cluster_at_most_and_the_file_loads(
    given_rows: list[tuple[str, str, str, str]],
) -> None:
    rows = [Reported(name, place, goal, code, text) for place, (name, goal, code, text) in enumerate(given_rows)]
    made = draft(rows, 1)
    clusters = [cluster for goal in made.goals for cluster in goal.measures]
    placed = [row.place for cluster in clusters for row in cluster.rows]
    assert len(placed) == len(set(placed)) == sum(bool(row.text.strip("-")) for row in rows)
    assert len({cluster.code for cluster in clusters}) == len(clusters)
    if clusters:
        assert len(parse("d.toml", to_toml(made, "d", None, 1)).measures) == len(clusters)


def cluster(*texts: str) -> Cluster:
    return Cluster([Reported(f"r{n}", n, "", "", text) for n, text in enumerate(texts)])


def test_wordings_come_by_their_number_and_equals_by_how_alike_they_are_to_all() -> None:
    assert cluster(YOUNG, OLD, OLD).wordings == [(OLD, 2), (YOUNG, 1)]
    near, far = "Сургалтыг зохион байгуулах ажил", "Бусад ажил хийх"
    assert cluster(far, near, "Сургалт зохион байгуулах ажил").wordings[2] == (far, 1)


def test_likeness_is_the_mean_over_the_rows() -> None:
    assert cluster(BOARD, BOARD)._likeness(BOARD) == 100
    assert cluster(BOARD)._likeness(BOARD) == 100
    two = cluster(BOARD, TRAINING)
    assert two._likeness(BOARD) == pytest.approx((100 + cluster(TRAINING)._likeness(BOARD)) / 2)


def test_a_wording_is_shown_without_capitals_then_as_printed_most_and_without_its_stop() -> None:
    assert cluster(BOARD.upper(), BOARD.upper(), BOARD + ";").wordings == [(BOARD, 3)]
    assert cluster(BOARD.upper()).text == BOARD.upper()


def test_the_place_is_the_middle_one_and_a_submission_counts_once() -> None:
    rows = [Reported(name, place, "", "", BOARD) for name, place in (("a", 1), ("a", 9), ("b", 2))]
    assert (Cluster(rows).place, Cluster(rows).submissions) == (2, 2)


def test_shared_by_enough_by_few_and_by_too_few() -> None:
    rows = [row for name in "abc" for row in report(name, (OPEN, "", YOUNG))]
    rows += [row for name in "ab" for row in report(name, (OPEN, "", BOARD))] + report("a", (OPEN, "", TRAINING))
    made = draft(rows, 3, 2)
    assert [one.text for goal in made.goals for one in goal.measures] == [YOUNG]
    assert [one.text for one in made.few] == [BOARD] and made.submissions == 3
    assert [one.text for one in draft(rows, 3, 1).few] == [BOARD, TRAINING]  # the more usual first
    assert draft([]).goals == [] == draft([]).few


def test_goals_stand_in_the_order_in_which_they_are_reported_and_get_the_codes_of_their_measures() -> None:
    rows = [row for name in "abc" for row in report(name, (OPEN, "2.1", YOUNG), (ETHICS, "1.1", BOARD))]
    made = draft(rows)
    assert [(goal.code, goal.text) for goal in made.goals] == [("2", OPEN), ("1", ETHICS)]
    plain = draft([row for name in "abc" for row in report(name, (OPEN, "", YOUNG), (ETHICS, "", BOARD))])
    assert [(goal.code, [one.code for one in goal.measures]) for goal in plain.goals] == [
        ("1", ["1.1"]),
        ("2", ["2.1"]),
    ]


def test_codes_of_another_depth_than_most_are_left_out() -> None:
    rows = [row for name in "abc" for row in report(name, (OPEN, "2.1", YOUNG), (OPEN, "7", BOARD))]
    rows += report("d", (OPEN, "2.3", BOARD))
    assert [(one.code, one.text) for goal in draft(rows).goals for one in goal.measures] == [
        ("2.1", YOUNG),
        ("2.3", BOARD),
    ]


def test_a_measure_that_few_report_may_be_another_in_other_words() -> None:
    rows = [row for name in "abc" for row in report(name, (OPEN, "2.1", BOARD))]
    rows += [
        row for name in "de" for row in report(name, (OPEN, "", "Байгууллагын цахим хуудсыг хүний нөөцөд зориулах"))
    ]
    text = to_toml(draft(rows, 3), "new", None, 3)
    assert "plan_year" not in text and "issuer" not in text and "perhaps" not in text
    assert "# reported by 3 of 5 submissions" in text and "# also" not in text
    none = to_toml(draft(rows[:3], 3), "new", None, 3)
    assert "Reported by fewer" not in none


def test_five_wordings_are_shown() -> None:
    forms = [
        f"Мэдээллийн самбарыг {word} шинэчлэх"
        for word in ("тогтмол", "тогтмолл", "тогтмоол", "тогтмолоо", "тогтом", "тогмол", "тотмол")
    ]
    rows = [Reported(f"r{n}", 0, OPEN, "1.1", form) for n, form in enumerate(forms)]
    made = draft(rows)
    (one,) = made.goals[0].measures
    assert len(one.wordings) >= 5 and to_toml(made, "new", 2025, 2).count("# also: ") == 4  # and the text itself

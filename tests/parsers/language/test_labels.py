"""What header labels mean, whatever their letters, units and brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language.keys import letters_key, one_alphabet
from parsers.language.labels import (
    DOUBTFUL,
    KEYWORD,
    LONGEST_LABEL,
    POSSIBLE,
    _with_unit,
    names_count,
    scores,
    tense,
    unit,
)
from parsers.language.roles import Role
from tests.builders.form_words import LABELS

PAIRS = [(label, role) for role, labels in LABELS.items() for label in labels if role is not Role.UNKNOWN]


def best(text: str) -> Role | None:
    found = scores(text)
    return max(found, key=lambda role: found[role]) if found else None


@pytest.mark.parametrize(("label", "role"), PAIRS)
def test_every_label_of_the_drawn_forms_may_mean_its_role(label: str, role: Role) -> None:
    assert scores(label).get(role, 0.0) >= KEYWORD


@pytest.mark.parametrize(
    ("text", "role", "score"),
    [
        ("Зарцуулсан хөрөнгө", Role.SPENT, 1.0),
        ("ЗАРЦУУЛСАН ХӨРӨНГӨ /төгрөгөөр/", Role.SPENT, 1.0),
        ("Зарцуулсан хоронго", Role.SPENT, 1.0),
        ("Нотлох баримт", Role.EVIDENCE, 1.0),
        ("Нотлох\nбаримт", Role.EVIDENCE, 1.0),
        ("Хамтрагч", Role.CO_RESPONSIBLE, 1.0),
        ("Зарцуулсан хөрөнгүү", Role.SPENT, 0.9),
    ],
)
def test_known_labels(text: str, role: Role, score: float) -> None:
    assert best(text) is role and scores(text)[role] == pytest.approx(score, abs=0.05)


def test_what_may_mean_two_things_says_both_with_less() -> None:
    found = scores("Хүрэх түвшин")
    assert found[Role.TARGET] <= POSSIBLE and len(found) >= 1
    budget = scores("Төсөв")
    assert budget[Role.BUDGET] == 1.0 and budget[Role.SPENT] == POSSIBLE


def test_a_keyword_is_a_hint_only() -> None:
    found = scores("Бусад хамтран оролцсон этгээд, тэдгээрийн нэр")
    assert found == {Role.CO_RESPONSIBLE: KEYWORD} and KEYWORD < DOUBTFUL


@pytest.mark.parametrize("text", ["", "  ", "125,000", "- 5", "60 %", "Бвгдж", "а" * 111])
def test_figures_sentences_and_unknown_words_name_nothing(text: str) -> None:
    assert scores(text) == {}


def test_counts_and_names_are_labels_of_no_role() -> None:
    assert names_count("Тоо ширхэг") and names_count("Гарын үсэг") and names_count("Гарын үсэг (дарга)")
    assert not names_count("Зарцуулсан хөрөнгө") and not names_count("Бвгдж") and scores("Гарын үсэг") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Хэрэгжүүлсэн", "report"),
        ("Хэрэгжүүлэх", "plan"),
        ("Төлөвлөсөн", "plan"),
        ("Батлагдсан төсөв", "plan"),
        ("Арга хэмжээ", ""),
        ("Хийсэн", "report"),
    ],
)
def test_the_tense_of_a_label(text: str, told: str) -> None:
    assert tense(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Хэрэгжилт %", "percent"),
        ("Биелэлтийн хувь", "percent"),
        ("Дүн /төг/", "money"),
        ("Дүн ₮", "money"),
        ("Дүн, сая", "money"),
        ("төг-\nрөг", "money"),
        ("Үзүүлэлт (тоо, хувь)", ""),
        ("Хугацаа", ""),
    ],
)
def test_the_unit_of_a_label(text: str, told: str) -> None:
    assert unit(text) == told


def test_a_unit_decides_between_text_percent_and_money() -> None:
    assert best("Гүйцэтгэл %") is Role.COMPLETION and best("Гүйцэтгэл /мян.төг/") is Role.SPENT
    assert best("Төлөвлөсөн /төгрөг/") is Role.BUDGET and best("Хэрэгжилт (төгрөг)") is Role.SPENT
    assert best("Санхүүжилтийн эх үүсвэр /төг/") is Role.FUNDING
    assert scores("Бвгдж %")[Role.COMPLETION] >= 0.8


@given(st.text(alphabet="абвгөүёйABCeopxy №%#-.,/()\n ", max_size=40))
def test_comparison_is_stable_and_scores_are_shares(text: str) -> None:
    assert letters_key(letters_key(text)) == letters_key(text) and one_alphabet(one_alphabet(text)) == one_alphabet(
        text
    )
    assert all(0 < score <= 1 for score in scores(text).values())


def test_comparison_bridges_alphabets_and_lines() -> None:
    assert (
        letters_key("Хүрсэн түв-\nшин") == letters_key("ХYРСЭН ТҮВШИН")
        and letters_key("№") == letters_key("Д/д")
        and letters_key("%") == letters_key("хувь")
    )
    assert one_alphabet("Тєрийн") == one_alphabet("төрийн") == "ториин"


REST = {Role.NOTE: 0.5}


@pytest.mark.parametrize(
    ("found", "stated", "form_tense", "meant"),
    [
        (REST, "", "report", REST),
        ({}, "percent", "", {Role.COMPLETION: 0.8}),
        ({Role.NOTE: 0.5}, "percent", "", {Role.NOTE: 0.2, Role.COMPLETION: 0.95}),
        ({Role.COMPLETION: 1.0}, "percent", "", {Role.COMPLETION: 1.0}),
        ({Role.TARGET: 0.9}, "percent", "", {Role.TARGET: 0.9, Role.COMPLETION: 0.5}),
        ({Role.TARGET: 0.8}, "percent", "", {Role.TARGET: 0.32, Role.COMPLETION: 0.95}),
        ({Role.TARGET: 0.9, Role.COMPLETION: 0.9}, "percent", "", {Role.TARGET: 0.36, Role.COMPLETION: 0.95}),
        ({Role.INDICATOR: 1.0, Role.TARGET: 0.1}, "percent", "", {Role.INDICATOR: 1.0, Role.TARGET: 0.1, Role.COMPLETION: 0.5}),
        ({Role.FUNDING: POSSIBLE}, "money", "report", {Role.FUNDING: POSSIBLE}),
        ({Role.FUNDING: 0.7}, "money", "", {Role.FUNDING: 0.21, Role.SPENT: 0.7, Role.BUDGET: 0.6}),
        ({}, "money", "report", {Role.SPENT: 0.95, Role.BUDGET: 0.3}),
        ({}, "money", "plan", {Role.SPENT: 0.3, Role.BUDGET: 0.9}),
        ({Role.SPENT: 1.0, Role.BUDGET: 1.0}, "money", "", {Role.SPENT: 1.0, Role.BUDGET: 1.0}),
        ({Role.PROGRESS: POSSIBLE}, "money", "", {Role.PROGRESS: 0.225, Role.SPENT: 0.95, Role.BUDGET: 0.3}),
        ({Role.COMPLETION: POSSIBLE}, "money", "", {Role.COMPLETION: 0.225, Role.SPENT: 0.95, Role.BUDGET: 0.3}),
        ({Role.MEASURE: POSSIBLE}, "money", "", {Role.MEASURE: 0.225, Role.SPENT: 0.3, Role.BUDGET: 0.9}),
        ({Role.MEASURE: 0.7}, "money", "", {Role.MEASURE: 0.21, Role.SPENT: 0.7, Role.BUDGET: 0.6}),
        ({Role.MEASURE: 1.0}, "money", "report", {Role.MEASURE: 0.3, Role.SPENT: 0.95, Role.BUDGET: 0.3}),
    ],
)  # fmt: skip
def test_what_a_stated_unit_makes_of_the_scores(
    found: dict[Role, float], stated: str, form_tense: str, meant: dict[Role, float]
) -> None:
    assert dict(_with_unit(found, stated, form_tense)) == pytest.approx(meant)


def test_a_label_has_an_end() -> None:
    label = "Зарцуулсан хөрөнгө "
    assert scores(label + "(" + "а" * (LONGEST_LABEL - len(label) - 2) + ")")[Role.SPENT] == 1.0
    assert scores(label + "(" + "а" * (LONGEST_LABEL - len(label) - 1) + ")") == {}
    count = "Гарын үсэг "
    assert names_count(count + "(" + "а" * (998 - len(count)) + ")") and not names_count(
        count + "(" + "а" * (999 - len(count)) + ")"
    )

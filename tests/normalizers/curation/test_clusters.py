"""Which wordings are put together: boundaries of likeness, of submissions that report both, of contrary words."""

from __future__ import annotations

import numpy as np
import pytest

from normalizers.curation.clusters import _Group, clusters, heading_clusters

NONE = np.zeros(2, dtype=np.int32)


def group(submissions: str, *members: int) -> _Group:
    return _Group([0], np.array(members or (0, 0), dtype=np.int32), set(submissions))


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (group("ab"), group("cd"), True),
        (group("abc"), group("cde"), True),  # one of three reports both
        (group("ab"), group("bc"), False),  # half of them do
        (group("a"), group("a"), False),
        (group("abcd"), group("d"), False),  # all of the smaller one
        (group("a", 1, 0), group("b", 2, 0), False),  # contrary words
        (group("a", 3, 0), group("b", 2, 0), True),  # one of them in common
        (group("a", 1, 0), group("b", 0, 2), True),  # words of different groups
        (group("a", 1, 1), group("b", 1, 2), False),
    ],
)
def test_groups_join_unless_submissions_or_words_keep_them_apart(one: _Group, other: _Group, may: bool) -> None:
    assert one.may_join(other) is may and other.may_join(one) is may


def test_a_joined_group_has_the_texts_and_submissions_of_both() -> None:
    one = _Group([1], NONE, {"a"})
    one.join(_Group([2, 3], NONE, {"b"}))
    assert (one.texts, one.submissions) == ([1, 2, 3], {"a", "b"})


def labelled(reported_by: dict[str, str]) -> list[set[str]]:
    given = {text: set(names) for text, names in reported_by.items()}
    labels = clusters(given, {text: len(names) for text, names in given.items()}, dict.fromkeys(given, NONE))
    assert set(labels) == set(given)
    return sorted(({text for text in labels if labels[text] == label} for label in set(labels.values())), key=min)


def test_damaged_texts_join_the_usual_one_and_others_stay() -> None:
    usual, damaged, other = "сургалтзохионбайгуулах", "сургалтзохионбаигуулах", "мэдээллийнсамбаршинэчлэх"
    assert labelled({usual: "abc", damaged: "d", other: "ab"}) == [{other}, {usual, damaged}]
    assert labelled({usual: "abc", damaged: "a"}) == sorted([{usual}, {damaged}], key=min)  # one agency reports both
    assert labelled({usual: "a"}) == [{usual}]


def test_headings_are_the_most_usual_one_that_they_are_alike() -> None:
    found = heading_clusters({"илтодбаидал": 5, "илтодбайдал": 1, "есзуи": 3})
    assert found == {"илтодбаидал": "илтодбаидал", "илтодбайдал": "илтодбаидал", "есзуи": "есзуи"}
    assert heading_clusters({"аааааааахх": 2, "ааааааааба": 1})["ааааааааба"] == "аааааааахх"  # 80 of 100 alike
    assert heading_clusters({"аааааааххх": 2, "аааааааббб": 1})["аааааааббб"] == "аааааааббб"  # 70 are not
    assert heading_clusters({}) == {}
    assert heading_clusters({"аааааааахх": 1, "ааааааааба": 1})["аааааааахх"] == "ааааааааба"  # of equals the first

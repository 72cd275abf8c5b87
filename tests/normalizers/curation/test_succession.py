"""How one year's catalogue continues in another's. Both plans are invented."""

from __future__ import annotations

import numpy as np
import pytest

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.curation.succession import LIKELY, Link, _one_to_one, _parts, _Words, links


def plan(identity: str, *texts: str) -> Catalogue:
    goal = Goal("1", "Соён гэгээрүүлэх ажлыг эрчимжүүлэх")
    return Catalogue(identity, tuple(Measure(f"1.{n}", f"1.{n}", text, goal) for n, text in enumerate(texts, 1)))


OLD = plan(
    "a",
    "Албан хаагчдад авлигын эсрэг сургалт хагас жил тутам зохион байгуулах",
    "АТГ-аас бэлтгэсэн шторк, зурагт хуудсыг цахим хуудсанд байршуулах, гарын авлагыг хэвлэн иргэдэд тараах",
    "Хөрөнгө, орлогын мэдүүлгийг хугацаанд нь гаргуулах",
    "Ашиг сонирхлын мэдэгдлийг бүртгэж хянах",
    "2024 оны төлөвлөгөөг баталж, АТГ-т хүргүүлэх",
    "Шилэн дансны мэдээллийг улирал бүр байршуулах",
    "Гадаад зочдод зориулсан танилцуулга бэлтгэх",
)
NEW = plan(
    "b",
    "Албан хаагчдад авлигын эсрэг сургалт улирал тутам зохион байгуулах",
    "Албан хаагчдыг авлигын эсрэг сургалтад хагас жил тутам хамруулах",
    "АТГ-аас бэлтгэсэн шторк, зурагт хуудсыг цахим хуудсанд байршуулах",
    "Гарын авлагыг хэвлэн иргэдэд тараах",
    "Хөрөнгө, орлогын мэдүүлгийг хугацаанд нь гаргуулж, ашиг сонирхлын мэдэгдлийг бүртгэж хянах",
    "2025 оны төлөвлөгөөг баталж, АТГ-т хүргүүлэх",
    "Шилэн дансны мэдээллийг сар бүр байршуулах",
    "Иргэдийн сэтгэл ханамжийн судалгаа авах",
)


def keys(found: list[Link]) -> set[tuple[str, str, str]]:
    return {(link.of.key if link.of else "", link.to.key if link.to else "", link.status) for link in found}


def test_a_measure_is_followed_over_years() -> None:
    found = links(OLD, NEW)
    assert keys(found) == {
        ("1.1", "1.2", "reworded"), ("1.2", "1.3", "split"), ("1.2", "1.4", "split"), ("1.3", "1.5", "merged"),
        ("1.4", "1.5", "merged"), ("1.5", "1.6", "same"), ("1.6", "1.7", "reworded"), ("1.7", "", "dropped"),
        ("", "1.1", "new"), ("", "1.8", "new"),
    }  # fmt: skip
    altered = next(link for link in found if link.of is OLD.measures[5])
    assert altered.score == LIKELY and (altered.gone, altered.added) == (("улирал",), ("сар",))
    assert all(0 <= link.score <= 1 and link.reason and link.reason_mn for link in found)


def test_backwards_splits_are_mergers() -> None:
    turned = {"split": "merged", "merged": "split", "dropped": "new", "new": "dropped"}
    assert keys(links(NEW, OLD)) == {(n, o, turned.get(status, status)) for o, n, status in keys(links(OLD, NEW))}


def test_a_catalogue_continues_in_itself() -> None:
    assert keys(links(OLD, OLD)) == {(m.key, m.key, "same") for m in OLD.measures}


def test_what_each_link_says() -> None:
    found = {(link.of.key if link.of else "", link.to.key if link.to else ""): link for link in links(OLD, NEW)}
    same, dropped, new = found["1.5", "1.6"], found["1.7", ""], found["", "1.8"]
    assert (same.score, same.reason, same.reason_mn) == (1.0, "the same words", "ижил үгтэй")
    assert dropped.reason.startswith("not in b") and new.reason.startswith("not in a")
    assert "nearest" not in dropped.reason or "nearest 1." in dropped.reason
    split = found["1.2", "1.4"]
    assert split.reason.startswith("continues in several measures; gone: ") and "шторк" in split.gone
    assert "цахим" not in found["1.2", "1.3"].gone
    altered = found["1.6", "1.7"]
    assert altered.reason == "nearly the same words, but what is asked may have changed; gone: улирал; added: сар"
    assert altered.reason_mn.endswith("; хасагдсан: улирал; нэмэгдсэн: сар")


def test_a_measure_that_nothing_is_like_is_surely_gone() -> None:
    old, new = plan("a", "Албан хаагчдад сургалт зохион байгуулах"), plan("b", "Гэрэл зургийн үзэсгэлэн гаргах")
    gone, come = links(old, new)
    assert (gone.status, come.status) == ("dropped", "new")
    for link in (gone, come):
        near = "nearest 1.1" in link.reason
        assert near == ("хамгийн ойр" in link.reason_mn) and near == (link.score < 1)


def test_each_measure_has_one_counterpart_from_one_half_on() -> None:
    assert _one_to_one(np.array([[0.5, 0.0], [0.0, 0.49]])) == [(0, 0)]
    assert _one_to_one(np.array([[0.9, 0.8], [0.8, 0.1]])) == [(0, 1), (1, 0)]
    assert _one_to_one(np.array([[0.9], [0.8]])) == [(0, 0)]


def words(*found: bool) -> _Words:
    return _Words(np.array(found), np.ones(len(found)))


def test_a_share_is_by_weight() -> None:
    assert _Words(np.array([True, False]), np.array([3.0, 1.0])).share(np.array([True, False])) == 0.75
    assert _Words(np.zeros(0, dtype=bool), np.zeros(0)).share(np.zeros(0, dtype=bool)) == 0


@pytest.mark.parametrize(
    ("share", "has", "found"),
    [
        (0.6, (False, False, False, False, True), {(0, 1): 0.6}),
        (0.59, (False, False, False, False, True), {}),  # too little of the part is in the whole
        (0.6, (True, True, True, True, False), {}),  # it has only what the counterpart has
        (0.6, (True, True, False, False, True), {(0, 1): 0.6}),
    ],
)
def test_a_part_adds_a_fifth_of_the_words_that_the_others_lack(
    share: float, has: tuple[bool, ...], found: dict[tuple[int, int], float]
) -> None:
    table = [[words(True, True, True, True, False), words(*has)]]
    assert _parts({(0, 0): 1.0}, table, np.array([[1.0], [share]])) == found


def test_a_whole_has_two_parts_at_least() -> None:
    alone = [[words(True, True, False, False)]]
    assert _parts({}, alone, np.array([[0.9]])) == {}
    two = [[words(True, True, False, False), words(False, False, True, True)]]
    assert _parts({}, two, np.array([[0.9], [0.8]])) == {(0, 0): 0.9, (0, 1): 0.8}

"""How one year's catalogue continues in another's. Both plans are invented."""

from __future__ import annotations

from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.curation.succession import LIKELY, Link, links


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

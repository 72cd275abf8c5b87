"""Catalogues: every shipped one loads; formats, choice, checks, comparison and drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizers.catalogue import Catalogue, CatalogueError, Catalogues, Goal, Measure
from normalizers.catalogue_checks import check, compare
from normalizers.catalogue_draft import Reported, draft
from normalizers.catalogue_draft import to_toml as draft_toml
from normalizers.catalogue_files import load_catalogue, load_catalogues, parse, shipped, to_toml


def plan(identity: str, year: int | None, *texts: str, issuer: str = "") -> Catalogue:
    measures = tuple(Measure(f"1.{n}", f"1.{n}", text, Goal("1", "Сургалт")) for n, text in enumerate(texts, 1))
    return Catalogue(identity, measures, year, issuer)


def test_every_shipped_catalogue_is_sound() -> None:
    for catalogue in shipped().items:
        assert catalogue.plan_year and catalogue.measures
        assert not [problem for problem in check(catalogue) if problem.severity == "error"]
        assert parse(f"{catalogue.id}.toml", to_toml(catalogue)).measures == catalogue.measures


def test_the_capital_plan_of_2023() -> None:
    catalogue = shipped().get("ub-2023")
    assert [measure.code for measure in catalogue.measures][:5] == ["1.1", "1.2", "1.3", "1.4", "2.1"]
    assert catalogue.measure_id("1.1") == "ub-2023/1.1" and catalogue.measure_id("") == ""
    assert len(catalogue.goals) == 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "code,text\n1.1,Сургалт зохион байгуулах\n"),
        ("a.csv", "plan_year;goal_code;goal;measure_code;measure\n2024;1;Зорилго;1.1;Сургалт зохион байгуулах\n"),
        ("a.json", json.dumps([{"measure_code": "1.1", "measure": "Сургалт зохион байгуулах"}])),
        ("a.jsonl", '{"code": "1.1", "text": "Сургалт зохион байгуулах"}\n'),
        ("a.toml", '[[measures]]\ncode = "1.1"\ntext = "Сургалт зохион байгуулах"\n'),
    ],
)
def test_formats(name: str, text: str) -> None:
    (measure,) = parse(name, text).measures
    assert (measure.key, measure.code, measure.text) == ("1.1", "1.1", "Сургалт зохион байгуулах")


def test_colliding_plans_are_told_apart_by_plan_year_or_id() -> None:
    by_plan = parse("a.csv", "plan,code,text\nA,1.1,Сургалт хийх\nB,1.1,Аян өрнүүлэх\nB,1.2,Самбар ажиллуулах\n")
    assert [measure.key for measure in by_plan.measures] == ["A:1.1", "B:1.1", "B:1.2"]
    by_year = parse("a.csv", "plan_year,code,text\n2023,1.1,Сургалт хийх\n2024,1.1,Аян өрнүүлэх\n")
    assert [measure.key for measure in by_year.measures] == ["2023:1.1", "2024:1.1"]
    by_id = parse("a.csv", "id,code,text\nx7,1.1,Сургалт хийх\nx8,1.1,Аян өрнүүлэх\n")
    assert [(measure.key, measure.code) for measure in by_id.measures] == [("x7", "1.1"), ("x8", "1.1")]
    prefixed = parse("a.csv", "code,text\nA:1.1,Сургалт хийх\nB:1.1,Аян өрнүүлэх\n")
    assert [(m.key, m.plan, m.code) for m in prefixed.measures] == [("A:1.1", "A", "1.1"), ("B:1.1", "B", "1.1")]


@pytest.mark.parametrize("text", ["code,text\n1.1,А\n1.1,Б\n", "code,text\n1.1,\n", "code,text\n"])
def test_bad_files_say_so(text: str) -> None:
    with pytest.raises(CatalogueError):
        parse("bad.csv", text)


def test_choice_by_year_and_issuer() -> None:
    known = Catalogues((plan("ub-2023", 2023, "а б", issuer="Нийслэл"), plan("ub-2025", 2025, "а б", issuer="Нийслэл")))
    assert known.choose(2023).exact and known.choose(2023).catalogue.id == "ub-2023"
    assert known.choose(2024).catalogue.id == "ub-2023" and not known.choose(2024).exact
    assert known.choose(2022).catalogue.id == "ub-2023"
    assert known.choose(None).catalogue.id == "ub-2025"
    more = Catalogues((*known.items, plan("all-2024", 2024, "а б")))
    assert more.choose(2024, "Сангийн яам").catalogue.id == "all-2024"
    assert more.choose(2024, "Нийслэлийн Нийтлэг үйлчилгээний газар").catalogue.id == "ub-2023"


def test_a_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "own-2024.csv").write_text("code,text\n1.1,Самбар ажиллуулах\n", encoding="utf-8-sig")
    assert {item.id for item in load_catalogues(tmp_path).items} >= {"own-2024", "ub-2023"}
    assert load_catalogue(tmp_path / "own-2024.csv").id == "own-2024"


def test_check_finds_what_cannot_be_told_apart() -> None:
    same = plan(
        "x", 2024, "Авлигын эсрэг сургалт улирал бүр зохион байгуулах", "Авлигын эсрэг сургалт сар бүр зохион байгуулах",
        "Авлигын эсрэг, сургалт улирал бүр зохион байгуулах",
    )  # fmt: skip
    problems = check(same)
    assert ("error", ("1.1", "1.3")) in [(problem.severity, problem.keys) for problem in problems]
    assert any("улирал" in problem.message for problem in problems if problem.severity == "warning")


def test_compare_follows_a_measure_over_years() -> None:
    old = plan(
        "a", 2023, "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах", "Мэдээллийн самбар ажиллуулж шинэчлэх"
    )
    new = plan(
        "b", 2024, "Шилэн дансны мэдээллийг хугацаанд нь байршуулах", "Албан хаагчдыг авлигын эсрэг сургалтад хамруулах"
    )
    links = compare(old, new)
    assert [(link.of and link.of.key, link.to and link.to.key) for link in links] == [
        ("1.1", "1.2"), ("1.2", None), (None, "1.1"),
    ]  # fmt: skip


def test_draft_puts_wordings_together() -> None:
    rows = [
        Reported(name, place, "Зорилго 1. Сургалт", code, text)
        for name in ("a", "b", "c")
        for place, (code, text) in enumerate(
            [
                ("1.1", "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах;"),
                ("1.2", "Мэдээллийн самбарыг сар бүр шинэчлэх"),
            ]
        )
    ]
    rows.append(Reported("d", 0, "", "", "Албан хаагчдад авлигын эсрэг сургалтыг зохион байгуулсан байх"))
    rows.append(Reported("d", 1, "", "", "Байгууллагын гадна талбайг тохижуулах"))
    clusters = draft(rows, least=2)
    assert [cluster.submissions for cluster in clusters] == [4, 3]
    made = parse("draft.toml", draft_toml(clusters, "new", 2025, 4))
    assert [measure.code for measure in made.measures] == ["1.1", "1.2"] and made.plan_year == 2025

"""Catalogues: every shipped one loads; formats, choice, checks, comparison and drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizers.catalogue.choice import belongs, choose
from normalizers.catalogue.files import load_catalogue, load_catalogues, parse, shipped, to_toml
from normalizers.catalogue.model import Catalogue, CatalogueError, Catalogues, Goal, Measure
from normalizers.curation.fitness import check


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


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.csv", "code,text\n1.1,А\n1.1,Б\n", "code used twice: 1.1"),
        ("bad.csv", "code,text\n1.1,\n", "no measure texts"),
        ("bad.csv", "code,text\n", "no measures"),
        ("bad.csv", 'code,text\n1.1,"А\n', "unexpected end"),
        ("bad.csv", "plan_year,code,text\nabc,1.1,А\n", "plan_year 'abc' is no year"),
        ("bad.json", "[1]", "1 is no measure"),
        ("bad.json", '"x"', "'x' is no catalogue"),
        ("bad.jsonl", '{"text": "А"}\n{"text"', "line 1"),
        ("bad.toml", 'goals = "x"', "'goals' must be a list"),
        ("bad.toml", "goals = [1]", "1 is no goal"),
        ("bad.toml", '[[measures]]\ntext = "А"\naliasses = ["Б"]\n', "did you mean 'aliases'"),
        ("bad.toml", "[[goals", "array declaration"),
    ],
)
def test_bad_files_say_so_in_both_languages(name: str, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as error:
        parse(name, text)
    assert str(error.value).startswith(f"{name}: ") and " / " in str(error.value)


def test_a_spreadsheet_in_mongolian_is_a_catalogue() -> None:
    text = "Зорилгын код;Зорилго;Код;Арга хэмжээ;Ялгагч үг\n1;Сургалт;1.1;Сургалт хийх;сургалт; хийх\n"
    (measure,) = parse("a.csv", text).measures
    assert (measure.code, measure.text, measure.goal, measure.deciding) == (
        "1.1", "Сургалт хийх", Goal("1", "Сургалт"), ("сургалт",),
    )  # fmt: skip


def test_choice_by_year_and_issuer() -> None:
    known = Catalogues((plan("ub-2023", 2023, "а б", issuer="Нийслэл"), plan("ub-2025", 2025, "а б", issuer="Нийслэл")))
    assert choose(known, 2023).exact and choose(known, 2023).catalogue.id == "ub-2023"
    assert choose(known, 2024).catalogue.id == "ub-2023" and not choose(known, 2024).exact
    assert choose(known, 2022).catalogue.id == "ub-2023"
    assert choose(known, None).catalogue.id == "ub-2025"
    more = Catalogues((*known.items, plan("all-2024", 2024, "а б")))
    assert choose(more, 2024, "Сангийн яам").catalogue.id == "all-2024"
    assert choose(more, 2024, "Нийслэлийн Нийтлэг үйлчилгээний газар").catalogue.id == "ub-2023"


def test_issuers_side_by_side() -> None:
    known = Catalogues((
        plan("ub", 2024, "а б", issuer="Нийслэл"), plan("uvs", 2024, "а б", issuer="Увс аймаг"),
        plan("edu", 2024, "а б", issuer="Нийслэлийн Боловсролын газар"), plan("all", 2023, "а б"),
    ))  # fmt: skip
    for agency, identity, own in (
        ("Увс аймгийн Татварын хэлтэс", "uvs", True),
        ("Нийслэлийн Боловсролын газрын 3 дугаар цэцэрлэг", "edu", True),
        ("Нийслэлийн Спортын хороо", "ub", True),
        ("Хан-Уул дүүргийн Архивын тасаг", "ub", True),
        ("Сангийн яам", "all", True),
    ):
        chosen = choose(known, 2024, agency)
        assert (chosen.catalogue.id, chosen.own) == (identity, own), agency
        assert identity in chosen.reason and identity in chosen.reason_mn
    assert choose(known, 2024, "Спортын төв хороо", "НИЙСЛЭЛИЙН СПОРТЫН ХОРООНЫ").catalogue.id == "ub"
    alone = choose(Catalogues((plan("uvs", 2024, "а б", issuer="Увс аймаг"),)), 2024, "Сангийн яам")
    assert alone.catalogue.id == "uvs" and alone.exact and not alone.own and "another body" in alone.reason
    assert belongs("Дорнод аймгийн Соёлын төв", "Увс аймаг; Дорнод аймаг") and not belongs("", "Увс аймаг")


def test_two_catalogues_of_one_plan_are_refused() -> None:
    with pytest.raises(CatalogueError, match="a and b are both for 2024"):
        Catalogues((plan("a", 2024, "а б"), plan("b", 2024, "а б")))


def test_a_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "own-2024.csv").write_text("code,text\n1.1,Самбар ажиллуулах\n", encoding="utf-8-sig")
    assert {item.id for item in load_catalogues(tmp_path).items} >= {"own-2024", "ub-2023"}
    assert load_catalogue(tmp_path / "own-2024.csv").id == "own-2024"
    (tmp_path / "other.toml").write_text('id = "own-2024"\nmeasures = [{text = "А"}]', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"other\.toml, own-2024"):
        load_catalogues(tmp_path)
    with pytest.raises(CatalogueError, match="no such folder"):
        load_catalogues(tmp_path / "none")


def test_check_finds_what_cannot_be_told_apart() -> None:
    same = plan(
        "x", 2024, "Авлигын эсрэг сургалт улирал бүр зохион байгуулах", "Авлигын эсрэг сургалт сар бүр зохион байгуулах",
        "Авлигын эсрэг, сургалт улирал бүр зохион байгуулах",
    )  # fmt: skip
    problems = check(same)
    assert ("error", ("1.1", "1.3")) in [(problem.severity, problem.keys) for problem in problems]
    assert any("улирал" in problem.message for problem in problems if problem.severity == "warning")


def test_check_reads_every_text_as_a_report_would_print_it() -> None:
    goal = Goal("1", "Ил тод байдлыг хангах")
    board = Measure("1.1", "1.1", "Мэдээллийн самбар ажиллуулж, тогтмол шинэчлэх", goal)
    survey = Measure("1.2", "1.2", "Иргэдийн сэтгэл ханамжийн судалгаа авах", goal, aliases=(f"{board.text} ажил",))
    (problem,) = check(Catalogue("x", (board, survey)))
    assert (problem.severity, problem.keys) == ("error", ("1.2", "1.1"))
    assert "is read as" in problem.message and "гэж уншина" in problem.message_mn


def test_the_delimiter_is_the_mark_that_the_head_has_most() -> None:
    for mark in (",", ";", "\t"):
        (measure,) = parse("a.csv", f"code{mark}text{mark}goal\n1.1{mark}Сургалт{mark}Ил тод\n").measures
        assert (measure.code, measure.text, measure.goal.text) == ("1.1", "Сургалт", "Ил тод")
    assert parse("a.tsv", "code\ttext, long\ttext\n1.1\tа\tСургалт\n").measures[0].text == "Сургалт"
    assert parse("a.csv", "code;text\n1.1;а,б,в,г\n").measures[0].text == "а,б,в,г"


def test_what_a_table_leaves_out_is_filled_in() -> None:
    bare = parse("own.csv", "text\nСургалт\nАян\n")
    assert [measure.code for measure in bare.measures] == ["1", "2"] and bare.id == "own"
    assert [measure.goal.code for measure in bare.measures] == ["", ""]
    coded = parse("own.csv", "code,text\n2.1,Сургалт\n")
    assert coded.measures[0].goal == Goal("2", "") and (coded.plan_year, coded.issuer) == (None, "")
    named = parse("own.csv", "goal_code,code,text\n7,2.1,Сургалт\n")
    assert named.measures[0].goal.code == "7"
    by_id = parse("own.csv", "id,text\nk1,Сургалт\n")
    assert (by_id.measures[0].key, by_id.measures[0].code) == ("k1", "k1")


def test_year_and_issuer_of_a_table_count_where_all_rows_agree() -> None:
    one = parse("a.csv", "year,issuer,code,text\n2024,Увс аймаг,1.1,А\n,,1.2,Б\n")
    assert (one.plan_year, one.issuer) == (2024, "Увс аймаг")
    two = parse("a.csv", "year,issuer,code,text\n2024,Увс аймаг,1.1,А\n2023,Төв аймаг,1.2,Б\n")
    assert (two.plan_year, two.issuer) == (None, "")


def test_the_head_of_a_file_counts_before_its_rows() -> None:
    made = parse(
        "a.toml",
        'id = "x"\nplan_year = 2024\nissuer = ["Увс аймаг", "Төв аймаг"]\ntitle = "Т"\nmeasures = [{text = "А", plan_year = 2023}]',
    )
    assert (made.id, made.plan_year, made.issuer, made.title) == ("x", 2024, "Увс аймаг; Төв аймаг", "Т")
    (measure,) = parse(
        "a.json", '{"goals": [{"code": 1, "title": "Зорилго", "measures": [{"code": "1.1", "text": "А"}]}]}'
    ).measures
    assert measure.goal == Goal("1", "Зорилго")


def test_empty_rows_are_left_out_and_one_without_a_text_is_named() -> None:
    assert len(parse("a.csv", "code,text\n1.1,А\n,\n1.2,Б\n").measures) == 2
    with pytest.raises(CatalogueError, match="measure 2 has no text"):
        parse("a.csv", "code,text\n1.1,А\n1.2,\n")


def test_a_catalogue_survives_being_written(tmp_path: Path) -> None:
    goals = (Goal("1", "Ил тод"), Goal("2", 'Ёс "зүй"'))
    measures = (
        Measure("1.1", "1.1", "Сургалт", goals[0], "", ("Аян", "Ажил"), ("сургалт",)),
        Measure("1.2", "1.2", "Самбар", goals[0]),
        Measure("2.1", "2.1", "Судалгаа", goals[1]),
    )
    text = to_toml(Catalogue("x", measures, 2024, "Увс аймаг", "Т"))
    made = parse("other.toml", text)
    assert (made.id, made.plan_year, made.issuer, made.title, made.measures) == ("x", 2024, "Увс аймаг", "Т", measures)
    assert text.count("[[goals]]") == 2 and text.count("aliases") == text.count("deciding") == 1
    short = to_toml(Catalogue("x", measures))
    assert not any(word in short for word in ("plan_year", "issuer", "title"))


def test_only_catalogue_files_of_a_folder_are_read_and_they_must_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("code", "utf-8")
    (tmp_path / ".own.csv").write_text("code", "utf-8")
    assert [item.id for item in load_catalogues(tmp_path).items] == [item.id for item in load_catalogues().items]
    assert [item.id for item in load_catalogues().items] == sorted(item.id for item in shipped().items)
    (tmp_path / "own.csv").write_bytes("code,text\n1.1,Сургалт\n".encode("cp1251"))
    with pytest.raises(CatalogueError, match=r"own\.csv: not UTF-8"):
        load_catalogues(tmp_path)


@pytest.mark.parametrize("year", ["24", "1899", "20244", "x2024"])
def test_a_year_has_four_digits(year: str) -> None:
    with pytest.raises(CatalogueError, match="is no year"):
        parse("a.csv", f"plan_year,code,text\n{year},1.1,А\n")


def test_a_key_that_is_right_beside_a_similar_one_is_in_order() -> None:
    made = parse("a.toml", '[[measures]]\ntext = "А"\naliases = ["Б", " ", " В "]\naliass = "x"\n')
    assert made.measures[0].aliases == ("Б", "В")

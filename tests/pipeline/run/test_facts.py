"""Facts beside the submissions: read, checked, and told where they cannot be used."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from normalizers.report import Supplied
from pipeline.run.collect import Options
from pipeline.run.facts import Trouble, findings, read_facts, supplied
from pipeline.run.run import run
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from tests.builders.submissions import fill

FILES = frozenset({"a.docx", "2024/b.pdf"})


def listed(folder: Path, *names: str) -> list[tuple[str, bytes]]:
    return [(name, os.fsencode(folder / name)) for name in names]


def test_a_sidecar_stands_above_a_line_of_the_table(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text(
        "file,agency,plan_year,period\na.docx,Сангийн яам,2023,FY\n2024/b.pdf,Анхилуун төв,,\n", encoding="utf-8-sig"
    )
    (tmp_path / "a.docx.tailan.toml").write_text("plan_year = 2024\nreceived_at = 2024-07-05\n", encoding="utf-8")
    found, troubles = read_facts(listed(tmp_path, "a.docx.tailan.toml", "facts.csv"), FILES)
    assert found == {
        "a.docx": Supplied(plan_year=2024, received_at=date(2024, 7, 5)),
        "2024/b.pdf": Supplied("Анхилуун төв"),
    }
    assert troubles == ()


def test_what_cannot_be_used_is_told_and_the_rest_is_used(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text(
        "file,period\na.docx,H1\nc.docx,H1\na.docx,FY\n2024/b.pdf,H7\n", encoding="utf-8"
    )
    (tmp_path / "c.docx.tailan.toml").write_text("counts = true", encoding="utf-8")
    (tmp_path / "a.docx.tailan.toml").write_bytes(b"agency = \xd1\xe0")
    names = ("facts.csv", "a.docx.tailan.toml", "c.docx.tailan.toml")
    found, troubles = read_facts(listed(tmp_path, *names), FILES)
    assert found == {"a.docx": Supplied(period="H1")}
    assert [(t.source, t.line, t.file) for t in troubles] == [
        ("facts.csv", 3, ""),
        ("facts.csv", 4, "a.docx"),
        ("facts.csv", 5, "2024/b.pdf"),
        ("a.docx.tailan.toml", None, "a.docx"),
        ("c.docx.tailan.toml", None, ""),
    ]
    assert "H7" in troubles[2].problem


def test_a_table_without_its_key_or_with_unknown_columns_is_refused_whole(tmp_path: Path) -> None:
    for text, word in (("agency,plan_year\nА,2023\n", "no column file"), ("file,agncy\na.docx,А\n", "agncy")):
        (tmp_path / "facts.csv").write_text(text, encoding="utf-8")
        found, troubles = read_facts(listed(tmp_path, "facts.csv"), FILES)
        assert found == {} and len(troubles) == 1
        assert isinstance(troubles[0], Trouble) and word in troubles[0].problem


@pytest.mark.parametrize(
    "given",
    [
        {"plan_year": 23},
        {"plan_year": True},
        {"plan_year": "2023.5"},
        {"period": "H3"},
        {"received_at": "05.07.2024"},
        {"counts": "maybe"},
        {"agency": 7},
        {"year": 2024},
    ],
)
def test_impossible_facts_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(given))):
        supplied(given)


@pytest.mark.slow
def test_a_run_publishes_what_was_supplied_and_tells_what_print_says(tmp_path: Path) -> None:
    raw, chosen = tmp_path / "raw", Settings(workers=1, settle_seconds=0)
    fill(raw, 2)
    (raw / "0000.docx.tailan.toml").write_text("plan_year = 2024\nreceived_at = 2024-07-05\n", encoding="utf-8")
    (raw / "facts.csv").write_text("file,counts\n0001.docx,false\nzzz.docx,true\n", encoding="utf-8")
    paths = Paths.of(raw, tmp_path / "clean", chosen)
    account = run(paths, chosen, Options(), lambda done, total: None)
    first, second = published(tmp_path, "submissions")
    assert [first["file"], second["file"]] == ["0000.docx", "0001.docx"]
    assert (first["plan_year"], first["received_at"], first["counts"]) == ("2024", "2024-07-05", "true")
    assert first["facts_from"] == "plan_year: sidecar; received_at: sidecar"
    assert (second["plan_year"], second["counts"], second["facts_from"]) == ("2023", "false", "")
    said = [row for row in published(tmp_path, "findings") if row["code"] == "fact_contradicts_print"]
    assert [(row["column"], row["value"], row["severity"]) for row in said] == [("plan_year", "2023", "error")]
    assert [found["code"] for found in account.findings] == ["facts_unusable"]

    (raw / "0000.docx.tailan.toml").unlink()
    assert run(paths, chosen, Options(), lambda done, total: None).new_edition
    assert published(tmp_path, "submissions")[0]["plan_year"] == "2023"


def published(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "clean" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({}, Supplied()),
        ({"agency": "  Сан  яам "}, Supplied("Сан яам")),
        ({"plan_year": 1990}, Supplied(plan_year=1990)),
        ({"plan_year": " 2100 "}, Supplied(plan_year=2100)),
        ({"period": " m9 "}, Supplied(period="M9")),
        ({"received_at": date(2024, 7, 5)}, Supplied(received_at=date(2024, 7, 5))),
        ({"received_at": datetime(2024, 7, 5, 23, 59)}, Supplied(received_at=date(2024, 7, 5))),
        ({"received_at": "2024-07-05T08:00"}, Supplied(received_at=date(2024, 7, 5))),
        ({"counts": False}, Supplied(counts=False)),
        ({"counts": " ТИЙМ "}, Supplied(counts=True)),
        ({"counts": "no"}, Supplied(counts=False)),
    ],
)
def test_possible_facts_are_understood(given: dict[str, object], known: Supplied) -> None:
    assert supplied(given) == known


@pytest.mark.parametrize("year", [1989, 2101, "", "abc"])
def test_years_that_the_schema_forbids_are_refused(year: object) -> None:
    with pytest.raises(ValueError, match="is no year"):
        supplied({"plan_year": year})


def test_where_a_trouble_is() -> None:
    assert Trouble("facts.csv", 3, "a", "bad", "муу").told == ("facts.csv, line 3: bad", "facts.csv, 3-р мөр: муу")
    assert Trouble("a.tailan.toml", None, "a", "bad", "муу").told == ("a.tailan.toml: bad", "a.tailan.toml: муу")


def test_a_trouble_is_a_finding_of_its_own_report() -> None:
    found = findings(
        [Trouble("facts.csv", line, file, "is wrong", "буруу") for line, file in ((2, "a"), (3, "b"), (4, "a"))]
    )
    assert {file: [one.value for one in said] for file, said in found.items()} == {
        "a": ["facts.csv, line 2: is wrong", "facts.csv, line 4: is wrong"],
        "b": ["facts.csv, line 3: is wrong"],
    }
    assert {(one.code, one.severity) for said in found.values() for one in said} == {("facts_unusable", "error")}
    assert found["b"][0].message_mn.endswith("facts.csv, 3-р мөр: буруу.")


def test_a_name_may_be_given_as_it_is_published_or_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text("file,period\nи\u0306.docx,H1\n й%0A.docx ,FY\n", encoding="utf-8")
    found, troubles = read_facts(listed(tmp_path, "facts.csv"), frozenset({"й.docx", "й%0A.docx"}))
    assert found == {"й.docx": Supplied(period="H1"), "й%0A.docx": Supplied(period="FY")} and troubles == ()


def test_a_file_of_facts_has_a_greatest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.docx.tailan.toml").write_text("counts = true\n", encoding="utf-8")
    for most, troubles in ((14, 0), (13, 1)):
        monkeypatch.setattr("pipeline.run.facts._MOST_BYTES", most)
        found = read_facts(listed(tmp_path, "a.docx.tailan.toml"), FILES)[1]
        assert len(found) == troubles and all("larger than 13 bytes" in one.problem for one in found)

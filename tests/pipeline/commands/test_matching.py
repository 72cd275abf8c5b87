"""``tailan match``, ``tailan learn`` and catalogue files from elsewhere: every row answered in order, faults named."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from normalizers.catalogue.files import parse, shipped
from normalizers.report import Match
from normalizers.settings import MatchSettings
from parsers.errors import ParseError
from pipeline.cli import group
from pipeline.commands.explaining import told
from pipeline.commands.matching import _as_answer, _asked, _json_lines, _rows
from pipeline.exits import Exit, Stop
from pipeline.review.decisions import Action, Decision, Shown, append
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.stages import single_work
from pipeline.workers.worker import classify
from tests.builders import docx

MEASURES = shipped().get("ub-2023").measures


def call(*arguments: object, stdin: bytes | None = None) -> list[dict[str, object]]:
    result = CliRunner().invoke(group, [str(one) for one in arguments], input=stdin, standalone_mode=False)
    if result.exception:
        raise result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def words(*arguments: object) -> str:
    result = CliRunner().invoke(group, [str(one) for one in arguments], standalone_mode=False)
    assert result.exception is None
    return result.stdout


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A table as a spreadsheet saves it: byte order mark, semicolons, other columns in another order, an empty line."""
    lines = ["Тайлбар;text;нэмэлт;goal;code"]
    lines += [f'"а; б";"{m.text}";;"{m.goal.text}";{m.code}' for m in MEASURES]
    path = tmp_path / "plan.csv"
    path.write_text("\r\n".join([*lines, ";;;;", ""]), encoding="utf-8-sig")
    return path


def rows_file(folder: Path, *rows: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_interleaved_reports_are_answered_in_order(tmp_path: Path, catalogue: Path) -> None:
    rows: list[dict[str, object]] = []
    for measure in MEASURES:
        rows += [
            {"report": "a", "goal": measure.goal.text, "code": measure.code, "text": measure.text},
            {"report": "b", "text": measure.text.upper(), "page": 3},
            {"code": float(measure.code), "text": f"{measure.code}. {measure.text}"},
        ]
    rows += [{"report": "a", "code": "9.9", "text": None}, {"report": "a", "text": "Мод\u2028тарих"}]
    file = rows_file(tmp_path, *rows)
    answers = call("match", "--catalogue", catalogue, "--rows", file)
    assert [a["report"] for a in answers] == [str(row.get("report", "")) for row in rows]
    assert [a["code"] for a in answers] == [m.key for m in MEASURES for _ in range(3)] + ["", ""]
    assert {a["status"] for a in answers[:-2]} == {"auto"} and {a["status"] for a in answers[-2:]} == {"unmatched"}
    piped = call("match", "--catalogue", catalogue, "--rows", "-", stdin=b"\xef\xbb\xbf" + file.read_bytes())
    assert piped == answers
    assert call("match", "--catalogue", catalogue, "--rows", rows_file(tmp_path, "", "")) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"report": "a"}', "line 2 has none of goal, code, text"),
        ('{"text": ["a"]}', "line 2: text is no text"),
        ("[1]", "line 2 is no JSON object"),
        ('{"text": "a"', "line 2 is no JSON"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, catalogue: Path, row: str, said: str) -> None:
    with pytest.raises(Stop, match=said) as stop:
        call("match", "--catalogue", catalogue, "--rows", rows_file(tmp_path, {"text": "Сургалт"}, row))
    assert stop.value.code is Exit.NO_INPUT


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("plan.csv", "a,b\n1,2\n", "no measure texts"),
        ("plan.csv", "", "no measures"),
        ("other.csv", "", "no such file"),
    ],
)
def test_a_bad_catalogue_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    if name == "plan.csv":
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Stop, match=said):
        call("match", "--catalogue", tmp_path / name, "--rows", rows_file(tmp_path, {"text": "Сургалт"}))


def test_catalogues_are_compared_as_a_table(tmp_path: Path, catalogue: Path) -> None:
    kept = "\n".join(f'{n}.1,"{m.text}"' for n, m in enumerate(MEASURES[1:], 1))
    (tmp_path / "next.csv").write_text(f"code,text\n{kept}\n9.9,Иргэдийн сэтгэл ханамжийн судалгаа авах\n", "utf-8")
    out = tmp_path / "catalogue_links.csv"
    words("catalogue", "compare", catalogue, tmp_path / "next.csv", "--out", out)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [row["status"] for row in rows] == ["dropped", *["same"] * 10, "new"]
    assert rows[1]["measure_id"] == f"plan/{MEASURES[1].code}" and rows[1]["to_measure_id"] == "next/1.1"
    assert words("catalogue", "compare", catalogue, tmp_path / "next.csv").startswith(out.read_text("utf-8"))
    with pytest.raises(Stop, match="No such file") as stop:
        call("catalogue", "compare", catalogue, catalogue, "--out", tmp_path / "none" / "x.csv")
    assert stop.value.code is Exit.OUTPUT_NOT_WRITABLE


def here(setup: Setup, job: Job) -> Done:
    """What a worker process finds out, found out in this one."""
    try:
        return single_work(setup)(job, lambda known: None)
    except ParseError as error:
        return Done(failure=classify(error, setup.limits), stage="read")


def test_a_catalogue_is_drafted_from_submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workers.engine.in_one_process", here)
    for name, done in (("a", "Хийв."), ("b", "Гүйцэтгэв."), ("c", "Зохион байгуулав.")):
        rows = [("Д/д", "Хэрэгжүүлэх арга хэмжээ", "Хэрэгжилтийн явц", "Хувь")]
        rows += [(str(n), f"{m.code}. {m.text}", done * 4, "100%") for n, m in enumerate(MEASURES[4:8], 1)]
        title = docx.p(docx.r("САНГИЙН ЯАМНЫ 2025 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"))
        table = docx.tbl(*(docx.tr(*(docx.tc(docx.p(docx.r(cell))) for cell in row)) for row in rows))
        (tmp_path / f"{name}.docx").write_bytes(docx.package(title + table))
    (tmp_path / "copy.docx").write_bytes((tmp_path / "a.docx").read_bytes())
    (tmp_path / "note.docx").write_bytes(b"no document")
    made = parse("draft.toml", words("catalogue", "draft", tmp_path, "--id", "new", "--year", "2025"))
    assert made.id == "new" and made.plan_year == 2025
    assert [(m.code, m.text) for m in made.measures] == [(m.code, m.text) for m in MEASURES[4:8]]
    with pytest.raises(Stop, match="no measure is shared"):
        call("catalogue", "draft", tmp_path / "note.docx")


@pytest.mark.slow
def test_a_catalogue_folder_named_in_the_settings_reaches_the_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers live in a folder of their own: a relative path must mean the same to them."""
    (tmp_path / "own").mkdir()
    lines = [f'2025,Увс аймаг,{n}.7,"{m.text}"' for n, m in enumerate(MEASURES[:3], 1)]
    plan = "\n".join(["plan_year,issuer,code,text", *lines])
    (tmp_path / "own" / "uvs-2025.csv").write_text(plan, "utf-8")
    (tmp_path / "tailan.toml").write_text('catalogues = "own"\n', "utf-8")
    rows = [("Д/д", "Хэрэгжүүлэх арга хэмжээ", "Хэрэгжилтийн явц", "Хувь")]
    rows += [
        (str(n), m.text, "Ажлыг төлөвлөгөөний дагуу зохион байгуулав.", "100%") for n, m in enumerate(MEASURES[:3], 1)
    ]
    title = docx.p(docx.r("УВС АЙМГИЙН ТАТВАРЫН ХЭЛТСИЙН 2025 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"))
    table = docx.tbl(*(docx.tr(*(docx.tc(docx.p(docx.r(cell))) for cell in row)) for row in rows))
    (tmp_path / "a.docx").write_bytes(docx.package(title + table))
    monkeypatch.chdir(tmp_path)
    (report,) = json.loads(words("normalize", "a.docx", "--json"))
    assert report["catalogue_id"] == "uvs-2025"
    assert [record["match"]["code"] for record in report["records"]] == ["1.7", "2.7", "3.7"]


def test_thresholds_and_weights_come_from_the_settings(
    tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = rows_file(tmp_path, {"text": MEASURES[4].text})
    monkeypatch.setenv("TAILAN_MATCHING_ACCEPT", "1")
    assert call("match", "--catalogue", catalogue, "--rows", file)[0]["status"] == "review"
    monkeypatch.setenv("TAILAN_MATCHING_WEIGHTS", str(catalogue))
    with pytest.raises(Stop, match="is no weights file"):
        call("match", "--catalogue", catalogue, "--rows", file)


def decided(file: Path, number: int, text: str, key: str) -> None:
    action = Action.REASSIGN if key else Action.NOT_IN_CATALOGUE
    append(
        file,
        [Decision(f"d{number}", "2025-01-01T00:00:00+00:00", "Д.Оюун", action, f"k{number}", catalogue_id="ub-2023",
                  code=key, shown=Shown(text=text))],
    )  # fmt: skip


def test_learning_writes_only_better_weights(tmp_path: Path) -> None:
    decisions, output = tmp_path / "decisions.jsonl", tmp_path / "weights.json"
    for number in range(60):
        decided(decisions, number, f"Хэсэг {number}. {MEASURES[number % 11].text[:60]}", "")
    assert "better" in words("learn", "--decisions", decisions, "--output", output)
    text = "Хэсэг 99. " + MEASURES[4].text[:60]
    file = rows_file(tmp_path, {"text": text})
    before, after = (
        call("match", "--catalogue", "ub-2023", "--rows", file, *more)[0] for more in ((), ("--weights", output))
    )
    assert float(str(after["best_probability"])) < float(str(before["best_probability"]))


def test_contradicting_decisions_teach_nothing(tmp_path: Path) -> None:
    decisions, output = tmp_path / "decisions.jsonl", tmp_path / "weights.json"
    for number in range(80):
        key = MEASURES[(number * 7 + number // 11) % 11].key
        decided(decisions, number, f"{MEASURES[number % 11].text} {number}", key if number % 3 else "")
    assert "the old weights stay" in words("learn", "--decisions", decisions, "--output", output)
    assert not output.exists()


def test_a_published_row_is_explained_in_both_languages() -> None:
    plan = shipped().get("ub-2023")
    swapped = MEASURES[4].text.replace("сургалтад", "аянд")
    texts = [(m.key, m.code, m.text) for m in MEASURES[:4]] + [("2.1", "3.1", swapped)]
    rows = [
        {"measure_code": key, "code_reported": code, "goal_reported": "", "measure_reported": text}
        for key, code, text in texts
    ]
    lines = list(told(rows, 4, plan, MatchSettings(propose=0.0, doubt=0.0)))
    assert "2.1 арга хэмжээтэй тохирно" in lines[0] and "«аянд»" in lines[0] and "өөр арга хэмжээнийх" in lines[0]
    assert any(line.startswith("2.1 ") and MEASURES[4].text in line for line in lines)
    assert any("printed code 3.1 is that of another measure" in line for line in lines)
    rows[4]["measure_code"] = "5.1"
    assert list(told(rows, 4, plan, MatchSettings())) == []


def test_the_second_measure_of_a_row_is_explained_first() -> None:
    plan = shipped().get("ub-2023")
    both = f"{MEASURES[4].text}; 3.1. {MEASURES[6].text}"
    rows = [
        {"measure_code": key, "code_reported": "2.1", "goal_reported": "", "measure_reported": both}
        for key in (MEASURES[4].key, MEASURES[6].key)
    ]
    for place, measure in ((0, MEASURES[4]), (1, MEASURES[6])):
        lines = list(told(rows, place, plan, MatchSettings()))
        assert lines[0].startswith("нэг мөрөнд хоёр арга хэмжээ") and "мөн" in lines[0]
        assert lines[1].startswith(measure.key) and measure.text in lines[1]


@pytest.mark.parametrize(
    ("code", "text", "taken"),
    [
        ("", "1.2. Сургалт явуулах", ("1.2", "Сургалт явуулах")),
        ("1.2", "1.2 Сургалт явуулах", ("1.2", "Сургалт явуулах")),
        (" 1.2. ", "1.2 Сургалт явуулах", ("1.2.", "Сургалт явуулах")),
        ("1.3", "1.2 Сургалт явуулах", ("1.3", "1.2 Сургалт явуулах")),
        ("1.3", "Сургалт явуулах", ("1.3", "Сургалт явуулах")),
        ("", "1.2.", ("", "1.2.")),
        ("", "", ("", "")),
    ],
)
def test_a_code_before_the_text_is_taken_unless_the_row_names_another(
    code: str, text: str, taken: tuple[str, str]
) -> None:
    asked = _asked({"code": code, "text": text})
    assert (asked.code, asked.text, asked.repairs) == (*taken, ())


def test_letters_of_a_row_are_put_right_as_those_of_a_report_are() -> None:
    asked = _asked({"goal": "Зopилго їйл", "text": "1.1. Тєрийн їйл"})
    assert (asked.goal, asked.code, asked.text) == ("Зорилго үйл", "1.1", "Төрийн үйл")
    assert asked.repairs == ("legacy_letters",)


def test_an_answer_tells_the_nearest_even_where_none_was_taken() -> None:
    none = _as_answer("a", Match(reason="too far", reason_mn="хол"))
    assert (none["report"], none["code"], none["best"], none["best_probability"]) == ("a", "", "", 0.0)
    assert "also" not in none and "continues" not in none and (none["reason"], none["reason_mn"]) == ("too far", "хол")
    near = Match("", 0.9, candidates=(("1.1", 0.3, ()), ("", 0.2, ())), also=(("1.2", 0.8),), continues=True)
    said = _as_answer("", near)
    assert (said["best"], said["best_probability"], said["also"], said["continues"]) == ("1.1", 0.3, ["1.2"], True)


def test_rows_are_read_as_text_line_by_line(tmp_path: Path) -> None:
    file = rows_file(tmp_path, {"code": 1.1, "text": None}, "", " ", {"goal": "Зорилго", "report": 7, "page": [1]})
    assert [number for number, _ in _json_lines(file)] == [1, 4]
    assert list(_rows(file)) == [
        {"report": "", "goal": "", "code": "1.1", "text": ""},
        {"report": "7", "goal": "Зорилго", "code": "", "text": ""},
    ]
    for name, data in (("none.jsonl", None), ("bytes.jsonl", b"\xff")):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(Stop, match=name) as stop:
            list(_json_lines(tmp_path / name))
        assert stop.value.code is Exit.NO_INPUT


def test_answers_are_a_table_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        {"code": "1.1", "probability": 0.98765, "status": "auto", "reason": "same words", "reason_mn": "ижил үг"},
        {"code": "", "probability": 0.5, "status": "unmatched", "reason": "far", "reason_mn": "хол"},
    ]
    monkeypatch.setattr("pipeline.commands.matching.answer", lambda *_: answers)
    terminal = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("pipeline.commands.matching.sys", terminal)
    file = rows_file(tmp_path, {"text": "Сургалт"})
    lines = words("match", "--catalogue", "ub-2023", "--rows", file).splitlines()
    assert [line.split() for line in lines] == [
        ["code", "p", "status", "reason"],
        ["код", "магадлал", "төлөв", "үндэслэл"],
        ["1.1", "0.988", "auto", "same", "words", "/", "ижил", "үг"],
        ["-", "0.500", "unmatched", "far", "/", "хол"],
    ]
    assert len(words("match", "--catalogue", "ub-2023", "--rows", file, "--json").splitlines()) == 2

"""The review queue as a spreadsheet, for people who have nothing else; import makes the same checks as the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from PIL import Image, ImageDraw

from pipeline.durable import sweep_beside, write_whole
from pipeline.review.applying import measure_of
from pipeline.review.decisions import Action, mapping_source
from pipeline.review.desk import Desk, Refused, Wish
from pipeline.review.pictures import Pictures
from pipeline.review.queue import Question
from pipeline.review.text import percent
from pipeline.review.views import Framed, framed
from pipeline.workers.leftovers import temporary_folder

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET, ABOUT = "review", "about"
NOT_IN_CATALOGUE = "not in the catalogue / лавлахад байхгүй"
NOT_A_ROW = "not a measure row / арга хэмжээний мөр биш"
MERGE = "belongs to the row above / дээд мөрийн үргэлжлэл"
ANSWERS = {NOT_IN_CATALOGUE: Action.NOT_IN_CATALOGUE, NOT_A_ROW: Action.NOT_A_ROW, MERGE: Action.MERGE}
COLUMNS = (
    ("key", 4), ("base", 4), ("source", 4), ("agency", 24), ("document", 20), ("page", 6), ("reported code", 10),
    ("measure as reported", 50), ("progress", 50), ("completion as reported", 14), ("spent as reported", 14),
    ("proposal", 10), ("probability", 10), ("candidates", 60), ("decision", 22), ("completion_pct", 14),
    ("spent_mnt", 14), ("note", 24), ("picture", 90),
)  # fmt: skip
MONGOLIAN = {
    "agency": "байгууллага", "document": "баримт", "page": "хуудас", "reported code": "дугаар",
    "measure as reported": "тайлагнасан арга хэмжээ", "progress": "хэрэгжилт",
    "completion as reported": "хүрсэн түвшин", "spent as reported": "зарцуулсан хөрөнгө", "proposal": "санал",
    "probability": "магадлал", "candidates": "боломжит арга хэмжээ", "decision": "шийдвэр",
    "completion_pct": "биелэлт, %", "spent_mnt": "зарцуулсан, төгрөг", "note": "тэмдэглэл", "picture": "зураг",
}  # fmt: skip
"""Second line of the column titles."""
TO_FILL_IN = frozenset({"decision", "completion_pct", "spent_mnt", "note"})
HIDDEN = 3
HIDDEN_COLUMNS = frozenset(title for title, _ in COLUMNS[:HIDDEN])
LINE_POINTS = 15.0
ROW_FRAME = "#c00000"
PICTURE_WIDTH = 640
ROW_POINTS_MOST = 409
"""The tallest row that a spreadsheet allows."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook: decisions taken, and rows refused as (spreadsheet row, code of the reason)."""

    taken: int
    refused: tuple[tuple[int, str], ...]


class NotAReview(ValueError):
    """The file is no exported review, or nobody signed it."""


def export(desk: Desk, pictures: Pictures | None, path: Path, reviewer: str) -> int:
    """Write every waiting row; returns their number. All text is written as text, so no cell can become a formula. The
    file is there whole or as it was, whatever ends the program meanwhile. Raises OSError."""
    import xlsxwriter

    sweep_beside(path.parent)
    questions = desk.waiting()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with temporary_folder() as folder:
        made = Path(folder) / "review.xlsx"
        with xlsxwriter.Workbook(str(made), {**options, "tmpdir": folder}) as book:
            _fill(book, desk, questions, pictures, reviewer)
        write_whole(path, made.read_bytes())
    return len(questions)


def _fill(book: Workbook, desk: Desk, questions: Sequence[Question], pictures: Pictures | None, reviewer: str) -> None:
    """The sheets of the workbook: a row for every question, and what it is about."""
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    answer = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFF0B3"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for index, (title, width) in enumerate(COLUMNS):
        sheet.set_column(index, index, width, text, {"hidden": index < HIDDEN})
        sheet.write_string(0, index, _title(title), answer if title in TO_FILL_IN else bold)
    sheet.set_row(0, 3 * LINE_POINTS)
    sheet.freeze_panes(1, HIDDEN)
    sheet.autofilter(0, 0, len(questions), len(COLUMNS) - 1)
    at = {title: index for index, (title, _) in enumerate(COLUMNS)}
    for number, question in enumerate(questions, 1):
        cells = _cells(desk, question)
        for title, value in cells.items():
            sheet.write_string(number, at[title], value, text)
        codes = [code for code, _, _ in question.record.match.candidates if code][:10]
        sheet.data_validation(
            number, at["decision"], number, at["decision"],
            {"validate": "list", "source": [*codes, *ANSWERS], "error_type": "warning"},
        )  # fmt: skip
        picture = _picture(pictures, question)
        sheet.set_row(number, _row_height(cells, picture))
        if picture is not None:
            _insert(sheet, number, at["picture"], picture, question)
    about = book.add_worksheet(ABOUT)
    about.set_column(0, 1, 40)
    for line, (name, value) in enumerate(
        {"reviewer": reviewer, "program": desk.program, "rows": str(len(questions))}.items()
    ):
        about.write_string(line, 0, name, bold)
        about.write_string(line, 1, value, text)


def _title(name: str) -> str:
    return f"{name}\n{MONGOLIAN[name]}" if name in MONGOLIAN else name


def _cells(desk: Desk, question: Question) -> dict[str, str]:
    record, report = question.record, question.report
    listed = [
        f"{code}  {percent(probability)}  {measure.text}"
        for code, probability, _ in record.match.candidates[:5]
        if code and (measure := measure_of(desk.catalogues, report.catalogue_id, code))
    ]
    first = record.places[0].page if record.places else None
    return {
        "key": question.key,
        "base": desk.last(question.key),
        "source": mapping_source(record),
        "agency": report.agency,
        "document": report.name,
        "page": str(first or ""),
        "reported code": record.code_reported,
        "measure as reported": record.measure_reported,
        "progress": record.progress[:32000],
        "completion as reported": record.completion_reported,
        "spent as reported": record.spent_reported,
        "proposal": record.match.code or NOT_IN_CATALOGUE,
        "probability": percent(record.match.score),
        "candidates": "\n".join(listed),
    }


def _row_height(cells: dict[str, str], picture: Image.Image | None) -> float:
    """Points that the fullest cell or the picture needs."""
    widths = dict(COLUMNS)
    lines = max(
        sum(ceil((len(line) + 1) / widths[title]) for line in text.split("\n"))
        for title, text in cells.items()
        if title not in HIDDEN_COLUMNS
    )
    return min(ROW_POINTS_MOST, max(LINE_POINTS * (lines + 1), picture.height * 0.75 if picture else 0))


def _picture(pictures: Pictures | None, question: Question) -> Image.Image | None:
    """The parts of the pages that show the row."""
    frames = framed(question.report, question.record) if pictures else []
    painted = [(pictures.get(question.report.sha256, frame.page), frame) for frame in frames] if pictures else []
    crops = [_crop(data, frame) for data, frame in painted if data]
    return _below_each_other(crops) if crops else None


def _insert(sheet: Any, row: int, column: int, picture: Image.Image, question: Question) -> None:
    stream = BytesIO()
    picture.save(stream, "PNG")
    name = f"{question.key}.png"
    sheet.insert_image(
        row,
        column,
        name,
        {"image_data": stream, "object_position": 1, "description": question.record.measure_reported[:200]},
    )


def _below_each_other(crops: list[Image.Image]) -> Image.Image:
    """One picture of all parts of a row."""
    whole = Image.new("RGB", (PICTURE_WIDTH, sum(crop.height for crop in crops)), "white")
    top = 0
    for crop in crops:
        whole.paste(crop, (0, top))
        top += crop.height
    return whole


def _crop(data: bytes, frame: Framed) -> Image.Image:
    """The part of the page that shows the row, at the width of the picture column."""
    with Image.open(BytesIO(data)) as opened:
        page = opened.convert("RGB")
        left, top, width, height = (float(part) for part in frame.view.split())
        scale = page.width / frame.width
        if frame.box:
            x, y, across, down = (part * scale for part in frame.box)
            ImageDraw.Draw(page).rectangle((x, y, x + across, y + down), outline=ROW_FRAME, width=3)
        part = page.crop(
            (int(left * scale), int(top * scale), int((left + width) * scale), int((top + height) * scale))
        )
    return part.resize((PICTURE_WIDTH, max(1, round(part.height * PICTURE_WIDTH / part.width))))


def take_in(desk: Desk, path: Path, reviewer: str = "") -> Imported:
    """Take the filled-in decisions. A row that changed since the export is refused, and so is a workbook signed by
    somebody else than ``reviewer`` (when given). Raises NotAReview."""
    book = load_workbook(path, read_only=True, data_only=False)
    if not {SHEET, ABOUT} <= set(book.sheetnames):
        raise NotAReview("this is not a workbook written by `tailan review --export`")
    signed = {str(name): str(value or "") for name, value in book[ABOUT].iter_rows(max_col=2, values_only=True)}.get(
        "reviewer", ""
    )
    if not signed.strip() or (reviewer and signed != reviewer):
        raise NotAReview(f"the workbook is signed by {signed or 'nobody'!r}; fill in the reviewer on its second sheet")
    taken, refused = 0, []
    for number, values in _rows(book[SHEET]):
        bases: dict[str, str] = {}
        for wish in _wishes(values, signed):
            try:
                _check_source(desk, values)
                base = bases.get(wish.key, wish.base)
                decision = desk.decide(
                    Wish(wish.key, wish.action, signed, base, wish.code, wish.field, wish.value, wish.note)
                )
                bases[wish.key] = decision.id
                taken += 1
            except Refused as problem:
                refused.append((number, problem.code))
    return Imported(taken, tuple(refused))


def _check_source(desk: Desk, values: dict[str, str]) -> None:
    found = desk.row(values["key"])
    if found is None:
        raise Refused("unknown_row")
    if mapping_source(found[1]) != values["source"]:
        raise Refused("changed_meanwhile")


def _rows(sheet: Any) -> Iterator[tuple[int, dict[str, str]]]:
    lines = sheet.iter_rows(values_only=True)
    titles = [str(title).partition("\n")[0] for title in next(lines, ())]
    for number, cells in enumerate(lines, 2):
        values = {title: "" if cell is None else str(cell).strip() for title, cell in zip(titles, cells, strict=False)}
        if values.get("key"):
            yield number, values


def _wishes(values: dict[str, str], by: str) -> Iterator[Wish]:
    key, base, note = values["key"], values.get("base", ""), values.get("note", "")
    for field in ("completion_pct", "spent_mnt"):
        if values.get(field):
            yield Wish(key, Action.CORRECT, by, base, field=field, value=values[field], note=note)
    answer = values.get("decision", "")
    if answer in ANSWERS:
        yield Wish(key, ANSWERS[answer], by, base, note=note)
    elif answer:
        yield Wish(key, Action.REASSIGN, by, base, code=answer, note=note)

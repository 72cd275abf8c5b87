"""The field readers as the benchmark asks them: a form in, what was read and whether a finding goes with it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from normalizers.front.agency import read_agency
from normalizers.front.signature import Signature, acknowledged, prepared, read_signatures
from normalizers.values.date import find_dates
from normalizers.values.indicator import read_indicators
from normalizers.values.money import read_money
from normalizers.values.money_words import header_unit
from normalizers.values.percent import read_percent
from normalizers.values.period import read_period
from parsers.document import Paragraph
from parsers.extraction import extract
from parsers.language.codes import split_code
from parsers.report import RawReport, Role
from tests.builders.drawing import tables
from tests.normalizers.labelled import PLAN_YEAR

# What stands in the columns of the drawn tables, by the word that the cases use for it.
CONTENTS = {
    "n": ("1", "2", "3", "4"),
    "c": ("1.1", "1.2", "1.3", "1.4"),
    "goal": ("Ил тод байдлыг нэмэгдүүлэх", "^", "Ёс зүйн соёлыг төлөвшүүлэх", "^"),
    "goal2": ("Мэдээллийг нээлттэй болгох", "^", "Сургалтын чанарыг сайжруулах", "^"),
    "m": (
        "Албан хаагчдын дунд шударга ёсны өдөрлөг зохион байгуулах",
        "Худалдан авалтын мэдээллийг цахим хуудсанд тогтмол байршуулах",
        "Иргэдийн санал, гомдлыг хугацаанд нь шийдвэрлэж хариу өгөх",
        "Дотоод журамд эрсдэлийн үнэлгээний заалт нэмж тусгах",
    ),
    "i": ("Өдөрлөг-1", "Мэдээлэл-24", "Шийдвэрлэлтийн хувь", "Журам-1"),
    "p": (
        "Өдөрлөгийг 5 дугаар сарын 21-нд зохион байгуулж 64 албан хаагч оролцлоо.",
        "Худалдан авах ажиллагааны 24 мэдээллийг цахим хуудсанд байршуулсан.",
        "Нийт 37 өргөдөл, гомдол ирснээс 35-ыг хугацаанд нь шийдвэрлэсэн.",
        "Журмын төслийг боловсруулж, хамт олны саналыг авч байна.",
    ),
    "progshort": ("1 удаа", "24 мэдээлэл", "94 хувь", "Төсөл бэлэн"),
    "pct": ("100%", "90%", "70%", "50%"),
    "plain": ("100", "90", "70", "50"),
    "plain10": ("25", "25", "25", "25"),
    "words": ("Бүрэн хэрэгжсэн", "Хэрэгжиж байна", "Хэрэгжээгүй", "Бүрэн хэрэгжсэн"),
    "money": ("450,000", "-", "1,200,000", "80,000"),
    "mil": ("0.45", "-", "1.2", "0.08"),
    "dash": ("-", "-", "-", "-"),
    "who": ("Захиргааны хэлтэс", "Хуулийн хэлтэс", "Тамгын газар", "Ёс зүйн хороо"),
    "who2": ("АТГ", "СЯ", "ТББ", "ТАЗ"),
    "when": ("II улирал", "жилийн турш", "2024.06.30", "I улирал"),
    "base": ("1", "12", "88%", "0"),
    "target": ("2", "24", "95%", "1"),
    "fund": ("Улсын төсөв", "Улсын төсөв", "Орон нутгийн төсөв", "Улсын төсөв"),
    "ev": ("Хавсралт 1", "Хавсралт 2", "Хавсралт 3", "Хавсралт 4"),
    "blank": ("", "", "", ""),
}  # fmt: skip
_TITLE = "НОМЫН САНГИЙН АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader said of a form: the value as text (empty for none) and whether a finding goes with it."""

    value: str
    flagged: bool
    state: str = ""


def _percent(form: str) -> Reading:
    read = read_percent(form)
    return Reading("" if read.value is None else f"{read.value.normalize():f}", bool(read.problem), read.state)


def _money(form: str) -> Reading:
    header, cell = form.split("|", 1)
    read = read_money(cell.strip(), header_unit(header.strip()))
    whole = None if read.value is None else read.value.quantize(Decimal(1), ROUND_HALF_UP)
    return Reading("" if whole is None else f"{whole:f}", bool(read.problem), read.state)


def _dates(form: str) -> Reading:
    spans = find_dates(form, PLAN_YEAR)
    texts = [f"{span.first or ''}|{span.last or ''}|{span.precision}" for span in spans]
    return Reading(" ; ".join(texts), any(span.problem for span in spans))


def _period(form: str) -> Reading:
    read = read_period(form)
    return Reading(read.value or "", bool(read.problem))


def _agency(form: str) -> Reading:
    read = read_agency(form)
    return Reading(read.value or "", bool(read.problem))


def _indicators(form: str) -> Reading:
    items = read_indicators(form)
    return Reading(
        " ; ".join(f"{i.name}|{'' if i.quantity is None else format(i.quantity, 'f')}|{i.unit}" for i in items), False
    )


def _code(form: str) -> Reading:
    code, rest = split_code(form)
    return Reading(f"{code}|{rest}" if code else "", False)


def _signoff(form: str) -> Reading:
    found = read_signatures([Paragraph(line) for line in form.split("\n")])
    return Reading(f"{_signed(acknowledged(found))} ; {_signed(prepared(found))}", False)


def _signed(signature: Signature | None) -> str:
    return f"{signature.person}|{signature.title}" if signature else "|"


READERS: dict[str, Callable[[str], Reading]] = {
    "percents": _percent,
    "money": _money,
    "dates": _dates,
    "periods": _period,
    "agencies": _agency,
    "indicators": _indicators,
    "codes": _code,
    "signoffs": _signoff,
}


def header_readings(drawn: str) -> Iterator[tuple[str, str, Reading]]:
    """The columns of a drawn table: its head rows, then a line ``= contents:role …`` with the true roles (``-`` for
    none). Gives for each column what it is, its true role and the role it was given (empty for unknown)."""
    *head, last = drawn.strip().splitlines()
    columns = [column.rpartition(":") for column in last.removeprefix("=").split()]
    body = ["| " + " | ".join(_cell(kind, row) for kind, _, _ in columns) + " |" for row in range(4)]
    (raw,) = extract(tables("\n".join((_TITLE, *head, *body, "ХЯНАСАН: Дарга Б.Номин"))))
    for place, (kind, _, role) in enumerate(columns):
        label = [row.split("|")[place + 1].strip(" ^<") for row in head]
        before = sum(one == kind for one, _, _ in columns[:place])
        found, doubt = _role_of(raw, "m" if kind == "cm" else kind, [one for one in label if one], before)
        said = Reading("" if found in (Role.UNKNOWN, None) else str(found), bool(doubt))
        yield f"{' / '.join(label)} ({kind})", "" if role == "-" else role, said


def _cell(kind: str, row: int) -> str:
    return f"1.{row + 1}. {CONTENTS['m'][row]}" if kind == "cm" else CONTENTS[kind][row]


def _role_of(raw: RawReport, kind: str, label: list[str], before: int) -> tuple[Role | None, str]:
    """The role of the column that holds these contents, the one after so many others that do; of one that holds nothing
    telling, of the last column of its label."""
    text = CONTENTS[kind][0]
    if text in ("", "-"):
        labelled = [column for column in raw.columns if label and column.header.endswith(label[-1])]
        return (labelled[-1].role, labelled[-1].doubt) if labelled else (None, "")
    holding = [cell.column for cell in raw.rows[0].cells if text in cell.text]
    column = holding[min(before, len(holding) - 1)] if holding else None
    return (column.role, column.doubt) if column else (None, "")

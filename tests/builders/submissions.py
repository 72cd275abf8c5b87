"""Small whole submissions by number: each a different invented agency's report, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from tests.builders.docx import p, package, r, tbl, tc, tr

PLACES = ("Алтанбулаг", "Баянцагаан", "Цагааннуур", "Дэлгэрхаан", "Хишигтөв", "Номгон", "Өндөрширээт", "Сайхандулаан")
KINDS = ("сургуулийн", "цэцэрлэгийн", "эмнэлгийн", "номын сангийн")
HEAD = (
    "Д/д",
    "Хэрэгжүүлэх арга хэмжээ",
    "Шалгуур үзүүлэлт",
    "Хэрэгжилтийн явц, үр дүн",
    "Зарцуулсан хөрөнгө",
    "Биелэлт %",
)
MEASURES = (
    ("Авлигын эсрэг хуулийг албан хаагчдад сурталчлах сургалт зохион байгуулах", "Сургалтын тоо-{n}"),
    ("Иргэдийн өргөдөл гомдлыг хугацаанд нь шийдвэрлэж мэдээлэх", "Шийдвэрлэсэн өргөдөл-{n}"),
    ("Худалдан авах ажиллагааны мэдээллийг цахим хуудсанд ил тод байршуулах", "Мэдээллийн тоо-{n}"),
    ("Ашиг сонирхлын зөрчлөөс урьдчилан сэргийлэх зөвлөгөө өгөх", "Зөвлөгөө авсан хүн-{n}"),
)


def submission(number: int) -> bytes:
    """The report of agency ``number`` as DOCX."""
    place, kind = PLACES[number % len(PLACES)], KINDS[number // len(PLACES) % len(KINDS)]
    rows = [tr(*(tc(p(r(label))) for label in HEAD))]
    for index, (measure, indicator) in enumerate(MEASURES, 1):
        n = (number * 7 + index * 3) % 40 + 1
        cells = (
            str(index),
            f"1.{index}. {measure}",
            indicator.format(n=n),
            f"Хагас жилийн байдлаар {n} удаа хийж, {n * 4} хүнийг хамруулав.",
            f"{n * 1000:,}",
            f"{n * 2}%",
        )
        rows.append(tr(*(tc(p(r(text))) for text in cells)))
    title = f"{place} сумын {number} дугаар {kind} 2023 оны авлигын эсрэг төлөвлөгөөний эхний хагас жилийн тайлан"
    return package(
        p(r(title.upper()))
        + p(r("2023 оны 06 дугаар сарын 16-ны өдөр"))
        + tbl(*rows, grid=(500, 3000, 2000, 3000, 1200, 900))
        + p(r("Тайлан бэлтгэсэн: мэргэжилтэн Б.ОЮУНТУЯА"))
    )


def fill(folder: Path, count: int, first: int = 0) -> None:
    """``count`` submissions as files ``0000.docx`` …, in a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"{number:04d}.docx").write_bytes(submission(number))

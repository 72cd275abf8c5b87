"""Documents of every kind with their truths, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.corpus import damage, docx_writer, invalid, pdf_reportlab, producers
from benchmarks.corpus.choices import Choices, draw
from benchmarks.corpus.content import Content, compose
from benchmarks.corpus.layout import lay_out
from benchmarks.corpus.sheet import Sheet
from benchmarks.corpus.truth import Truth, label, mistype, mistype_frame
from benchmarks.corpus.wording import Body

KINDS = ("docx", "lo", "rl", "chromium", "scan", "invalid")
GROUPS = {"pdf": ("lo", "rl", "chromium"), "all": KINDS}


@dataclass(slots=True)
class Made:
    """A finished file and the truth about it."""

    data: bytes
    truth: Truth


@dataclass(slots=True)
class Manuscript:
    """A report that a producer has still to write."""

    name: str
    chance: random.Random
    choices: Choices
    content: Content
    sheet: Sheet


def draft(
    name: str, seed: int, kind: str, changes: dict[str, object] | None = None, body: Body | None = None
) -> Manuscript:
    """Draw a report for a producer; ``changes`` fix some of its choices, ``body`` the agency."""
    chance = random.Random(f"{seed}/{kind}/{name}")
    choices = replace(draw(chance, kind), **(changes or {}))
    return drafted(name, chance, choices, body)


def drafted(name: str, chance: random.Random, choices: Choices, body: Body | None = None) -> Manuscript:
    """A report with these choices."""
    content = compose(chance, choices)
    content.agency = body or content.agency
    mistype(chance, choices, content)
    sheet = lay_out(chance, choices, content)
    mistype_frame(chance, choices, sheet)
    return Manuscript(name, chance, choices, content, sheet)


def make(kind: str, count: int, seed: int) -> Iterator[Made]:
    """``count`` documents of one kind. Raises producers.Missing when the program for it is not installed."""
    drafts = [draft(f"{kind}-{number:03d}", seed, _producer(kind), _kept(kind)) for number in range(count)]
    match kind:
        case "docx":
            for each in drafts:
                yield _made(each, docx_writer.write(each.sheet, each.choices.quirk, each.chance), "docx")
        case "lo":
            written = {each.name: docx_writer.write(each.sheet, "", each.chance) for each in drafts}
            for name, data in producers.office_pdfs(written).items():
                yield _made(next(each for each in drafts if each.name == name), data, "pdf", tag="lo-export")
        case "rl":
            for each in drafts:
                yield reportlab(each)
        case "chromium":
            for each in drafts:
                yield _made(each, producers.browser_pdf(each.sheet), "pdf", tag="chromium")
        case "scan":
            for number, each in enumerate(drafts):
                kinds = (*damage.KINDS, "mixed", "unmapped")
                yield scan(each, kinds[number % len(kinds)])
        case _:
            for number in range(count):
                yield refused(drafts[number], invalid.KINDS[number % len(invalid.KINDS)])


def reportlab(each: Manuscript) -> Made:
    data, pages = _reportlab(each)
    if each.choices.wrapped:
        data = damage.wrapped(data, each.choices.wrapped, each.chance)
    made = _made(each, data, "pdf", tag="reportlab")
    for row in made.truth.rows:
        row["page_start"], row["page_end"] = pages[row["row"] - 1]
    return made


def scan(each: Manuscript, kind: str) -> Made:
    """The report printed by ReportLab and scanned; page numbers stay those of the print."""
    made = reportlab(each)
    if kind in ("mixed", "unmapped"):
        made.data = damage.wrapped(made.data, kind, each.chance)
    else:
        made.data = damage.scanned(made.data, kind, each.chance)
    made.truth.format = made.truth.kind = "scan"
    made.truth.tags.append(f"scan-{kind}")
    return made


def refused(each: Manuscript, kind: str) -> Made:
    """A file that must be rejected."""
    docx = docx_writer.write(each.sheet, "", each.chance)
    if kind in ("letter", "unrelated"):
        sheet = invalid.letter(each.content) if kind == "letter" else invalid.unrelated(each.chance, each.content)
        ending, data = "docx", docx_writer.write(sheet, "", each.chance)
    else:
        ending, data = invalid.damaged(kind, each.name, docx, _reportlab(each)[0])
    truth = Truth(each.name, f"{each.name}.{ending}", ending, "invalid", [kind], "rejected")
    return Made(data, truth)


def _reportlab(each: Manuscript) -> tuple[bytes, dict[int, tuple[int, int]]]:
    chance, choices = each.chance, each.choices
    family, variant = chance.randrange(4), chance.randrange(12)
    return pdf_reportlab.write(each.sheet, choices.rules, choices.turned, family, variant, choices.header)


def _made(each: Manuscript, data: bytes, ending: str, tag: str = "") -> Made:
    truth = label(each.name, f"{each.name}.{ending}", ending, each.choices, each.content)
    if tag:
        truth.tags.append(tag)
    return Made(data, truth)


def _producer(kind: str) -> str:
    return {"scan": "rl", "invalid": "docx"}.get(kind, kind)


def _kept(kind: str) -> dict[str, object]:
    """Scans are short and upright before they are damaged: OCR time is dear."""
    return {"length": 1, "turned": False, "wrapped": ""} if kind == "scan" else {}

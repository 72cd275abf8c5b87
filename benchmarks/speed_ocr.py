"""CPU time of reading scans against bare Tesseract on the same page pictures in the same run, and peak memory.

    python -m benchmarks.speed_ocr [--count 1] [--seed 4711]

Bare Tesseract is the ``tesseract`` command with the same language data and else as it comes. It gets every page upright
and at the working resolution of 300 dpi, uncompressed; ours gets it as it was scanned and also straightens it, finds
the tables and looks again where it doubts. ``call`` is one call of the library within the process,
without the start of a program and Tesseract's own look for white print; where there is no command, it is what is bare.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2

from benchmarks.corpus.damage import KINDS, scanned
from benchmarks.corpus.making import draft, reportlab
from parsers.document import SourceFile
from parsers.errors import OcrUnavailable
from parsers.limits import Limits
from parsers.pdf import pdfium
from parsers.scan.ocr.tessdata import language_data
from parsers.scan.ocr.tesseract import Segmentation, engine
from parsers.scan.page import read_picture
from parsers.scan.raster import Picture, Pixels, drawn, grey
from parsers.scan.upright.rectify import straightened

MOST_RATIO = 1.15
MOST_MB = 700


def pictures(kind: str, count: int, seed: int) -> Iterator[Picture]:
    """The pages of ``count`` reports, scanned in one way."""
    for number in range(count):
        made = draft(f"speed-{kind}-{number}", seed, "rl", {"length": 1, "turned": False, "wrapped": ""})
        data = scanned(reportlab(made).data, kind, made.chance, pages=2)
        source = SourceFile(f"{kind}.pdf", data, "")
        with pdfium.opened(source, Limits()) as document:
            for page in range(1, len(document) + 1):
                with pdfium.opened_page(document, page) as pdf_page:
                    yield drawn(pdf_page, page, Limits())


def bare_reader(folder: Path) -> tuple[str, Callable[[Pixels], float]]:
    """What bare Tesseract is here, and a function: seconds of CPU that it takes for a picture."""
    data = language_data()
    program = shutil.which("tesseract")
    if program is None:
        reader = engine()
        return reader.name, lambda plain: cpu(lambda: reader.read(plain, Segmentation.COLUMN, data.languages))
    command = [program, str(folder / "page.pgm"), "-", "-l", data.languages, "--tessdata-dir", str(data.folder)]

    def seconds(plain: Pixels) -> float:
        cv2.imwrite(str(folder / "page.pgm"), plain)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, "--dpi", "300", "tsv"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return "the tesseract command", seconds


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(count: int, seed: int, name: str, bare_seconds: Callable[[Pixels], float], kinds: list[str]) -> None:
    """Print seconds a page, ours and bare, by kind of scan and over all."""
    print(f"{'':18}{'pages':>6}{'bare':>8}{'call':>8}{'ours':>8}{'ratio':>8}   CPU s a page, bare: {name}")
    reader, languages = engine(), language_data().languages
    sums = [0.0, 0.0, 0.0, 0]
    for kind in kinds or KINDS:
        bare = call = ours = 0.0
        pages = 0
        for picture in pictures(kind, count, seed):
            plain = grey(straightened(picture).pixels)
            bare += bare_seconds(plain)
            call += cpu(lambda plain=plain: reader.read(plain, Segmentation.COLUMN, languages))  # type: ignore[misc]
            ours += cpu(lambda picture=picture: read_picture(picture, 1, Limits()))  # type: ignore[misc]
            pages += 1
        print(f"{kind:18}{pages:>6}{bare / pages:>8.2f}{call / pages:>8.2f}{ours / pages:>8.2f}{ours / bare:>8.2f}")
        sums = [sums[0] + bare, sums[1] + call, sums[2] + ours, sums[3] + pages]
    bare, call, ours, pages = sums
    print(
        f"{'all':18}{pages:>6}{bare / pages:>8.2f}{call / pages:>8.2f}{ours / pages:>8.2f}{ours / bare:>8.2f}   (at most {MOST_RATIO})"
    )


def memory(seed: int) -> None:
    """Print the peak memory of a process that reads a colour A4 page of 300 dpi."""
    made = draft("speed-memory", seed, "rl", {"length": 1, "turned": False, "wrapped": ""})
    data = scanned(reportlab(made).data, "clean-300", made.chance, pages=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(data)
        code = "import sys; from pathlib import Path; from parsers.document import SourceFile; from parsers.reading import read; read(SourceFile.load(Path(sys.argv[1])))"  # noqa: E501
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory, A4 at 300 dpi: {peak:.0f} MB (at most {MOST_MB})")


def main() -> None:
    """Print the comparison and the memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed_ocr", description=__doc__)
    parser.add_argument("--count", type=int, default=1, help="reports of each kind of scan")
    parser.add_argument("--kinds", default="", help="comma-separated kinds of scans; all")
    parser.add_argument("--seed", type=int, default=4711)
    chosen = parser.parse_args()
    try:
        memory(chosen.seed)
        with tempfile.TemporaryDirectory() as folder:
            compare(
                chosen.count,
                chosen.seed,
                *bare_reader(Path(folder)),
                [kind for kind in chosen.kinds.split(",") if kind],
            )
    except OcrUnavailable as missing:
        sys.exit(f"no OCR on this machine: {missing.detail}")


if __name__ == "__main__":
    main()

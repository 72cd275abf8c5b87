"""CPU time of reading scans against bare Tesseract on the same page pictures in the same run, and peak memory.

    python -m benchmarks.speed_ocr [--count 1] [--seed 4711]

Bare Tesseract gets every page upright and at the working resolution of 300 dpi, as the best that a user could hand it,
with the same language data; ours gets it as it was scanned and also finds the table, looks again and counts its words.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus.damage import KINDS, scanned
from benchmarks.corpus.making import draft, reportlab
from parsers.document import SourceFile
from parsers.errors import OcrUnavailable
from parsers.limits import Limits
from parsers.pages import pdfium
from parsers.pages.geometry import straightened
from parsers.pages.ocr import read_picture
from parsers.pages.picture import Picture, drawn, grey
from parsers.pages.tessdata import language_data
from parsers.pages.tesseract import Segmentation, engine

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


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(count: int, seed: int) -> None:
    """Print seconds a page, ours and bare, by kind of scan and over all."""
    reader, languages = engine(), language_data().languages
    print(f"{'':18}{'pages':>6}{'bare':>8}{'ours':>8}{'ratio':>8}   CPU s a page, {reader.name}, {languages}")
    sums = [0.0, 0.0, 0]
    for kind in KINDS:
        bare = ours = 0.0
        pages = 0
        for picture in pictures(kind, count, seed):
            plain = grey(straightened(picture).pixels)
            bare += cpu(lambda plain=plain: reader.read(plain, Segmentation.COLUMN, languages))  # type: ignore[misc]
            ours += cpu(lambda picture=picture: read_picture(picture, 1, Limits()))  # type: ignore[misc]
            pages += 1
        print(f"{kind:18}{pages:>6}{bare / pages:>8.2f}{ours / pages:>8.2f}{ours / bare:>8.2f}")
        sums = [sums[0] + bare, sums[1] + ours, sums[2] + pages]
    bare, ours, pages = sums
    print(f"{'all':18}{pages:>6}{bare / pages:>8.2f}{ours / pages:>8.2f}{ours / bare:>8.2f}   (at most {MOST_RATIO})")


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
    parser.add_argument("--seed", type=int, default=4711)
    chosen = parser.parse_args()
    try:
        memory(chosen.seed)
        compare(chosen.count, chosen.seed)
    except OcrUnavailable as missing:
        sys.exit(f"no OCR on this machine: {missing.detail}")


if __name__ == "__main__":
    main()

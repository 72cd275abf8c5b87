"""Hostile PDF files: streams, cycles, sizes, counts, actions."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from random import Random

from benchmarks.hostile.records import Hostile

UNUSABLE = ("damaged", "no_pages", "no_measure_table", "limit", "ocr_unavailable")
PLAIN = ("", *UNUSABLE)


def pdf(objects: dict[int, str | bytes], trailer: str = "") -> bytes:
    """Numbered objects with a cross-reference table; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += (
            f"{number} 0 obj\n".encode() + (content.encode() if isinstance(content, str) else content) + b"\nendobj\n"
        )
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010d} {'00000 n' if number in places else '65535 f'} \n".encode()
    more = trailer.replace("START", str(start))
    out += f"trailer\n<< /Size {size} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, entries: str = "", packed: bool = True) -> bytes:
    content = zlib.compress(data, 9) if packed else data
    filters = "/Filter /FlateDecode" if packed else ""
    return f"<< /Length {len(content)} {filters} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def pages(
    content: bytes | str, box: str = "0 0 595 842", more: str = "", extra: dict[int, str | bytes] | None = None
) -> bytes:
    """One page with this content (an object, or the bytes of its stream)."""
    resources = f"<< /Font << /F 5 0 R >> {more} >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources {resources} >>"
    return pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: content if isinstance(content, bytes) else stream(content.encode()),
            5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            **(extra or {}),
        }
    )


def text(words: str) -> str:
    return f"BT /F 10 Tf 50 700 Td ({words}) Tj ET\n"


def make(random: Random, canary: str) -> Iterator[Hostile]:
    yield from _streams(random)
    yield from _cycles(random)
    yield from _sizes(random)
    yield from _outward(canary)
    yield from _broken(random)


def _streams(random: Random) -> Iterator[Hostile]:
    bomb = zlib.compress(b" " * random.randint(300, 700) * 1_000_000, 9)
    yield Hostile("pdf/flate-bomb.pdf", pages(stream(bomb, packed=False, entries="/Filter /FlateDecode")), PLAIN)
    twice = zlib.compress(zlib.compress(b" " * 1_500_000_000, 9), 9)
    filters = "/Filter [/FlateDecode /FlateDecode]"
    yield Hostile("pdf/flate-in-flate.pdf", pages(stream(twice, packed=False, entries=filters)), PLAIN)
    hexed = "/Filter [" + "/ASCIIHexDecode " * 2000 + "]"
    yield Hostile("pdf/two-thousand-filters.pdf", pages(stream(b"41>" * 50, packed=False, entries=hexed)), PLAIN)
    lines = "".join(f"{n % 595} 0 m {n % 595} {n % 842} l S\n" for n in range(random.randint(150_000, 300_000)))
    yield Hostile("pdf/many-lines.pdf", pages(text("a") + lines), ("limit",))
    boxes = "".join(f"{n % 500} {n % 700} 3 3 re f\n" for n in range(random.randint(150_000, 300_000)))
    yield Hostile("pdf/many-boxes.pdf", pages(text("a") + boxes), PLAIN)
    letters = "BT /F 1 Tf " + f"1 0 0 1 10 10 Tm ({'a' * 1000}) Tj " * random.randint(250, 600) + "ET"
    yield Hostile("pdf/many-letters.pdf", pages(letters), PLAIN)
    yield Hostile("pdf/open-states.pdf", pages("q " * 1_000_000 + text("a")), PLAIN)
    yield Hostile("pdf/deep-arrays.pdf", pages("[" * 500_000 + "]" * 500_000 + text("a")), PLAIN)


def _cycles(random: Random) -> Iterator[Hostile]:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {a} 0 R /B {b} 0 R >> >>"
    itself = {6: stream(b"/A Do /B Do", form.format(a=6, b=6))}
    yield Hostile("pdf/form-draws-itself.pdf", pages("/A Do", more="/XObject << /A 6 0 R >>", extra=itself), PLAIN)
    depth = random.randint(26, 40)
    doubling: dict[int, str | bytes] = {
        6 + level: stream(b"/A Do /B Do", form.format(a=7 + level, b=7 + level)) for level in range(depth)
    }
    doubling[6 + depth] = stream(text("x").encode(), "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    yield Hostile("pdf/forms-double.pdf", pages("/A Do", more="/XObject << /A 6 0 R >>", extra=doubling), PLAIN)
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    kids = {
        1: catalogue,
        2: "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        3: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
    }
    yield Hostile("pdf/page-tree-cycle.pdf", pdf({**kids}), PLAIN)
    parent = {
        1: catalogue,
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
        3: "<< /Type /Page /Parent 2 0 R >>",
    }
    yield Hostile("pdf/parent-cycle.pdf", pdf({**parent}), PLAIN)
    yield Hostile("pdf/xref-prev-cycle.pdf", pdf({**parent}, "/Prev START"), PLAIN)
    lengths = {**parent, 4: b"<< /Length 4 0 R >>\nstream\nabc\nendstream"}
    yield Hostile("pdf/length-is-itself.pdf", pdf({**lengths}), PLAIN)
    chain: dict[int, str | bytes] = {n: f"{n + 1} 0 R" for n in range(10, 5_000)}
    yield Hostile(
        "pdf/reference-chain.pdf", pdf({**parent, **chain, 2: "<< /Type /Pages /Kids 10 0 R /Count 1 >>"}), PLAIN
    )


def _sizes(random: Random) -> Iterator[Hostile]:
    huge = f"0 0 {random.randint(10**7, 10**9)} {random.randint(10**7, 10**9)}"
    for name, box in (
        ("huge", huge),
        ("negative", "100 100 -500 -900"),
        ("empty", "0 0 0 0"),
        ("words", "a b c d"),
        ("infinite", "0 0 1e400 1e400"),
    ):
        yield Hostile(f"pdf/box-{name}.pdf", pages(text("a"), box), PLAIN)
    count = random.choice((10**9, 2**31 - 1, -1))
    lying = {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: f"<< /Type /Pages /Kids [] /Count {count} >>"}
    yield Hostile("pdf/lying-count.pdf", pdf({**lying}), UNUSABLE)
    number = random.randint(600, 3_000)
    many: dict[int, str | bytes] = {
        n + 10: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>" for n in range(number)
    }
    many |= {
        1: lying[1],
        2: f"<< /Type /Pages /Kids [{' '.join(f'{n + 10} 0 R' for n in range(number))}] /Count {number} >>",
    }
    yield Hostile("pdf/many-pages.pdf", pdf(many), ("limit",))
    shared: dict[int, str | bytes] = {**lying, 2: f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>"}
    shared[3] = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    yield Hostile("pdf/one-page-many-times.pdf", pdf(shared), PLAIN)
    size = f"/Width {random.randint(50_000, 90_000)} /Height 60000 /BitsPerComponent 8"
    image = f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceRGB"
    drawn = {6: stream(b"\0" * 1000, image)}
    yield Hostile(
        "pdf/huge-picture.pdf",
        pages("500 0 0 700 0 0 cm /I Do", more="/XObject << /I 6 0 R >>", extra={**drawn}),
        UNUSABLE,
    )


def _outward(canary: str) -> Iterator[Hostile]:
    actions = {
        "javascript": "<< /S /JavaScript /JS (app.launchURL('" + canary + "')) >>",
        "launch": "<< /S /Launch /F (/bin/touch) /Win << /F (cmd.exe) >> >>",
        "uri": f"<< /S /URI /URI ({canary}/uri) >>",
        "remote": f"<< /S /GoToR /F << /FS /URL /F ({canary}/remote.pdf) >> /D [0 /Fit] >>",
        "submit": f"<< /S /SubmitForm /F << /FS /URL /F ({canary}/submit) >> >>",
    }
    for name, action in actions.items():
        content = pages(text("a")).replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction " + action.encode())
        yield Hostile(f"pdf/action-{name}.pdf", content, PLAIN)
    outside = f"<< /Length 0 /F << /FS /URL /F ({canary}/stream) >> >>\nstream\n\nendstream".encode()
    yield Hostile("pdf/external-stream.pdf", pages(outside), PLAIN)


def _broken(random: Random) -> Iterator[Hostile]:
    whole = pages(text("a") * 200)
    yield Hostile("pdf/cut-short.pdf", whole[: random.randint(20, 200)], UNUSABLE)
    yield Hostile("pdf/header-only.pdf", b"%PDF-1.7\n", UNUSABLE)
    noise = bytearray(whole)
    for _ in range(60):
        noise[random.randrange(10, len(noise))] = random.randrange(256)
    yield Hostile("pdf/noise.pdf", bytes(noise), PLAIN)
    encrypted = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> /P -4 >> /ID [<00> <00>]"
    )
    secret = {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 0 >>"}
    yield Hostile("pdf/encrypted.pdf", pdf({**secret}, encrypted), ("encrypted", "damaged", "no_pages"))
    yield Hostile("pdf/zip-behind.pdf", whole + b"PK\x03\x04" + bytes(100), PLAIN)
    yield Hostile(
        "pdf/unknown-encryption.pdf",
        pdf({**secret}, "/Encrypt << /Filter /Nobody >>"),
        ("encrypted", "damaged", "no_pages"),
    )

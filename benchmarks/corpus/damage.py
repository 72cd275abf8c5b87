"""Printed, signed, stamped, scanned: PDF pages as the pictures that people make of them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2 as pdfium
from PIL import Image

Picture = npt.NDArray[np.uint8]
Step = Callable[[Picture, random.Random], Picture]

# name -> (dots per inch, steps, JPEG quality or 0 for a bilevel CCITT page)
KINDS: dict[str, tuple[int, tuple[str, ...], int]] = {
    "clean-300": (300, (), 80),
    "office-200": (200, ("skew", "noise"), 70),
    "grey-150": (150, ("skew", "faded", "noise"), 60),
    "jpeg-200": (200, ("blur",), 22),
    "stamp-200": (200, ("stamp", "skew"), 65),
    "blur-200": (200, ("blur", "blur", "noise"), 60),
    "light-200": (200, ("shadow", "skew"), 60),
    "fax-200": (200, ("skew", "noise"), 0),
    "bilevel-300": (300, ("skew",), 0),
    "turned-200": (200, ("turn", "noise"), 65),
    "upside-200": (200, ("over",), 65),
    "photo": (220, ("photo", "shadow", "noise"), 60),
    "edges-200": (200, ("edges", "skew"), 65),
    "broken-lines-200": (200, ("gaps", "skew"), 65),
    "desk-150": (150, ("skew", "blur"), 45),
    "stamp-150": (150, ("stamp", "skew"), 50),
}


def scanned(pdf: bytes, kind: str, chance: random.Random, pages: int = 50) -> bytes:
    """The pages of ``pdf`` as a scanner or a camera sees them."""
    resolution, steps, quality = KINDS[kind]
    pictures = []
    for page in rendered(pdf, resolution, pages):
        for name in steps:
            page = STEPS[name](page, chance)
        pictures.append(page)
    return picture_pdf(pictures, resolution, quality)


def wrapped(pdf: bytes, how: str, chance: random.Random) -> bytes:
    """A PDF protected with an empty password, with its last page scanned, or with fonts that name no letters."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if how == "mixed":
            last = picture_pdf([skew(rendered(pdf, 200, 500)[-1], chance)], 200, 60)
            with pikepdf.open(io.BytesIO(last)) as scanned_page:
                del document.pages[-1]
                document.pages.extend(scanned_page.pages)
        elif how == "unmapped":
            for item in document.objects:
                if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                    del item["/ToUnicode"]
        locked = pikepdf.Encryption(user="", owner="эзэмшигч") if how == "protected" else False
        document.save(out, encryption=locked)
    return out.getvalue()


def rendered(pdf: bytes, resolution: int, pages: int) -> list[Picture]:
    """Grey pages, or colour ones where a step needs colour."""
    document = pdfium.PdfDocument(pdf)
    try:
        found = []
        for index in range(min(len(document), pages)):
            page = document[index]
            try:
                found.append(np.asarray(page.render(scale=resolution / 72).to_pil().convert("RGB")))
            finally:
                page.close()
        return found
    finally:
        document.close()


def picture_pdf(pictures: list[Picture], resolution: int, quality: int) -> bytes:
    """A PDF with one picture a page; grey unless there is colour in it."""
    images = []
    for picture in pictures:
        image = Image.fromarray(picture)
        if quality == 0:
            image = image.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")
        elif np.ptp(picture.astype(np.int16), axis=2).max() < 24:
            image = image.convert("L")
        images.append(image)
    out = io.BytesIO()
    more = {"quality": quality} if quality else {}
    stamp = "D:20230620090000Z"
    images[0].save(
        out,
        "PDF",
        resolution=resolution,
        save_all=True,
        append_images=images[1:],
        creationDate=stamp,
        modDate=stamp,
        **more,
    )
    return out.getvalue()


def skew(page: Picture, chance: random.Random) -> Picture:
    angle = chance.choice((-1, 1)) * chance.uniform(0.3, 2.2)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def noise(page: Picture, chance: random.Random) -> Picture:
    source = np.random.default_rng(chance.randrange(2**32))
    grain = source.normal(0, chance.uniform(4, 12), page.shape[:2])
    return _clipped(page + grain[:, :, None])


def blur(page: Picture, chance: random.Random) -> Picture:
    return cv2.GaussianBlur(page, (0, 0), chance.uniform(0.6, 1.1))


def faded(page: Picture, chance: random.Random) -> Picture:
    return _clipped(255 - (255 - page.astype(np.float32)) * chance.uniform(0.45, 0.7))


def shadow(page: Picture, chance: random.Random) -> Picture:
    """Uneven light: darker towards one corner."""
    height, width = page.shape[:2]
    across = np.linspace(0, 1, width)[None, :] * chance.choice((-1, 1))
    down = np.linspace(0, 1, height)[:, None] * chance.choice((-1, 1))
    light = 1 - chance.uniform(0.15, 0.35) * (across + down - (across + down).min()) / 2
    return _clipped(page * light[:, :, None])


def stamp(page: Picture, chance: random.Random) -> Picture:
    """A round seal and a signature over the text."""
    height, width = page.shape[:2]
    ink = np.full_like(page, 255)
    colour = chance.choice(((40, 60, 190), (190, 40, 60)))
    centre = (round(width * chance.uniform(0.25, 0.75)), round(height * chance.uniform(0.55, 0.85)))
    radius = round(min(height, width) * 0.09)
    for share, weight in ((1.0, 5), (0.9, 2), (0.45, 2)):
        cv2.circle(ink, centre, round(radius * share), colour, weight)
    points = [
        (centre[0] + round(radius * (i / 6 - 1)), centre[1] + round(radius * chance.uniform(-0.5, 0.5)))
        for i in range(18)
    ]
    cv2.polylines(ink, [np.array(points, np.int32)], False, (60, 60, 140), 3)
    return np.minimum(page, ink)


def turn(page: Picture, chance: random.Random) -> Picture:
    return np.ascontiguousarray(np.rot90(page, chance.choice((1, 3))))


def over(page: Picture, chance: random.Random) -> Picture:
    return np.ascontiguousarray(np.rot90(page, 2))


def photo(page: Picture, chance: random.Random) -> Picture:
    """A sheet on a dark table seen from a hand-held camera."""
    height, width = page.shape[:2]
    edge = round(min(height, width) * 0.06)
    wander = lambda: chance.uniform(0, edge * 0.8)  # noqa: E731 - a name for one expression used eight times
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32(
        [
            [edge + wander(), edge + wander()],
            [width + edge - wander(), edge + wander()],
            [width + edge - wander(), height + edge - wander()],
            [edge + wander(), height + edge - wander()],
        ]
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    size = (width + 2 * edge, height + 2 * edge)
    return cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=(70, 62, 55))


def edges(page: Picture, chance: random.Random) -> Picture:
    """Black scanner edges and two punch holes."""
    height, width = page.shape[:2]
    out = page.copy()
    out[:, : round(width * chance.uniform(0.005, 0.015))] = 30
    out[: round(height * 0.006)] = 40
    for share in (0.42, 0.58):
        cv2.circle(out, (round(width * 0.03), round(height * share)), round(width * 0.008), (25, 25, 25), -1)
    return out


def gaps(page: Picture, chance: random.Random) -> Picture:
    """Faint or interrupted rulings: white specks, denser along lines than a printer would leave them."""
    out = page.copy()
    height, width = page.shape[:2]
    dark = page.mean(axis=2) < 110
    columns = np.flatnonzero(dark.mean(axis=0) > 0.25)
    rows = np.flatnonzero(dark.mean(axis=1) > 0.35)
    for line in rows:
        for _ in range(6):
            start = chance.randrange(width)
            out[line, start : start + chance.randrange(4, 22)] = 255
    for line in columns:
        for _ in range(6):
            start = chance.randrange(height)
            out[start : start + chance.randrange(4, 22), line] = 255
    return out


STEPS: dict[str, Step] = {
    step.__name__: step for step in (skew, noise, blur, faded, shadow, stamp, turn, over, photo, edges, gaps)
}


def _clipped(page: npt.NDArray[np.floating]) -> Picture:
    return np.clip(page, 0, 255).astype(np.uint8)

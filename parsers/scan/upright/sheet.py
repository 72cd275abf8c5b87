"""The sheet of paper in a photo: its four corners, in pixels of the thumbnail, and its true proportions."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.raster import A4_LONG_INCHES, Pixels
from parsers.scan.upright.margins import print_share

SHEET_SHARE = (0.25, 0.985)
"""Share of the picture that a sheet in a photo covers; a scan is all sheet."""

DARKER = 0.78
"""What lies around a photographed sheet is darker than this share of the sheet's brightness."""

PROPORTIONS = (1.15, 1.75)
A4_SHARE = 0.12
"""Proportions within this share of A4's are taken for A4, seen from the side."""

PRINTED = 0.25
"""Share of the density of print inside the sheet that may lie outside."""

FINE = 9
"""Pixels of the outline and of its blur, where print is not looked for."""

Corners = NDArray[np.float32]


def sheet_corners(thumb: Pixels) -> Corners | None:
    """Corners of the sheet from the upper left, clockwise, or None where the picture is all sheet (a scan)."""
    smooth = np.asarray(cv2.GaussianBlur(thumb, (0, 0), 2.0), dtype=np.uint8)
    if not _dark_around(smooth):
        return None
    _, mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    contours = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    if not contours:
        return None
    outline = np.asarray(cv2.convexHull(max(contours, key=cv2.contourArea)), dtype=np.int32)
    share = cv2.contourArea(outline) / thumb.size
    corners = _four(outline)
    if corners is None or not SHEET_SHARE[0] <= share <= SHEET_SHARE[1]:
        return None
    if cv2.contourArea(corners) < 0.93 * cv2.contourArea(outline) or not _surrounded(smooth, corners):
        return None
    return None if _print_goes_on(thumb, corners) else corners


def sheet_size(corners: Corners) -> tuple[tuple[int, int], float]:
    """Width and height in pixels that keep the sheet's resolution, and that resolution if its long side is A4's."""
    sides = [float(np.linalg.norm(corners[n] - corners[(n + 1) % 4])) for n in range(4)]
    width, height = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
    longer, shorter = max(width, height), min(width, height)
    ratio = longer / max(shorter, 1.0)
    if abs(ratio / math.sqrt(2) - 1) < A4_SHARE:
        longer = math.sqrt(longer * shorter * math.sqrt(2))
        shorter = longer / math.sqrt(2)
    size = (round(longer), round(shorter)) if width > height else (round(shorter), round(longer))
    return size, longer / A4_LONG_INCHES


def _dark_around(smooth: Pixels) -> bool:
    """Is the rim of the picture, in its larger part, clearly darker than its middle?"""
    height, width = smooth.shape
    if min(height, width) < 4:
        return False
    rim = np.concatenate([smooth[:3].ravel(), smooth[-3:].ravel(), smooth[:, :3].ravel(), smooth[:, -3:].ravel()])
    middle = np.percentile(smooth[height // 4 : -height // 4, width // 4 : -width // 4], 75)
    return float((rim < DARKER * middle).mean()) > 0.35


def _surrounded(smooth: Pixels, corners: Corners) -> bool:
    """Is it darker just outside of the sheet than just inside, on at least three sides?"""
    inner, outer = _scaled_corners(corners, 0.95), _scaled_corners(corners, 1.03)
    darker = 0
    for n in range(4):
        inside, outside = _along(smooth, inner, n), _along(smooth, outer, n)
        darker += bool(len(outside) < 8 or np.median(outside) < DARKER * 1.1 * np.percentile(inside, 70))
    return darker >= 3


def _print_goes_on(thumb: Pixels, corners: Corners) -> bool:
    """Is there print outside as well? Then the dark part is a shadow on the page and not the desk around it."""
    inside = cv2.fillConvexPoly(np.zeros(thumb.shape, np.uint8), np.round(corners).astype(np.int32), 1)
    outside = cv2.dilate(inside, np.ones((2 * FINE + 1, 2 * FINE + 1), np.uint8)) == 0
    return print_share(thumb, outside) > PRINTED * print_share(thumb, inside == 1)


def _scaled_corners(corners: Corners, by: float) -> Corners:
    """The sheet ``by`` times as large (1: as it is) around the same centre."""
    centre = corners.mean(axis=0)
    return np.asarray(centre + (corners - centre) * by, dtype=np.float32)


def _along(smooth: Pixels, corners: Corners, side: int) -> NDArray[np.uint8]:
    """Grey levels along one side, as far as it lies in the picture."""
    start, end = corners[side], corners[(side + 1) % 4]
    points = np.round(start + (end - start) * np.linspace(0.05, 0.95, 60)[:, None]).astype(int)
    limits = np.array([smooth.shape[1], smooth.shape[0]])
    points = points[((points >= 0) & (points < limits)).all(axis=1)]
    return np.asarray(smooth[points[:, 1], points[:, 0]], dtype=np.uint8)


def _four(outline: NDArray[np.int32]) -> Corners | None:
    """The outline as a quadrilateral with sane proportions, each side fitted to the points along it."""
    length = cv2.arcLength(outline, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(outline, tolerance * length, True)
        if len(corners) == 4:
            ordered = _clockwise(_fitted(outline, corners.reshape(4, 2).astype(np.float32)))
            sides = [float(np.linalg.norm(ordered[n] - ordered[(n + 1) % 4])) for n in range(4)]
            shorter, longer = sorted((sides[0] + sides[2], sides[1] + sides[3]))
            ratio = longer / max(shorter, 1.0)
            return ordered if PROPORTIONS[0] <= ratio <= PROPORTIONS[1] else None
        if len(corners) < 4:
            return None
    return None


def _fitted(outline: NDArray[np.int32], corners: Corners) -> Corners:
    """Corners where lines fitted to the four sides meet: rounded or folded corners do not move them."""
    lines = []
    dense = _dense(outline.reshape(-1, 2).astype(np.float32))
    for n in range(4):
        start, end = corners[n], corners[(n + 1) % 4]
        way = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
        along = (dense - start) @ way / max(float(np.linalg.norm(end - start)), 1.0)
        off = np.abs((dense - start) @ np.array([-way[1], way[0]], dtype=np.float32))
        near = dense[(along > 0.1) & (along < 0.9) & (off < 0.02 * float(np.linalg.norm(end - start)) + 2)]
        if len(near) < 2:
            return corners
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        lines.append((vy, -vx, vy * x - vx * y))
    fitted = [_meeting(lines[n - 1], lines[n]) for n in range(4)]
    found = np.array([point for point in fitted if point is not None], dtype=np.float32)
    return found if len(found) == 4 else corners


def _dense(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Points every pixel or so along a closed outline."""
    following = np.roll(points, -1, axis=0)
    counts = np.maximum(np.linalg.norm(following - points, axis=1).astype(int), 1)
    pieces = [
        start + (end - start) * np.linspace(0, 1, count, endpoint=False)[:, None]
        for start, end, count in zip(points, following, counts.tolist(), strict=True)
    ]
    return np.asarray(np.concatenate(pieces), dtype=np.float32)


def _meeting(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float] | None:
    """Where two lines (a, b, c with ax + by = c) cross."""
    cross = one[0] * other[1] - other[0] * one[1]
    if abs(cross) < 1e-6:
        return None
    return ((one[2] * other[1] - other[2] * one[1]) / cross, (one[0] * other[2] - other[0] * one[2]) / cross)


def _clockwise(corners: Corners) -> Corners:
    """From the upper left, clockwise."""
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    ordered = corners[np.argsort(angles)]
    return np.asarray(np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0), dtype=np.float32)

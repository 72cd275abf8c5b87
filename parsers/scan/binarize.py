"""What is ink and what is paper in a grey picture, whatever the light, the paper and the shading."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.scan.raster import Pixels

STROKE_INCHES = 0.07
"""Wider dark areas than this (shaded cells, watermarks, shadows) are background, not strokes: 5 points, the stroke of
a 36-point bold letter."""

GROUND_DPI = 75.0
INK = 190
"""Grey level (paper is 255) below which a pixel of a flattened picture is ink."""


def background(grey: Pixels, dpi: float) -> Pixels:
    """The paper behind the ink: dark strokes filled from both sides, larger dark areas kept with their edges."""
    height, width = grey.shape
    scale = min(GROUND_DPI / dpi, 1.0)
    small = cv2.resize(grey, (max(int(width * scale), 1), max(int(height * scale), 1)), interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    side = max(round(STROKE_INCHES * dpi * scale) | 1, 3)
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    filled = cv2.GaussianBlur(filled, (0, 0), 0.8)
    return np.asarray(cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def flattened(grey: Pixels, dpi: float) -> Pixels:
    """The picture on even white paper: every pixel as a share of the paper around it."""
    return np.asarray(cv2.divide(grey, np.maximum(background(grey, dpi), 16), scale=255.0), dtype=np.uint8)


def ink_mask(flat: Pixels, level: int = INK) -> NDArray[np.uint8]:
    """1 where a flattened picture has ink."""
    return np.asarray(flat < level, dtype=np.uint8)

"""The geometry of a page picture: edge of the sheet, turn, skew, perspective."""

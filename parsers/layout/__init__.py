"""Table structure recognition (layout analysis): words + rulings + shades of pages -> tables with cells and spans, and
paragraphs. Knows no measure and no file format."""

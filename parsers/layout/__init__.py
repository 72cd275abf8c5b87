"""Table structure recognition (layout analysis): words + rulings + shades of pages -> tables with cells and spans, and
paragraphs. Knows no measure and no file format.

Lengths and places are ``Points`` of the upright page (x to the right, y downwards); what is a share or a number of font sizes
says so.
"""

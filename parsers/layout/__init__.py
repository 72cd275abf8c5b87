"""Table structure recognition: words + rulings + shades → cells with spans. Knows no measure and no format."""

"""Documents in other shapes -> the same words as one table of measures: cards, labelled lines, sheets cut into pages."""

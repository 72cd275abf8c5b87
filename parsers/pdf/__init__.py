"""PDF: PDFium's characters and rulings → words → cells → ``Document``; pages without a usable text layer go to ``scan.page``.

Lengths are points: of the file's own coordinates (y upwards) up to ``coordinates``, of the upright page (y downwards) after it.
"""

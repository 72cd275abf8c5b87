"""PDF: PDFium's characters and rulings → words → cells → ``Document``; pages without a usable text layer go to ``scan.page``."""

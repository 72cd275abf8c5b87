"""DOCX: package → styles, numbering, text, tables → ``Document``."""

"""A second reading of a file's tables by libraries that know nothing of ours: pdfplumber and python-docx."""

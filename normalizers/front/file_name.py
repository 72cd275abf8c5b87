"""What the name of a file and its folders say: pieces of text in which body, year and period may be named.

Takes the path of a submission below the raw folder; gives its words by source, the file's name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from normalizers.values.text import folded
from parsers.language.keys import plain

YEAR_IN_NAME: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)(?!\s?[._-]\s?[01]?\d\s?[._-]\s?[0-3]?\d(?!\d))")
"""A year that is no part of a date: such a date may be the day of sending."""

_SUFFIX: Final = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{1,4})+$")
_MOST_FOLDERS: Final = 6
_LIST_NUMBER: Final = re.compile(r"^\d+(?:[.)]+\s*|\s+(?!д[уү]г))")
# Words of a name that are no part of a body's name; what stands between them may be one.
_OTHER_WORDS: Final = re.compile(
    r"(?<!\d)20\d\d(?!\d)(?:\s?он\w*)?|(?<!\w)(?:тайлан|авли|авил|эсрэг|төлөвлөг|хэрэгжил|биелэлт|улир|хагас|жил(?!ээ)|эц[сэ]|бүтэн"
    r"|эхний|мэдээ|хавсралт|засвар|эцсийн)\w*|[;()\[\]«»]|\s[-–—]\s|-\s|\s-"
)


def named_pieces(name: str) -> Iterator[tuple[str, str]]:
    """(source, words) of the file's name and of its folders, the nearest first.

    >>> list(named_pieces("2024/Сангийн_яам/I улирал.docx"))
    [('file_name', 'I улирал'), ('folder', 'Сангийн яам'), ('folder', '2024')]
    """
    parts = reversed(PurePosixPath(name).parts)
    for place, part in enumerate(islice(parts, _MOST_FOLDERS)):
        words = folded(re.sub(r"[_+]", " ", _SUFFIX.sub("", part)))
        yield ("folder" if place else "file_name"), words


def bodies_in_name(words: str) -> Iterator[str]:
    """Pieces of a name that may be the name of a body.

    >>> list(bodies_in_name("03. Увс аймгийн Архивын тасаг - авлигын эсрэг тайлан 2024"))
    ['Увс аймгийн Архивын тасаг']
    """
    small, last = plain(words), 0
    for start, end in [*(found.span() for found in _OTHER_WORDS.finditer(small)), (len(words), len(words))]:
        piece = _LIST_NUMBER.sub("", words[last:start].strip(" -–—.,")).strip()
        if " " in piece:
            yield piece
        last = end

"""Lists of phrases in lookups as one pattern over ``bare`` text.

Takes phrases, or the name and key of a lookup; gives the compiled pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from normalizers.lookups import lookup
from parsers.language.keys import bare

ANY_ENDING = "…"


def pattern_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern for ``bare`` text that finds any of the phrases as whole words; ``…`` behind a word means any ending.

    >>> pattern_of(["зардал гар… гүй", "үгүй"]).search(bare("Зардал гараагүй.")) is None
    True
    >>> pattern_of(["зардал гар…"]).search(bare("Зардал гараагүй.")).group()
    'зардал гараагуи'
    """
    written = []
    for form in forms:
        words = [re.escape(bare(word)) + (r"\w*" if word.endswith(ANY_ENDING) else "") for word in form.split()]
        written.append(" ".join(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(written, key=len, reverse=True))})(?!\w)")


@cache
def phrases(name: str, key: str) -> re.Pattern[str]:
    """The pattern of the list ``key`` of ``lookups/<name>.toml``."""
    return pattern_of(lookup(name)[key])

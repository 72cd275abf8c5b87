"""The verb that a measure ends with: a plan says what is to be done, a report what was done; the names of totals, sites
and purchases end with nouns.

The forms are written in the alphabet of forms (``keys.one_alphabet``: ө as о, ү as у). Header labels are told apart by
tense in ``labels``; what a single word of a measure is, a damaged one too, the alignment of rows and measures decides on
its own letters.
"""

from __future__ import annotations

import re

from parsers.language.keys import one_alphabet

PLANNED = "[аэоу]х"
REPORTED = "с[аэо]н"
PRESENT, HABITUAL = "н[аэо]", "д[аэо]г"
STATE = "байдал"
"""``… хангасан байдал``: how a plan words what it wants to see."""

_DOING = re.compile(rf"(?:{PLANNED}|{REPORTED})\W*$")
_TELLING = re.compile(rf"(?:{PLANNED}|{REPORTED}|{PRESENT}|{HABITUAL}|{STATE})[^а-я]*$")


def ends_with_doing(text: str) -> bool:
    """Does a short text end with something to do or done, so that it is no total? A figure behind it makes it one.

    >>> ends_with_doing("Нийт хүнийг хамруулах"), ends_with_doing("Нийт зардал"), ends_with_doing("Нийт хамруулсан 5")
    (True, False, False)
    """
    return _DOING.search(one_alphabet(text)) is not None


def tells_of_doing(text: str) -> bool:
    """Does a text end with a verb in any form that measures are worded in, whatever figures follow?

    >>> tells_of_doing("Сургалт зохион байгуулсан 5"), tells_of_doing("явуулна"), tells_of_doing("Сургуулийн барилга")
    (True, True, False)
    """
    return _TELLING.search(one_alphabet(text)) is not None

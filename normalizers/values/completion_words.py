"""What words say of a completion: done, not done, going on, not due. By ``lookups/completion_words.toml``.

Takes a short text, or the head of a progress text; gives percent and state, or None.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from normalizers.lookups import lookup
from normalizers.values.phrase_list import pattern_of
from normalizers.values.text import folded
from normalizers.values.value import Value
from parsers.language.keys import bare, plain
from parsers.language.words import is_word

Percent = Value[Decimal]

WORDY = 60
"""Letters of a short text; a longer one is a sentence, not a completion word."""

_REMEMBERED = 4096  # texts whose words are kept: cells and heads say the same again and again
_HUNDRED = Decimal(100)
_DENIED = re.compile(r"(?<!\w)бурен\s+(?:\w+\s+)?\w+гуи(?!\w)")  # not fully: bare text
_TAKEN_BACK = re.compile(r"(?<!\w)(?:боломжгуи|биш|угуи)(?!\w)")  # done, it cannot be said: bare text
_SHORTEST = 3  # letters of a word that are looked up
_HEAD_ENDS = re.compile(r"[.;:!\n(/]|\s[-–—]\s")  # where the head of a progress text ends


@cache
def _groups() -> tuple[tuple[str, str, str, Decimal | None, re.Pattern[str], frozenset[str]], ...]:
    """Per group: name, state, problem, percent, its pattern, and its forms without blanks (words that ran together)."""
    groups = []
    for group in lookup("completion_words")["group"]:
        pattern = pattern_of(group["forms"])
        percent = Decimal(group["percent"]) if "percent" in group else None
        whole = frozenset(bare(form).replace(" ", "") for form in group["forms"])
        groups.append((group["name"], group["state"], group.get("problem", ""), percent, pattern, whole))
    return tuple(groups)


@lru_cache(maxsize=_REMEMBERED)
def completion_word(text: str) -> Percent | None:
    """The completion word of a short cell, by ``lookups/completion_words.toml``; None when it says none."""
    words = bare(text)
    if len(words) > WORDY:
        return None
    for name, state, problem, percent, pattern, whole in _groups():
        if (found := pattern.search(words)) or words.replace(" ", "") in whole:
            if percent == 0 and _DENIED.search(words):
                return Value(text, None, ("word:partial",), "completion_in_words", "not_assessed")
            if percent == _HUNDRED and _TAKEN_BACK.search(words):
                return Value(text, None, ("word:denied",), "completion_in_words", "not_assessed")
            if percent == _HUNDRED and found and _says_what_nobody_knows(text):
                problem = "completion_in_words"  # кэсэгчлэн хэрэгжсэн
            return Value(text, percent, (f"word:{name}",), problem, state)
    return None


def _says_what_nobody_knows(text: str) -> bool:
    """A damaged word beside the completion word may be the one that limits it."""
    return any(len(word) > _SHORTEST and not is_word(word) for word in re.findall(r"[^\W\d_]+", plain(folded(text))))


def status_in_progress(text: str) -> Percent:
    """The status word that a progress text begins with, where it stands alone: ``Биелүүлсэн. Сургалтыг …``.

    >>> status_in_progress("Биелүүлсэн. Сургалтад 25 хүн хамрагдав.").value
    Decimal('100')
    >>> status_in_progress("Хэрэгжиж байна. Гэрээ байгуулав.").state, status_in_progress("Сургалт хийсэн.").state
    ('ongoing', 'absent')
    """
    head = _HEAD_ENDS.split(text.strip(), maxsplit=1)[0]
    words = bare(head)
    said = completion_word(head) if words and len(words) <= WORDY else None
    if said is None or not _is_all(words):
        return Value("", state="absent")
    if said.value is None:
        problem = "completion_limited_in_progress" if said.problem else ""
        return Value(head, None, said.steps, problem, "absent" if problem else said.state)
    return Value(head, said.value, said.steps, said.problem or "completion_from_progress", "stated")


def _is_all(words: str) -> bool:
    """Whether a form of the lists opens the bare words and none but helping words follow it."""
    rest = [words[found.end() :].split() for *_, pattern, _ in _groups() if (found := pattern.match(words))]
    return any(all(_HELPING.fullmatch(word) or completion_word(word) for word in left) for left in rest)


_HELPING = re.compile(r"баи\w*|болно|болсон|ажилла\w*|нь|бурен|хугацаандаа|тухаи|бур")

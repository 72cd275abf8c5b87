"""Which catalogue a report is mapped to: by plan year and by the body that issued the plan.

Takes the catalogues known and what the front of a report says; gives the one to use and whether it fits exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.lookups import lookup
from parsers.language.keys import bare

_CAPITAL: Final = "нийслэлийн"
_STEM: Final = 3  # letters of an issuer's last word that its genitive keeps at least (аймаг: аймгийн)
_ENDING: Final = 2  # letters of it that the genitive may change


@dataclass(frozen=True, slots=True)
class Choice:
    """The catalogue to use for a report and why, in a sentence. ``exact`` is False when the plan year has none of its
    own, ``own`` when it was issued by a body that the agency does not belong to."""

    catalogue: Catalogue
    exact: bool
    own: bool
    reason: str
    reason_mn: str


def choose(catalogues: Catalogues, plan_year: int | None, *names: str) -> Choice:
    """The catalogue of the plan year among those of bodies that the agency belongs to, the nearest body first; else
    among those for everybody; else among all. Where the year has none, the nearest earlier year, else the nearest.

    An agency belongs to an issuer whose name it carries (``Увс аймаг``: ``Увс аймгийн …``), a district to the capital.
    ``names`` are its own, also as printed, which may say more than the one that an agency list gives it, and those of the
    bodies above it.
    """
    own = [item for item in catalogues.items if item.issuer and any(belongs(name, item.issuer) for name in names)]
    general = [item for item in catalogues.items if not item.issuer]
    pool = own or general or list(catalogues.items)
    found = min(pool, key=lambda item: (_distance(item.plan_year, plan_year), -len(item.issuer), item.id))
    why, why_mn = _issued(found, bool(own))
    exact = plan_year is not None and found.plan_year == plan_year
    if plan_year is None:
        english, mongolian = "plan year unknown", "төлөвлөгөөний он тодорхойгүй"
    elif exact:
        english, mongolian = f"plan year {plan_year}", f"{plan_year} оны төлөвлөгөө"
    else:
        english, mongolian = f"no catalogue for {plan_year}", f"{plan_year} оны лавлах алга"
    return Choice(
        found, exact, bool(own or general), f"{found.id}: {english}, {why}", f"{found.id}: {mongolian}, {why_mn}"
    )


def _issued(found: Catalogue, own: bool) -> tuple[str, str]:
    if not found.issuer:
        return "for everybody", "бүх байгууллагад"
    if own:
        return f"issued by {found.issuer}", f"гаргасан: {found.issuer}"
    return f"issued by another body ({found.issuer})", f"өөр байгууллагын гаргасан ({found.issuer})"


def belongs(agency: str, issuer: str) -> bool:
    """Whether the agency is an issuer (several joined by ``;``) or carries its name.

    >>> belongs("Увс аймгийн Татварын хэлтэс", "Увс аймаг"), belongs("Төв аймгийн Соёлын төв", "Увс аймаг")
    (True, False)
    >>> belongs("Хан-Уул дүүргийн Архивын тасаг", "Нийслэл"), belongs("Сүхбаатар аймгийн Музей", "Нийслэл")
    (True, False)
    """
    words = bare(agency).split()
    if _is_district(words):
        words = [bare(_CAPITAL), *words]
    return any(_carries(words, bare(one).split()) for one in issuer.split(";"))


def _carries(words: list[str], name: list[str]) -> bool:
    if not name:
        return False
    stem = name[-1][: max(_STEM, len(name[-1]) - _ENDING)]
    starts = range(len(words) - len(name) + 1)
    return any(words[n : n + len(name) - 1] == name[:-1] and words[n + len(name) - 1].startswith(stem) for n in starts)


@cache
def _districts() -> tuple[list[str], ...]:
    return tuple([*bare(name).split(), bare("дүүрг")] for name in lookup("agencies")["districts"])


def _is_district(words: list[str]) -> bool:
    return any(_carries(words[: len(name)], name) for name in _districts())


def _distance(year: int | None, wanted: int | None) -> tuple[int, int]:
    """Order of preference: the year itself, earlier years from near to far, later years from near to far, no year."""
    if year is None:
        return (3, 0)
    if wanted is None:
        return (0, -year)
    if year == wanted:
        return (0, 0)
    return (1, wanted - year) if year < wanted else (2, year - wanted)

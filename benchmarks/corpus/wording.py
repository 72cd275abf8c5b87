"""Small pieces of Mongolian: names, agencies, dates, and the ways that authors mistype letters."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The word lists beside this module."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Body:
    """A public body in the nominative and in the genitive (titles use the genitive)."""

    name: str
    genitive: str


def agency(chance: random.Random) -> Body:
    """One of some thousand bodies that may or may not exist; what is said about them never happened."""
    lists = words()
    kind = chance.randrange(6)
    if kind == 0:
        return Body(*chance.choice(lists["whole"]))
    bodies = lists["bodies"]
    if kind in (1, 2):
        place = f"{chance.choice(lists['aimags'])} аймгийн"
    elif kind == 3:
        place = f"{chance.choice(lists['aimags'])} аймгийн {chance.choice(lists['sums'])} сумын"
        bodies = lists["sum_bodies"]
    elif kind == 4:
        place = f"{chance.choice(lists['districts'])} дүүргийн"
    else:
        number = chance.randrange(2, 190)
        place = f"{chance.choice(lists['districts'])} дүүргийн {number} {ordinal(number)}"
        bodies = lists["schools"]
    body, of_body = chance.choice(bodies)
    return Body(f"{place} {body}", f"{place} {of_body}")


def person(chance: random.Random) -> str:
    return f"{chance.choice(words()['initials'])}.{chance.choice(words()['names'])}"


def ordinal(number: int) -> str:
    """дугаар or дүгээр, by the vowels of the number's last word.

    >>> ordinal(1), ordinal(12), ordinal(24)
    ('дүгээр', 'дугаар', 'дүгээр')
    """
    return "дүгээр" if number % 10 in (1, 4, 9) else "дугаар"


def written_date(day: date, form: int) -> str:
    """A date in one of the ways that reports write it."""
    month, number = f"{day.month:02d}", f"{day.day:02d}"
    suffix = "ний" if day.day % 10 in (1, 4, 9) else "ны"
    return (
        f"{day.year} оны {month} {ordinal(day.month)} сарын {number}-{suffix} өдөр",
        f"{day.year} оны {month} сарын {number}-{suffix} өдөр",
        f"{day.year}.{month}.{number}",
        f"{day.year}-{month}-{number}",
        f"{day.year} оны {month} дугаар сарын {number}",
    )[form]


def day_between(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange(max((last - first).days, 1)))


LEGACY = str.maketrans("өүӨҮ", "єїЄЇ")
LOOKALIKES = dict(zip("аеорсхАВЕКМНОРСТХ", "aeopcxABEKMHOPCTX", strict=True))


def legacy(text: str) -> str:
    """The letters of old 8-bit fonts."""
    return text.translate(LEGACY)


def lookalikes(chance: random.Random, text: str, share: float = 0.08) -> str:
    """Some Cyrillic letters typed on a Latin keyboard."""
    return "".join(LOOKALIKES.get(letter, letter) if chance.random() < share else letter for letter in text)


def roman(number: int) -> str:
    return ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number]


ORDINAL_WORDS = ("", "Нэгдүгээр", "Хоёрдугаар", "Гуравдугаар", "Дөрөвдүгээр", "Тавдугаар", "Зургадугаар", "Долдугаар")
COUNT_WORDS = ("", "Нэг", "Хоёр", "Гурав", "Дөрөв", "Тав", "Зургаа", "Долоо")

"""Why a published row was mapped as it was, told from its words: the matcher read again on the rows of its submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from normalizers.catalogue.model import Catalogue
from normalizers.linkage.explanation import WORTH_EXPLAINING
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.report import Match
from normalizers.settings import MatchSettings

SHOWN = 3


def told(
    rows: Sequence[Mapping[str, str]], place: int, catalogue: Catalogue, settings: MatchSettings, weights: str = ""
) -> Iterator[str]:
    """Lines about one row of a submission (rows of measures.csv): the sentence in Mongolian, and what
    speaks for and against the likeliest measures. Nothing where the words read again lead elsewhere than published, as
    when a person decided or the program has changed since."""
    match = _again(rows, catalogue, settings, weights)[place]
    published = rows[place]["measure_code"]
    if published not in (match.code, *(code for code, _ in match.also)):
        return
    yield match.reason_mn
    own = sorted(match.candidates, key=lambda one: one[0] != published)  # a second measure of the row is told first
    for number, (code, probability, clues) in enumerate(own[:SHOWN]):
        if clues and (number < 2 or probability > WORTH_EXPLAINING):
            yield f"{code} {probability:.3f}  {catalogue.by_key[code].text}"
            yield f"    {'; '.join(clue.text for clue in clues)}"
            yield f"    {'; '.join(clue.text_mn for clue in clues)}"


def _again(
    rows: Sequence[Mapping[str, str]], catalogue: Catalogue, settings: MatchSettings, weights: str
) -> list[Match]:
    """One match a published row; a row that stands for two measures (the same words twice) is read once."""
    from normalizers.linkage.model import from_json

    given: list[MatchRow] = []
    owner: list[int] = []
    for number, row in enumerate(rows):
        words = MatchRow(row["goal_reported"], row["code_reported"], row["measure_reported"])
        if not (number and given[-1] == words and row["measure_code"] != rows[number - 1]["measure_code"]):
            given.append(words)
        owner.append(len(given) - 1)
    found = match_report(given, catalogue, settings, from_json(weights) if weights else None)
    return [found[number] for number in owner]

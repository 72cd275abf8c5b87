"""A drafted catalogue as a file to edit: counts and other wordings stand as comments beside each measure.

Takes a draft; gives the text of a catalogue file in TOML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from normalizers.catalogue.files import quoted
from normalizers.catalogue.model import Catalogue, Goal, Measure
from normalizers.curation.draft import Cluster, Draft
from normalizers.curation.fitness import near_pairs
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow

_SHOWN: Final = 5
_PERHAPS: Final = 0.3  # probability from which a measure that few report may be one of the others in other words
_HEAD: Final = """\
# Drafted from {count} submissions; {measures} measures that at least {least} of them share. Before use: check every text,
# code and goal, add what is missing, then run `tailan catalogue check FILE`. "also" lines are other wordings that were
# reported: put those that are the same measure into `aliases = ["…"]`. `deciding` words tell near-duplicates apart.
# {count} тайлангаас эмхэтгэв; дор хаяж {least} тайланд давтагдсан {measures} арга хэмжээ. Хэрэглэхийн өмнө бичвэр, код,
# зорилго бүрийг шалгаж, дутууг нөхөөд `tailan catalogue check FILE` ажиллуулна уу. "also" мөрөнд тайлангуудад
# тааралдсан өөр найруулга байгаа: ижил арга хэмжээ бол `aliases = ["…"]`-д оруулна. `deciding` нь ойролцоо арга
# хэмжээг ялгах үг."""


def to_toml(draft: Draft, identity: str, year: int | None, least: int, issuer: str = "") -> str:
    """The draft as a catalogue file (it must have measures). Those that only a few submissions share stand at the end, as comments."""
    deciding = deciding_words(draft)
    count = sum(len(goal.measures) for goal in draft.goals)
    lines = [_HEAD.format(count=draft.submissions, measures=count, least=least), f"id = {quoted(identity)}"]
    lines += [f"plan_year = {year}"] if year else []
    lines += [f"issuer = {quoted(issuer)}"] if issuer else []
    for goal in draft.goals:
        lines += ["", "[[goals]]", f"code = {quoted(goal.code)}", f"text = {quoted(goal.text)}"]
        for cluster in goal.measures:
            lines += ["", "[[goals.measures]]", *_comments(cluster, draft.submissions)]
            lines += [f"code = {quoted(cluster.code)}", f"text = {quoted(cluster.text)}"]
            if words := deciding.get(cluster.code):
                lines.append(f"deciding = [{', '.join(map(quoted, words))}]")
    if draft.few:
        lines += [
            "",
            "# Reported by fewer submissions, often measures of the agencies' own; remove the marks to use one.",
        ]
        lines += ["# Цөөн тайланд гарсан, ихэвчлэн байгууллагын өөрийн арга хэмжээ; ашиглах бол # тэмдгийг авна уу."]
    for cluster, near in zip(draft.few, _nearest(draft), strict=True):
        lines += ["#", *_comments(cluster, draft.submissions)]
        lines += [f"# perhaps {near} in other words / {near}-ийн өөр найруулга байж магадгүй"] if near else []
        lines += ["# [[goals.measures]]", '# code = ""', f"# text = {quoted(cluster.text)}"]
    return "\n".join(lines) + "\n"


def deciding_words(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Measures (by code) that are nearly like another one, with the words that only they have of the two."""
    found: dict[str, dict[str, None]] = {}
    for pair in near_pairs(_as_catalogue(draft)):
        if pair.words and pair.other_words:
            found.setdefault(pair.one.key, {}).update(dict.fromkeys(pair.words))
            found.setdefault(pair.other.key, {}).update(dict.fromkeys(pair.other_words))
    return {key: tuple(words) for key, words in found.items()}


def _as_catalogue(draft: Draft) -> Catalogue:
    measures = (
        Measure(cluster.code, cluster.code, cluster.text, Goal(goal.code, goal.text))
        for goal in draft.goals
        for cluster in goal.measures
    )
    return Catalogue("draft", tuple(measures))


def _nearest(draft: Draft) -> Iterator[str]:
    """For each cluster that few share the measure of the draft that it may be in other words; empty for none."""
    catalogue = _as_catalogue(draft)
    for cluster in draft.few:
        (match,) = match_report([MatchRow(cluster.rows[0].goal, "", cluster.text)], catalogue)
        likely = match.candidates[0] if match.candidates else ("", 0.0, ())
        yield likely[0] if likely[1] >= _PERHAPS else ""


def _comments(cluster: Cluster, submissions: int) -> Iterator[str]:
    yield f"# reported by {cluster.submissions} of {submissions} submissions"
    for text, count in cluster.wordings[1:_SHOWN]:
        yield f"# also: {text} ({count})"

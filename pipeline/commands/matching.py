"""``tailan match`` and ``tailan learn``: texts mapped to a catalogue, and what decisions teach about it."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.catalogue import find_catalogue, known_catalogues
from pipeline.commands.common import Command, both, say, settings_of, table
from pipeline.exits import Exit, Stop

if TYPE_CHECKING:
    from normalizers.catalogue.model import Catalogue
    from normalizers.linkage.records import MatchRow, Weights
    from normalizers.report import Match
    from normalizers.settings import MatchSettings

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Command, epilog="tailan match --catalogue plan.csv --rows rows.jsonl --json")
@click.option(
    "--catalogue",
    "catalogue_file",
    required=True,
    help="Catalogue file (CSV, TOML, JSON, JSONL) or id. / Лавлахын файл эсвэл дугаар.",
)
@click.option(
    "--rows",
    "rows_file",
    type=FILE,
    required=True,
    help="JSON Lines: report, goal, code, text; - is stdin. / JSON Lines файл; - бол стандарт оролт.",
)
@click.option(
    "--weights",
    "weights_file",
    type=FILE,
    help="Weights to use instead of those of the program. / Програмынхын оронд хэрэглэх жин.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines (always, unless the output is a terminal). / JSON Lines (терминалаас бусад үед үргэлж).",
)
@click.pass_context
def match(
    context: click.Context, catalogue_file: str, rows_file: Path, weights_file: Path | None, as_json: bool
) -> None:
    """Map rows to a catalogue: one answer a row, in the same order.

    Rows with the same `report` are read together, in order. Answers hold code (empty: not in the catalogue),
    probability that this is right, status (auto, review, unmatched), reason, best (the nearest measure even when it was
    not taken), runner_up, and where they apply: also (further measures in the row) and continues (the row completes the
    one above).

    Мөрүүдийг лавлахын арга хэмжээтэй тохируулна: мөр бүрд нэг хариу, ижил дарааллаар.
    """
    from normalizers.settings import MatchSettings

    catalogue = find_catalogue(context, catalogue_file)
    chosen = settings_of(context).matching
    rows = list(_rows(rows_file))
    weights = _weights(weights_file or (Path(chosen.weights) if chosen.weights else None))
    gc.freeze()  # what is loaded by now stays to the end: no need to look through it again and again
    answers = answer(rows, catalogue, weights, MatchSettings(chosen.accept, chosen.propose, chosen.doubt))
    if as_json or not sys.stdout.isatty():
        if answers:
            click.echo("\n".join(json.dumps(one, ensure_ascii=False) for one in answers))
        return
    lines = [
        (one["code"] or "-", f"{one['probability']:.3f}", one["status"], both((one["reason"], one["reason_mn"])))
        for one in answers
    ]
    heads = [("code", "p", "status", "reason"), ("код", "магадлал", "төлөв", "үндэслэл")]
    click.echo(table([*heads, *lines], ""))


def answer(
    rows: Sequence[Mapping[str, str]],
    catalogue: Catalogue,
    weights: Weights | None = None,
    settings: MatchSettings | None = None,
) -> list[dict[str, Any]]:
    """The answers to rows (``report``, ``goal``, ``code``, ``text``, each may be missing), in their order. A code that
    stands in front of the text is taken from there when the row names none."""
    from normalizers.linkage.matcher import match_reports
    from normalizers.settings import DEFAULT_MATCHING

    reports: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        reports.setdefault(row.get("report", ""), []).append(number)
    given = [[_asked(rows[n]) for n in numbers] for numbers in reports.values()]
    matched = match_reports(given, catalogue, settings or DEFAULT_MATCHING, weights)
    answers: list[dict[str, Any]] = [{}] * len(rows)
    for (report, numbers), found in zip(reports.items(), matched, strict=True):
        for number, one in zip(numbers, found, strict=True):
            answers[number] = _as_answer(report, one)
    return answers


def _asked(row: Mapping[str, str]) -> MatchRow:
    """The row as one of a report would be asked about: letters put right, the code taken off the text."""
    from normalizers.linkage.records import MatchRow
    from parsers.language.codes import split_code
    from parsers.language.letters import kinds, repair

    code, read = row.get("code", "").strip(), repair(row.get("text", ""))
    printed, rest = split_code(read.text)
    if not printed or not rest or (code and code.strip(" .") != printed):
        printed, rest = "", read.text
    return MatchRow(repair(row.get("goal", "")).text, code or printed, rest, kinds(read.repairs))


def _as_answer(report: str, match: Match) -> dict[str, Any]:
    said: dict[str, Any] = {
        "report": report,
        "code": match.code,
        "probability": match.score,
        "status": match.status,
        "reason": match.reason,
        "reason_mn": match.reason_mn,
        "best": match.candidates[0][0] if match.candidates else "",
        "best_probability": match.candidates[0][1] if match.candidates else 0.0,
        "runner_up": match.runner_up,
        "runner_up_probability": match.runner_up_score,
    }
    if match.also:
        said["also"] = [code for code, _ in match.also]
    if match.continues:
        said["continues"] = True
    return said


@click.command(cls=Command, epilog="tailan learn --decisions data/decisions.jsonl --output weights.json")
@click.option(
    "--decisions",
    type=FILE,
    required=True,
    help="decisions.jsonl of the review page. / Хянах хуудасны decisions.jsonl.",
)
@click.option(
    "--output", type=FILE, required=True, help="Where better weights are written. / Илүү сайн жинг бичих файл."
)
@click.pass_context
def learn(context: click.Context, decisions: Path, output: Path) -> None:
    """Refit the matcher from people's decisions; weights are written only when they do better on held-back rows.

    Хүмүүсийн шийдвэрээс тохируулгыг дахин сургана; шинэ жин нь шалгуур мөрүүдэд илүү байвал л бичнэ.
    """
    from normalizers.linkage.model import shipped_weights, to_json
    from normalizers.linkage.training import learn as learn_weights
    from pipeline.commands.learning import taught

    used = settings_of(context).matching.weights
    lessons = taught(decisions, known_catalogues(context))
    report = learn_weights(lessons, _weights(Path(used) if used else None) or shipped_weights())
    say(report.text, report.text_mn)
    if report.better:
        output.write_text(to_json(report.weights), encoding="utf-8")
        say(
            f"written: {output}; `tailan match --weights {output}` tries it, matching.weights in tailan.toml uses it",
            f"бичлээ: {output}; `tailan match --weights {output}` туршина, tailan.toml-ийн matching.weights хэрэглэнэ",
        )


def _weights(file: Path | None) -> Weights | None:
    from normalizers.linkage.model import from_json
    from pipeline.user_files import load_weights

    return from_json(load_weights(str(file))) if file is not None else None


_FIELDS = ("report", "goal", "code", "text")


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a JSON Lines file, each field as text. Raises Stop(NO_INPUT), naming the line."""
    for number, row in _json_lines(file):
        if not any(name in row for name in _FIELDS[1:]):
            raise Stop(
                Exit.NO_INPUT,
                f"{file}: line {number} has none of {', '.join(_FIELDS[1:])}",
                f"{file}: {number}-р мөрөнд {', '.join(_FIELDS[1:])} алга",
            )
        odd = next((name for name in _FIELDS if isinstance(row.get(name), dict | list)), None)
        if odd:
            raise Stop(
                Exit.NO_INPUT,
                f"{file}: line {number}: {odd} is no text",
                f"{file}: {number}-р мөрийн {odd} нь текст биш",
            )
        yield {name: "" if row.get(name) is None else str(row[name]) for name in _FIELDS}


def _json_lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number of the line, object) of a JSON Lines file, or of standard input for ``-``."""
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(Exit.NO_INPUT, f"{file}: {error}", f"{file}: уншиж чадсангүй: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):  # a text may hold other line separators
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise Stop(
                Exit.NO_INPUT,
                f"{file}: line {number} is no JSON ({error.msg})",
                f"{file}: {number}-р мөр JSON биш ({error.msg})",
            ) from error
        if not isinstance(row, dict):
            raise Stop(
                Exit.NO_INPUT, f"{file}: line {number} is no JSON object", f"{file}: {number}-р мөр JSON объект биш"
            )
        yield number, row

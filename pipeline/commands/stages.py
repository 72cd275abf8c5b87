"""``tailan read|extract|normalize``: the stages of one file as a ladder, to see where it goes wrong.

Each stage runs in the worker process under the same limits as in a run, so a hostile file harms nobody here either.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import Command, settings_of
from pipeline.exits import Exit, Stop
from pipeline.settings import Settings

FILE = click.Path(path_type=Path)


def stage_command(name: str, doc: str, doc_mn: str) -> click.Command:
    """The command of one stage."""

    @click.command(name, cls=Command, help=f"{doc}\n\n{doc_mn}", epilog=f"tailan {name} data/raw/report.pdf --json")
    @click.argument("file", type=FILE)
    @click.option(
        "--json",
        "as_json",
        is_flag=True,
        help="As JSON, with every field; a list of reports from extract on. / "
        "JSON хэлбэрээр, бүх талбартай; extract-аас хойш тайлангуудын дараалал.",
    )
    @click.pass_context
    def command(context: click.Context, file: Path, as_json: bool) -> None:
        records = at_stage(name, file, settings_of(context))
        if as_json:
            import msgspec

            told = records[0] if name == "read" else records
            click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
        else:
            from pipeline import text_view

            click.echo("\n\n".join(map(text_view.tell, records)))

    return command


read = stage_command(
    "read",
    "Show what a reader makes of FILE: paragraphs and tables in reading order.",
    "FILE-аас уншсан догол мөр, хүснэгтийг дарааллаар нь харуулна.",
)
extract = stage_command(
    "extract",
    "Show the measure rows of FILE as printed, and every word that is in none of them.",
    "FILE-ийн арга хэмжээний мөрийг бичсэнээр нь, мөрөнд ороогүй үгсийг ч харуулна.",
)
normalize = stage_command(
    "normalize",
    "Show what is understood of FILE: values, catalogue codes, findings.",
    "FILE-аас ойлгосон утга, лавлахын код, илрүүлэлтийг харуулна.",
)


def at_stage(name: str, file: Path, settings: Settings) -> tuple[Any, ...]:
    """The records of a stage: one Document, RawReports or Reports. Raises Stop when the file cannot be used."""
    from pipeline.run.assembly import setup_of
    from pipeline.workers.engine import in_one_process
    from pipeline.workers.stages import job_of, records_of

    try:
        job = job_of(file)
    except OSError as error:
        raise Stop(Exit.NO_INPUT, f"{file}: {error.strerror}", f"{file}: нээж чадсангүй ({error.strerror})") from error
    done = in_one_process(setup_of(settings, "pipeline.workers.stages:single_work", name), job)
    if done.failure:
        why = done.failure
        detail, detail_mn = (f" ({words})" if words else "" for words in (why.detail, why.detail_mn))
        raise Stop(
            Exit.REJECTED,
            f"{file}: {why.code} at {done.stage}{detail}. {why.hint}\n{why.trace}".rstrip(),
            f"{file}: {why.code}{detail_mn}. {why.hint_mn}",
        )
    return records_of(name, done)

"""``tailan run``."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

import click

from pipeline.commands.common import Command, folders, settings_of, table
from pipeline.exits import Exit
from pipeline.run.run import Account
from pipeline.run.run import run as run_once
from pipeline.run.survey import Paths


@click.command(
    cls=Command, epilog="tailan run\ntailan run --raw data/raw --clean data/clean\ntailan run --only '2024/*' --force"
)
@folders("raw", "clean")
@click.option("--workers", type=int, help="Worker processes (0: one for each processor).")
@click.option("--engine", help="'local', or 'dask://host:port' for an existing Dask scheduler.")
@click.option("--only", multiple=True, metavar="PATTERN", help="Read only these files now; others come from the cache.")
@click.option("--force", is_flag=True, help="Read (selected) files again, whatever the cache says.")
@click.option("--retry-failed", is_flag=True, help="Read files again that were rejected.")
@click.option(
    "--accept",
    is_flag=True,
    help="Publish although a quality gate refuses the edition, or into a folder that holds other things.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day that due dates are compared with [today].")
@click.option("--dry-run", is_flag=True, help="Only tell what would be read; nothing is written.")
@click.option("--quiet/--summary", default=None, help="Only errors, or a summary table [summary on a terminal].")
@click.pass_context
def run(
    context: click.Context,
    raw: Path,
    clean: Path,
    workers: int | None,
    engine: str | None,
    only: tuple[str, ...],
    force: bool,
    retry_failed: bool,
    accept: bool,
    as_of: datetime | None,
    dry_run: bool,
    quiet: bool | None,
) -> int:
    """Read what is new in RAW and publish all of it as CLEAN, as a whole or not at all."""
    settings = settings_of(context, workers=workers, engine=engine)
    paths = Paths.of(raw, clean, settings)
    if dry_run:
        click.echo(_forecast(paths, context, only, force, retry_failed))
        return int(Exit.OK)
    from pipeline.run.collect import Options

    options = Options(only, force, retry_failed, accept, as_of.date() if as_of else None)
    bar = Bar(sys.stderr.isatty() and not quiet)
    try:
        account = run_once(paths, settings, options, bar.show)
    finally:
        bar.close()
    for told in account.findings:
        click.echo(f"tailan: {told['message']}\ntailan: {told['message_mn']}", err=True)
    if quiet is None:
        quiet_table = not sys.stdout.isatty()
        click.echo(_line(account) if quiet_table else _summary(account))
    elif not quiet:
        click.echo(_summary(account))
    return account.exit_code


class Bar:
    """Done, rate and time left on one line of the terminal; silent elsewhere."""

    def __init__(self, visible: bool) -> None:
        self.visible, self.begun, self.drawn = visible, time.monotonic(), 0.0

    def show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.visible or (now - self.drawn < 0.1 and done < total):
            return
        self.drawn = now
        rate = done / max(now - self.begun, 0.001)
        left = (total - done) / rate if rate else 0
        filled = round(30 * done / total)
        bar = "#" * filled + "." * (30 - filled)
        sys.stderr.write(f"\r[{bar}] {done}/{total}  {rate:.1f} files/s  {left // 60:.0f}:{left % 60:02.0f} left ")
        sys.stderr.flush()

    def close(self) -> None:
        if self.visible and self.drawn:
            sys.stderr.write("\r\033[K")


def _line(account: Account) -> str:
    if account.unchanged:
        return f"{account.clean}: nothing changed since edition {account.edition}: {account.message}"
    what = "published as edition" if account.new_edition else "same tables as edition"
    return f"{account.clean}: {account.message}; {what} {account.edition}"


def _summary(account: Account) -> str:
    if account.unchanged:
        return _line(account)
    rows = [(status, str(count)) for status, count in account.statuses.items() if count]
    rows += [(f"{name} rows", f"{count}") for name, count in account.counts.items() if name != "submissions" and count]
    rows += [("read now", f"{account.read} files in {account.seconds:.1f} s ({account.cpu_seconds:.1f} s of CPU)")]
    rows += [("edition", account.edition + ("" if account.new_edition else " (same tables as before)"))]
    lines = [f"{account.clean}: {account.message}", table(rows), *_changes(account)]
    rejected = [item for item in account.files if item["status"] == "rejected"]
    lines += [
        f"  rejected: {item['file']}: {item['reason']}{' (' + item['detail'] + ')' if item['detail'] else ''}"
        for item in rejected[:10]
    ]
    if len(rejected) > 10:
        lines.append(f"  … and {len(rejected) - 10} more: see submissions.csv")
    return "\n".join(lines)


def _changes(account: Account) -> list[str]:
    """What changed since the edition before, in both languages."""
    from pipeline.outputs.tables.changes import TABLE, summary

    if not account.new_edition or account.changes.get("first"):
        return []
    told = [(english, mongolian, str(count)) for english, mongolian, count in summary(account.changes)]
    head = f"since the edition before / өмнөх хэвлэлээс хойш ({TABLE}):"
    return [head, table(told)] if told else [f"{head} no file and no measure changed / өөрчлөлтгүй"]


def _forecast(paths: Paths, context: click.Context, only: tuple[str, ...], force: bool, retry_failed: bool) -> str:
    """What a run would do. Nothing is written."""
    from pipeline.run.assembly import open_cache
    from pipeline.run.collect import Options, plan
    from pipeline.run.ledger import load_ledger
    from pipeline.run.survey import survey

    settings = settings_of(context)
    seen = survey(paths, settings, load_ledger(paths.state), time.time_ns())
    planned = plan(seen.sources, open_cache(paths, settings), Options(only, force, retry_failed))
    copies = (
        sum(1 for source in seen.sources if source.sha256)
        - len(planned.entries)
        - len(planned.jobs)
        - len(planned.left_out)
    )
    rows = [
        ("files found", str(len(seen.sources))),
        ("would be read", str(len(planned.jobs))),
        ("from the cache", str(len(planned.entries))),
        ("copies of another file", str(copies)),
        ("cannot be opened now", str(sum(1 for source in seen.sources if source.problem))),
        ("passed over", str(len(seen.ignored))),
    ]
    return "\n".join(["nothing was written", table(rows), *(f"  would read {job.file}" for job in planned.jobs[:20])])

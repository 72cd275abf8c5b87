"""``tailan editions``, ``tailan rollback``, ``tailan diff``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from pipeline.commands.common import Command, both, folders, say, settings_of, table
from pipeline.exits import Exit, Stop
from pipeline.run.comparison import WHAT_MN, Change, compare, reason_mn
from pipeline.run.editions import Shelf
from pipeline.run.ledger import load_ledger, save_ledger
from pipeline.run.lock import locked
from pipeline.run.survey import Paths


@click.command(cls=Command, epilog="tailan editions\ntailan editions --clean data/clean")
@folders("clean")
def editions(clean: Path) -> None:
    """List the editions of CLEAN, oldest first; the one shown is marked.

    CLEAN-ий нийтэлсэн хувилбаруудыг хуучнаас нь эхлэн харуулна; одоо харагдаж буйг тэмдэглэнэ.
    """
    shelf = Shelf(clean)
    shown = shelf.current()
    if not shelf.ids():
        raise Stop(
            Exit.NO_INPUT,
            f"{clean}: holds no edition; `tailan run RAW {clean}` makes the first one",
            f"{clean}: нийтэлсэн хувилбар алга; `tailan run RAW {clean}` эхнийхийг гаргана",
        )
    rows: list[tuple[str, ...]] = [
        ("", "edition", "created", "submissions", "measures", "note"),
        ("", "хувилбар", "гаргасан", "материал", "мөр", "тэмдэглэл"),
    ]
    for identity in shelf.ids():
        record = shelf.record(identity)
        counts = (str(record.counts.get(name, "?")) for name in ("submissions", "measures"))
        rows.append(("*" if identity == shown else "", identity, record.created or "?", *counts, record.note))
    click.echo(table(rows, ""))


@click.command(
    cls=Command, epilog="tailan rollback    (to the edition before)\ntailan rollback --clean data/clean 20250701T0200"
)
@folders("clean")
@click.argument("edition", required=False)
@click.pass_context
def rollback(context: click.Context, clean: Path, edition: str | None) -> None:
    """Show an earlier EDITION of CLEAN again [the one before]. It stays until a run finds something new to publish.

    CLEAN-ий өмнөх хувилбарыг (EDITION) дахин харуулна [яг өмнөхийг]. Шинэ зүйл нийтлэх хүртэл хэвээр байна.
    """
    settings = settings_of(context)
    shelf = Shelf(clean)
    shown = shelf.current()
    if shown is None:
        raise Stop(Exit.NO_INPUT, f"{clean}: holds no edition", f"{clean}: нийтэлсэн хувилбар алга")
    wanted = shelf.folder(edition).name if edition else _before(shelf, shown)
    state = Paths.of(clean, clean, settings).state
    with locked(shelf.home, f"tailan rollback {clean} {wanted}"):
        try:
            shelf.sweep()
            shelf.show(wanted)
            remembered = load_ledger(state)
            if remembered.fingerprint:
                counts = shelf.record(wanted).counts
                number, rows = (counts.get(name, "?") for name in ("submissions", "measures"))
                known = replace(
                    remembered,
                    shown=wanted,
                    edition_looks=shelf.looks(),
                    summary=f"rolled back from {shown} ({number} submissions, {rows} measures)",
                    summary_mn=f"{shown} хувилбараас буцаасан ({number} материал, {rows} мөр)",
                )
                save_ledger(state, known)
        except OSError as error:
            raise Stop(
                Exit.OUTPUT_NOT_WRITABLE,
                f"{error.filename or clean}: {error.strerror}",
                f"{error.filename or clean}: бичиж чадсангүй ({error.strerror})",
            ) from error
    say(f"{clean} shows {wanted} (before: {shown})", f"{clean} одоо {wanted} хувилбарыг харуулна (өмнө нь: {shown})")


def _before(shelf: Shelf, shown: str) -> str:
    earlier = [identity for identity in shelf.ids() if identity < shown]
    if not earlier:
        raise Stop(
            Exit.NO_INPUT,
            f"{shelf.clean}: there is no edition before {shown}",
            f"{shelf.clean}: {shown}-ээс өмнөх хувилбар алга",
        )
    return earlier[-1]


@click.command(
    cls=Command, epilog="tailan diff    (the last two)\ntailan diff --clean data/clean 20250701 20250702 --rows"
)
@folders("clean")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--rows",
    is_flag=True,
    help="List every row with its columns before and after. / Мөр бүрийг өмнөх, дараах утгатай нь харуулна.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON. / JSON хэлбэрээр.")
def diff(clean: Path, a: str | None, b: str | None, rows: bool, as_json: bool) -> None:
    """Tell what changed between editions A and B of CLEAN, and why: file, decision, catalogue, settings,
    reference data, program version.

    Without B: A and the edition shown. Without both: the edition before and the one shown. A beginning of an id is
    enough.

    CLEAN-ий A, B хувилбарын хооронд юу, яагаад өөрчлөгдсөнийг хэлнэ. B-гүй бол A ба одоогийнх; хоёулангүй бол өмнөх ба
    одоогийнх. Дугаарын эхний хэсэг хангалттай.
    """
    shelf = Shelf(clean)
    shown = shelf.current()
    if shown is None:
        raise Stop(Exit.NO_INPUT, f"{clean}: holds no edition", f"{clean}: нийтэлсэн хувилбар алга")
    second = shelf.folder(b).name if b else shown
    first = shelf.folder(a).name if a else _before(shelf, second)
    found = compare(shelf.home / first, shelf.home / second, shelf.record(first), shelf.record(second))
    if as_json:
        import json

        click.echo(json.dumps({"a": first, "b": second, **asdict(found)}, ensure_ascii=False, indent=1))
        return
    number, inputs = len(found.changes), ", ".join(found.inputs)
    say(f"{first} -> {second}: {number} changes", f"{first} -> {second}: {number} өөрчлөлт")
    click.echo("  " + both((f"inputs that differ: {inputs or 'none'}", f"өөрчлөгдсөн орц: {inputs or 'алга'}")))
    for reason, count in found.by_reason().items():
        click.echo("  " + both((f"because of {reason}: {count}", f"шалтгаан {reason_mn(reason)}: {count}")))
    for change in found.changes if rows else found.changes[:20]:
        click.echo("\n".join(_told(change, rows)))
    if len(found.changes) > 20 and not rows:
        more = len(found.changes) - 20
        click.echo("  … " + both((f"and {more} more (--rows lists all)", f"өөр {more} (--rows бүгдийг харуулна)")))


def _told(change: Change, values: bool) -> list[str]:
    where = f"{change.file}:{change.row}" if change.row else change.file
    what, reason = both((change.what, WHAT_MN[change.what])), both((change.reason, reason_mn(change.reason)))
    lines = [f"  {where} {what} ({reason}) {', '.join(change.columns)}".rstrip()]
    if values:
        lines += [
            f"      {name}: {before!r} -> {after!r}"
            for name, before, after in zip(change.columns, change.before, change.after, strict=True)
        ]
    return lines

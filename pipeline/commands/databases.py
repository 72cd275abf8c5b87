"""``tailan load`` and ``tailan query``: the published tables in a database, and questions in SQL."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.common import Command, folders, say


@click.command(cls=Command, epilog="tailan load postgresql://analyst@localhost/reports")
@folders("clean", first=False)
@click.argument("address")
@click.option(
    "--schema",
    "namespace",
    default="",
    help="Schema of the tables [PostgreSQL: tailan, DuckDB: main, SQLite: none]. / "
    "Хүснэгтүүдийн схем [PostgreSQL: tailan, DuckDB: main, SQLite: байхгүй].",
)
@click.option(
    "--recreate",
    is_flag=True,
    help="Make all tables anew, whatever is there, and drop what depends on them: for tables of another schema version, "
    "and when somebody changed a table by hand. / Байсан хүснэгтийг үл харгалзан бүгдийг шинээр үүсгэнэ: өөр схемийн, "
    "эсвэл гараар өөрчилсөн хүснэгтэд.",
)
def load(address: str, clean: Path, namespace: str, recreate: bool) -> None:
    """Load the published tables into the database at ADDRESS: postgresql://…, duckdb:///file or sqlite:///file.

    One transaction: the database shows the old edition or the new one, never a mixture. Loading the same edition again
    changes nothing, as long as every table still has the edition's rows; a table that lacks some is loaded again.

    Нийтэлсэн хүснэгтүүдийг ADDRESS хаягийн өгөгдлийн санд бүтнээр нь ачаална.
    """
    from pipeline.outputs.databases.loading import load as load_into
    from pipeline.outputs.opening import edition

    loaded = load_into(edition(clean), address, namespace, recreate=recreate)
    rows = ", ".join(f"{count:,} {name}" for name, count in loaded.rows.items())
    for table in loaded.repaired:
        say(
            f"changed by hand since it was loaded, and now loaded again: {table}",
            f"ачаалснаас хойш гараар өөрчилсөн тул дахин ачааллаа: {table}",
        )
    if loaded.new:
        say(f"loaded {rows}", f"ачааллаа: {rows}")
    else:
        say(f"this edition is there already: {rows}", f"энэ хувилбар аль хэдийн байна: {rows}")


@click.command(cls=Command, epilog='tailan query "select agency, missing from agency_progress order by missing desc"')
@folders("clean", first=False)
@click.argument("statement", metavar="SQL")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the answer. / Хариуны хэлбэр.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "sqlite"]),
    help="Engine [DuckDB if installed, else SQLite]. / Хөдөлгүүр [DuckDB байвал тэр, үгүй бол SQLite].",
)
def query(statement: str, clean: Path, form: str, engine: str | None) -> None:
    """Ask the published tables a question in SQL.

    Tables are named as the CSV files; there are the views current_measures, agency_progress, goal_progress and
    open_questions.

    Нийтэлсэн хүснэгтүүдээс SQL-ээр асууна. Хүснэгтийн нэр CSV файлынхтай ижил.
    """
    from pipeline.outputs.databases.querying import ask, shown
    from pipeline.outputs.opening import edition

    click.echo(shown(ask(edition(clean), statement, engine or ""), form), nl=False)

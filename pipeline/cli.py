"""The command line: parse arguments, call one function. Commands are imported when they are used, so that help is
quick."""

from __future__ import annotations

import importlib
import io
import resource
import sys

import click

from pipeline import signals
from pipeline.commands.common import Command, Group, both, say
from pipeline.exits import MEANING_MN, Exit, Stop

FEWEST_FILES, MANY_FILES = 64, 4096
"""Open files: what a command with two workers needs, twice over; what a run with hundreds of workers needs."""

COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": (
        "pipeline.commands.run:run",
        "Read what is new in RAW and publish all of it as CLEAN.",
        "RAW дахь шинийг уншиж, бүгдийг CLEAN болгон нийтэлнэ.",
    ),
    "read": (
        "pipeline.commands.stages:read",
        "Show what a reader makes of a file: paragraphs and tables.",
        "Файлаас уншсан догол мөр, хүснэгтийг харуулна.",
    ),
    "extract": (
        "pipeline.commands.stages:extract",
        "Show the measure rows of a file as printed.",
        "Арга хэмжээний мөрийг бичсэнээр нь харуулна.",
    ),
    "normalize": (
        "pipeline.commands.stages:normalize",
        "Show what is understood of a file: values, codes, findings.",
        "Файлаас ойлгосон утга, код, илрүүлэлтийг харуулна.",
    ),
    "show": (
        "pipeline.commands.looking:show",
        "Draw a page with the cells that were found (PNG).",
        "Хуудсыг олдсон нүдтэй нь зурна (PNG).",
    ),
    "witness": (
        "pipeline.commands.witness:witness",
        "Read tables a second time with other libraries and compare.",
        "Хүснэгтийг өөр сангаар дахин уншиж жишнэ.",
    ),
    "explain": (
        "pipeline.commands.looking:explain",
        "Tell what became of a file, or of one row, and why.",
        "Файл, мөр хэрхэн, яагаад нийтлэгдсэнийг хэлнэ.",
    ),
    "catalogue": (
        "pipeline.commands.catalogue:catalogue",
        "List, show and check the catalogues.",
        "Лавлахуудыг харуулж, шалгана.",
    ),
    "match": (
        "pipeline.commands.matching:match",
        "Show how a text is matched to the catalogue.",
        "Бичвэр лавлахтай хэрхэн тохирсныг харуулна.",
    ),
    "learn": ("pipeline.commands.matching:learn", "Learn from people's decisions.", "Хүмүүсийн шийдвэрээс суралцана."),
    "review": (
        "pipeline.commands.review:review",
        "Open the page on which a person decides doubtful rows.",
        "Эргэлзээтэй мөрийг шийдвэрлэх хуудсыг нээнэ.",
    ),
    "editions": (
        "pipeline.commands.editions:editions",
        "List the editions of CLEAN.",
        "CLEAN-ий хувилбаруудыг харуулна.",
    ),
    "rollback": (
        "pipeline.commands.editions:rollback",
        "Show an earlier edition of CLEAN again.",
        "CLEAN-ий өмнөх хувилбарыг дахин харуулна.",
    ),
    "diff": (
        "pipeline.commands.editions:diff",
        "Tell what changed between two editions and why.",
        "Хоёр хувилбарын ялгаа, шалтгааныг хэлнэ.",
    ),
    "load": (
        "pipeline.commands.databases:load",
        "Load the published tables into a database.",
        "Нийтэлсэн хүснэгтийг өгөгдлийн санд ачаална.",
    ),
    "query": (
        "pipeline.commands.databases:query",
        "Ask the published tables a question in SQL.",
        "Нийтэлсэн хүснэгтээс SQL-ээр асууна.",
    ),
    "doctor": (
        "pipeline.commands.system:doctor",
        "Check this machine and name what to install.",
        "Машиныг шалгаж, юу суулгахыг хэлнэ.",
    ),
    "config": (
        "pipeline.commands.system:config",
        "Show every setting with its value and origin.",
        "Тохиргоо бүрийг утга, эх сурвалжтай нь харуулна.",
    ),
    "help": ("pipeline.cli:help_", "Show the help of a command.", "Тушаалын тусламжийг харуулна."),
}


class LazyGroup(Group):
    """Knows its commands by name and module; imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        signals.at_work()  # from here on there may be something to put away
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands / Тушаалууд"):
            formatter.write_dl([(name, both(words)) for name, (_, *words) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """An unknown command is answered with the nearest one."""
        import difflib

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            raise Stop(
                Exit.USAGE,
                f"there is no command {args[0]!r}"
                + (f"; did you mean {near[0]!r}?" if near else "; `tailan help` lists them"),
                f"{args[0]!r} гэсэн тушаал алга"
                + (f"; {near[0]!r} гэх байсан уу?" if near else "; бүгдийг `tailan help` харуулна"),
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="tailan run\ntailan run --raw data/raw --clean data/clean\ntailan help run",
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(dir_okay=False),
    help="Settings file [tailan.toml if it exists]. / Тохиргооны файл [tailan.toml байвал тэр].",
)
@click.version_option(package_name="tailan", help="Show the version. / Програмын хувилбарыг харуулна.")
@click.pass_context
def group(context: click.Context, config_file: str | None) -> None:
    """Reads Mongolian anti-corruption reports (DOCX, PDF, scans) and publishes clean tables.

    Авлигын эсрэг төлөвлөгөөний тайланг (DOCX, PDF, скан) уншиж, цэгцтэй хүснэгт болгон нийтэлнэ.
    """
    context.obj = config_file


@click.command("help", cls=Command, epilog="tailan help run\ntailan help catalogue draft")
@click.argument("names", metavar="[COMMAND]...", nargs=-1)
@click.pass_context
def help_(context: click.Context, names: tuple[str, ...]) -> None:
    """Show the help of COMMAND, or of the whole program.

    COMMAND тушаалын, эсвэл бүх програмын тусламжийг харуулна.
    """
    shown = context.find_root()
    command: click.Command = group
    for name in names:
        if not isinstance(command, click.Group):
            path = shown.command_path
            raise Stop(Exit.USAGE, f"{path} has no commands of its own", f"{path} тушаалд дэд тушаал байхгүй")
        _, below, _ = command.resolve_command(shown, [name])
        command = below or command
        shown = click.Context(command, shown, name)
    click.echo(command.get_help(shown))


def main(arguments: list[str] | None = None) -> None:
    """The program ``tailan`` (from pipeline.start). Every ending has its exit code (pipeline.exits)."""
    signals.end_at_once()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files may hold any bytes
    try:
        allow_files()
        result = group.main(arguments, prog_name="tailan", standalone_mode=False)
        code = result if isinstance(result, int) else Exit.OK
    except Stop as stop:
        say(f"tailan: {stop.message}", f"tailan: {stop.message_mn}", err=True)
        code = stop.code
    except click.exceptions.Exit as ending:
        code = Exit.OK if ending.exit_code == 0 else Exit.USAGE
    except click.ClickException as error:
        error.show()
        click.echo(f"Алдаа: {_in_mongolian(error)}", err=True)
        code = Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        say("tailan: interrupted", "tailan: тасалдлаа", err=True)
        code = Exit.INTERRUPTED
    except ModuleNotFoundError as error:
        say(
            f"tailan: {error.name} is not installed; `tailan doctor` tells how to get it",
            f"tailan: {error.name} суулгаагүй байна; яаж суулгахыг `tailan doctor` хэлнэ",
            err=True,
        )
        code = Exit.MISSING_DEPENDENCY
    except BrokenPipeError:
        code = Exit.OK
    signals.ignore()
    sys.exit(int(code))


def _in_mongolian(error: click.ClickException) -> str:
    """What click says of the command line in English, by kind of mistake."""
    where = ""
    if isinstance(error, click.NoSuchOption | click.BadOptionUsage):
        where = f"{error.option_name} сонголт буруу"
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        where = f"{error.param.make_metavar(error.ctx) if error.ctx else error.param.name} дутуу"
    elif isinstance(error, click.BadParameter) and error.param is not None:
        where = f"{error.param.name}: утга буруу"
    return f"{where or MEANING_MN[Exit.USAGE]}; `tailan help` жишээ харуулна"


def allow_files() -> None:
    """Let this process and its workers have as many files open as the system allows. Raises Stop where these are fewer
    than a command needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, MANY_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft != resource.RLIM_INFINITY and soft < FEWEST_FILES:
        raise Stop(
            Exit.MISSING_DEPENDENCY,
            f"the system allows {soft} open files here (ulimit -n) and {FEWEST_FILES} are needed; allow more",
            f"энд зэрэг нээж болох файл {soft} (ulimit -n), хэрэгтэй нь {FEWEST_FILES}; хязгаарыг нэмнэ үү",
        )


if __name__ == "__main__":
    main()

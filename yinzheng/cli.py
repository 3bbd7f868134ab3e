"""The command line: reads the options, calls a command, and makes of an error one line and an exit status.

The exit statuses stand in ``options``. Errors are one line on stderr; with ``--json`` stdout holds exactly
one JSON document or nothing. What each command takes stands in ``library_commands``, ``question_commands``
and ``care_commands``.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from yinzheng import __version__, care_commands, library_commands, question_commands
from yinzheng.errors import QueryError, YinzhengError
from yinzheng.options import (
    ERROR,
    INTERRUPTED,
    USAGE,
    DebugOption,
    JsonOption,
    LibraryOption,
    Settings,
    UsageError,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = ["-h", "--help"]


class Commands(TyperGroup):
    """The group of commands, with one place where errors become a line and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; see the module's docstring for the exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_pipe()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            tell("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except (YinzhengError, UsageError) as error:
            if _debugging(ctx):
                raise
            tell(str(error))
            raise typer.Exit(USAGE if isinstance(error, (QueryError, UsageError)) else ERROR) from None
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as error:
            # The border: whatever else was raised is a bug of ours, and still one line for a person.
            if _interrupted(error):
                tell("interrupted")
                raise typer.Exit(INTERRUPTED) from None
            if _debugging(ctx):
                raise
            tell(f"internal error, please report it ({type(error).__name__}: {error}); --debug shows more")
            raise typer.Exit(ERROR) from None
        return result


app = typer.Typer(
    name="yinzheng",
    cls=Commands,
    help="Ask Chinese and English documents; every answer says where it stands.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP},
)


for _command_function in (
    library_commands.add,
    library_commands.ls,
    library_commands.show,
    library_commands.rm,
    library_commands.status,
    question_commands.search,
    question_commands.ask,
    question_commands.summarize,
    question_commands.claims,
    question_commands.check,
    care_commands.doctor,
    care_commands.backup,
    care_commands.dump,
    care_commands.load,
):
    app.command()(_command_function)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    # What a terminal cannot show, or a pipe cannot mean, becomes a visible escape, not a traceback.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="backslashreplace")
    # NumPy's BLAS starts a thread a core as it is imported; they spin, and nothing here multiplies enough.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Modules and tables stay until the end: looking through them after every 700 new objects, which is the
    # default, took a twentieth of a first answer.
    gc.set_threshold(50_000, 20, 100)
    given = list(sys.argv[1:] if args is None else args)
    try:
        code = _command().main(given, prog_name="yinzheng", standalone_mode=False)
    except typer.TyperException as error:
        code = _wrong_usage(error, given)
    except typer.Abort:
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"yinzheng {__version__}\n")
        raise typer.Exit


class _AsGiven:
    """Takes a value as it was typed: text, numbers and lists of text need no schema."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if param.type_descriptor.annotation is not int:
            return value
        try:
            return int(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not a whole number", ctx=ctx, param=param) from None


def _command() -> Any:
    command: Any = typer.main.get_command(app)
    for each in (command, *command.commands.values()):
        context = typer.Context(each, help_option_names=HELP)
        for parameter in (*each.params, each.get_help_option(context)):
            # Typer's own way imports pydantic, which takes as long as a search.
            parameter._runtime_param = _AsGiven()  # noqa: SLF001 - nothing is lost where it is not looked at
    return command


@app.callback()
def _before(
    ctx: typer.Context,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    ctx.obj = Settings(library, json, debug)


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is what was behind an error: extension modules report it as theirs while they load."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _debugging(ctx: Any) -> bool:
    return isinstance(ctx.obj, Settings) and ctx.obj.debug


def _leave_pipe() -> None:
    # The reader has gone; what is still buffered must not raise again when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong_usage(error: typer.TyperException, given: Sequence[str]) -> int:
    """Say in one line what was wrong with the call and what to do instead."""
    if not given:
        sys.stderr.write(error.format_message() + "\n")  # the whole help
        return USAGE
    hint = "see yinzheng --help"
    context = getattr(error, "ctx", None)
    if context is not None and context.command_path:
        hint = f"see {context.command_path} --help"
    text = error.format_message().rstrip()
    if text.startswith("No such command"):
        word = next((arg for arg in given if repr(arg) in text), "")
        if os.path.lexists(word):
            hint = f"to add it: yinzheng add {word}"
        elif any(char.isspace() or char in "?？" or "\u3400" <= char <= "\u9fff" for char in word):
            hint = f'to ask: yinzheng ask "{word}"'
    tell(f"{text[:1].lower()}{text[1:].rstrip('.')}; {hint}" if not text.endswith("?") else f"{text} {hint}")
    return USAGE

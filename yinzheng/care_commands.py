"""The commands that look after the library as a whole: their options, and what they call."""

from __future__ import annotations

from typing import Annotated

import typer

from yinzheng.options import (
    NO_ANSWER,
    DebugOption,
    JsonOption,
    LibraryOption,
    opened,
    settings,
)


def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Make again what is derived; nothing else is touched.")
    ] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Examine the library; exit status 1 when something is wrong."""
    given = settings(ctx, library, json, debug)
    from yinzheng import as_json, care_view, output

    with opened(given) as held:
        found = held.doctor(repair=repair)
    if given.json:
        as_json.put(as_json.checkup(found, held.path))
    else:
        care_view.print_checkup(output.console(), found, output.interface_lang())
    if not found.sound:
        raise typer.Exit(NO_ANSWER)


def backup(
    ctx: typer.Context,
    dest: Annotated[str, typer.Argument(metavar="DEST", help="A new folder; -L DEST uses the copy.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Copy the library to a new folder, also while others write."""
    given = settings(ctx, library, json, debug)
    from yinzheng import as_json, care_view, output

    with opened(given) as held:
        path = held.backup(dest)
    if given.json:
        as_json.put({"path": str(path)})
    else:
        output.message(care_view.say("backed_up", output.interface_lang(), path=path))


def dump(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Where to write; - is stdout.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that exists.")] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write all that the library says as JSON Lines."""
    given = settings(ctx, library, json, debug)
    from yinzheng import care_command

    care_command.check_dump(file, json=given.json)
    with opened(given) as held:
        care_command.write_dump(held, file, force=force, json=given.json)


def load(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What yinzheng dump has written; - is stdin.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make a new library of a dump; -L names its folder."""
    given = settings(ctx, library, json, debug)
    from yinzheng import care_command

    care_command.load_dump(file, given.library, json=given.json)

"""Options that stand before a subcommand, as in `vcam settings --json get KEY`."""

import typer
from typer.core import TyperGroup

from vcam.errors import UsageError


def hand_on(context: typer.Context) -> None:
    """Let the options that stand before a subcommand act as if they stood behind it.

    Raises:
        UsageError: the subcommand does not take one of them.
    """
    group, name = context.command, context.invoked_subcommand
    assert isinstance(group, TyperGroup)
    assert name is not None, "asked only where there is a subcommand"
    command = group.get_command(context, name)
    assert command is not None, "it was found before"
    taken = {parameter.name for parameter in command.params}
    given: dict[str, object] = {}
    for parameter in group.params:
        key = str(parameter.name)
        source = context.get_parameter_source(key)
        if source is None or source.name != "COMMANDLINE":
            continue
        if key not in taken:
            path = f"{context.command_path} {name}"
            raise UsageError(f"{parameter.opts[0]} means nothing to `{path}`; leave it out.")
        given[key] = context.params[key]
    context.default_map = {name: given}

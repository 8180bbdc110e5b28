"""`vcam profiles`: keep how you look under a name."""

from typing import Annotated, TypeAlias

import typer

from vcam.cli.listing import Json
from vcam.cli.options import warn
from vcam.cli.printing import nested, print_json, print_values
from vcam.settings import load
from vcam.settings.profiles import delete_profile, list_profiles, load_profile, profile_values, save_profile

app = typer.Typer(name="profiles", help="Keep how you look under a name, and take it up again.")

Name: TypeAlias = Annotated[str, typer.Argument(metavar="NAME")]


@app.callback(invoke_without_command=True)
def _default(context: typer.Context, json: Json = False) -> None:
    if context.invoked_subcommand is None:
        list_all(json)


@app.command(name="list")
def list_all(json: Json = False) -> None:
    """List the profiles."""
    names = list_profiles()
    if json:
        print_json(list(names))
    else:
        print("\n".join(names) if names else "There is no profile yet; `vcam profiles save NAME` makes one.")


@app.command()
def save(name: Name, json: Json = False) -> None:
    """Keep the present network, background, people and safety settings under a name."""
    loaded = load()
    warn(loaded.problems)
    settings = loaded.settings
    if settings.profile:
        settings = load_profile(settings.profile, settings).settings
    path = save_profile(name, settings)
    if json:
        print_json({"name": name, "path": str(path)})


@app.command()
def delete(name: Name, json: Json = False) -> None:
    """Remove a profile for good."""
    delete_profile(name)
    if json:
        print_json({"name": name})


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show what a profile sets."""
    values = profile_values(name)
    if json:
        print_json(nested(values))
    else:
        print_values(values)

"""Carries out a remedy, and only one whose very command was shown to the user."""

import subprocess
from collections.abc import Callable

from vcam.doctor.finding import Finding
from vcam.errors import VcamError

LONGEST_FIX_S = 300
"""Somebody has to find a password."""


def run_in_shell(command: str) -> tuple[int, str]:
    """Run a command; give its exit code and what it said on stderr."""
    try:
        done = subprocess.run(
            ["sh", "-c", command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LONGEST_FIX_S,
        )
    except subprocess.TimeoutExpired:
        return 124, "it took too long"
    return done.returncode, done.stderr


def fix(
    finding: Finding,
    shown: str,
    elevation: str = "sudo",
    run: Callable[[str], tuple[int, str]] = run_in_shell,
) -> None:
    """Do what the remedy of a finding says.

    Args:
        finding: what is to be mended; `finding.fixable` must be true.
        shown: the command as the user has seen it and agreed to; nothing else is run.
        elevation: see `Remedy.command`.
        run: runs a command; gives its exit code and what it said on stderr.

    Raises:
        VcamError: the command failed.
    """
    if finding.remedy is None or not finding.fixable:
        raise ValueError(f"{finding.id} is nothing that vcam may mend")
    if shown != finding.remedy.command(elevation):
        raise ValueError("the user was shown another command")
    code, said = run(shown)
    if code:
        last = next(
            (line.strip() for line in reversed(said.splitlines()) if line.strip()), f"exit code {code}"
        )
        raise VcamError(f"`{shown}` failed ({last.rstrip('.')}); run it yourself in a terminal to see why.")

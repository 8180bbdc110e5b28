"""Builds the real parts and hands them to one another; nothing else chooses adapters.

Heavy libraries are imported where they are first needed: the virtual camera shows its card
before numba and onnxruntime are loaded.
"""

from vcam.app.files import demo, demo_background, process
from vcam.app.live import Live
from vcam.app.outside import open_to_others
from vcam.app.parts import build_pipeline, make_plan, parse_size, use_one_thread_for_pictures
from vcam.app.run import run
from vcam.cast import Person
from vcam.steered import Status, Switch

__all__ = [
    "Live",
    "Person",
    "Status",
    "Switch",
    "build_pipeline",
    "demo",
    "demo_background",
    "make_plan",
    "open_to_others",
    "parse_size",
    "process",
    "run",
    "use_one_thread_for_pictures",
]

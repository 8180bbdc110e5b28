"""The only owner of threads: capture, build, analyse, output, joined by slots in which the newest wins."""

from vcam.engine.engine import Engine
from vcam.engine.state import EngineState, Plan

__all__ = ["Engine", "EngineState", "Plan"]

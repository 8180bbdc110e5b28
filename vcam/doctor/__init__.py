"""What keeps vcam from working on this computer, and what to do about it."""

from vcam.doctor.examine import examine
from vcam.doctor.finding import Finding, Remedy, Severity
from vcam.doctor.fix import fix
from vcam.doctor.system import System

__all__ = ["Finding", "Remedy", "Severity", "System", "examine", "fix"]

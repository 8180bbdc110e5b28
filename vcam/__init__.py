"""A virtual camera for video calls that hides your room and never shows it by accident."""

__version__ = "0.1.0"

"""Puts people before another background."""

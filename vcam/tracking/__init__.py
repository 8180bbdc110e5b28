"""Follows people over time: who is the same person as before, and who is me."""

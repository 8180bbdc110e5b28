"""Finds where people surely are: faces, the boxes of their people, and parts that no face explains."""

"""From a frame to alpha: which pixels are person."""

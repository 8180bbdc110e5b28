"""Where cleared pictures go: a virtual camera, a file, memory."""

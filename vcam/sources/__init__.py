"""Where frames come from: a camera, a file, the demo."""

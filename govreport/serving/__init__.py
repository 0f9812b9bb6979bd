"""The form served on this machine alone; see `serve`. Nothing is imported here, so that the server begins at once."""

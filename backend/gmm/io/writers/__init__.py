"""Arrays with an entry for each row -> bytes, one function a format."""

"""Text without Python objects: characters, strings, bytes, encodings."""

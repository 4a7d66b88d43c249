"""Bytes → Document. One module a format, each with `read(source: Source) -> Document`."""

"""Errors that a person can act on: each has a code, one Chinese sentence, a remedy and an exit status."""

from __future__ import annotations


class JixiaoError(Exception):
    """An expected failure. `message` is one Chinese sentence without a full stop; `remedy` says what to do."""

    exit_code = 2

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(code, message, remedy)
        self.code, self.message, self.remedy = code, message, remedy

    def __str__(self) -> str:
        """Both sentences, with full-width punctuation."""
        return self.message + ("\N{FULLWIDTH SEMICOLON}" + self.remedy if self.remedy else "")


class ReadError(JixiaoError):
    """A file that could not be read.

    Codes: missing, permission, empty, too-large, unsupported, misnamed, encrypted, damaged, hostile, scanned, no-text,
    timeout, crashed.
    """


class PackError(JixiaoError):
    """A rule pack that is refused; the message holds every mistake, a line each, as file:line:column."""

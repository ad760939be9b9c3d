"""The exception tree.

    CommuniqueError
    ├── InputError            something about a file or text given to us
    │   ├── UnreadableFile    it cannot be opened
    │   ├── EmptyArticle      nothing to read in it
    │   ├── NotText           binary content
    │   ├── BadEncoding       bytes that decode to no text
    │   ├── TooLarge          over the limit
    │   └── BadPage           an HTML page without an article
    ├── ResourceError         a rule file or the reader model is missing or malformed
    ├── StoreError            the database cannot be read or written
    ├── BadJudgement          a decision that cannot stand: a value its field may not hold, nothing to undo
    ├── BadAccount            an account that cannot be made or changed so: a name taken, a password too short
    ├── BadCodebook           a codebook that cannot be read
    ├── SettingsError         a desk that cannot be served so
    └── Unknown               an id that nothing has
        ├── UnknownEntry
        ├── UnknownArticle
        ├── UnknownActor
        ├── UnknownIssue
        ├── UnknownJudgement
        └── UnknownAccount

Every message says what to do about it.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """The root of all our errors."""


class InputError(CommuniqueError):
    """``where`` (a path or ``<stdin>``) cannot be read, and ``why``."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class UnreadableFile(InputError):
    """The file cannot be opened."""


class EmptyArticle(InputError):
    """Nothing to read."""


class NotText(InputError):
    """Binary content."""


class BadEncoding(InputError):
    """Bytes that decode to no text."""


class TooLarge(InputError):
    """More text than one article may hold."""


class BadPage(InputError):
    """An HTML page without an article in it."""


class ResourceError(CommuniqueError):
    """A rule file or the reader model is missing or malformed."""


class StoreError(CommuniqueError):
    """The database cannot be read or written."""


class BadJudgement(CommuniqueError):
    """A decision that cannot stand."""


class BadAccount(CommuniqueError):
    """An account that cannot be made or changed so."""


class BadCodebook(CommuniqueError):
    """A codebook that cannot be read."""


class SettingsError(CommuniqueError):
    """A desk that cannot be served so."""


class Unknown(CommuniqueError):
    """Nothing has this id."""


class UnknownEntry(Unknown):
    """No entry has this id."""


class UnknownArticle(Unknown):
    """No article has this id."""


class UnknownActor(Unknown):
    """No actor has this id."""


class UnknownIssue(Unknown):
    """No issue has this id."""


class UnknownJudgement(Unknown):
    """No judgement has this number."""


class UnknownAccount(Unknown):
    """No account has this name."""

"""Expected failures: each has a stable code for programs and a Chinese sentence for people."""

from __future__ import annotations


class AppError(Exception):
    """Something a user can understand and act on.

    ``message`` says what is wrong, ``hint`` what to do, ``where`` the place (a field, a row, a
    file). ``code`` is part of the command line's contract and never changes its meaning.
    """

    code = "refused"

    def __init__(self, message: str, *, hint: str = "", where: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where
        if code:
            self.code = code


class BadValueError(AppError):
    """A value that cannot be taken; ``where`` names the field."""

    code = "bad_value"


class WrongUseError(AppError):
    """The command line was called with words it does not know."""

    code = "wrong_use"


class NotFoundError(AppError):
    code = "not_found"


class AmbiguousError(AppError):
    """A name or number that fits several records."""

    code = "ambiguous"


class InTheFutureError(AppError):
    code = "in_the_future"


class WrongStageError(AppError):
    code = "wrong_stage"


class ReasonRequiredError(AppError):
    code = "reason_required"


class NotOwnerError(AppError):
    """An act that belongs to another place: the village, or the township."""

    code = "not_owner"


class ChangedSinceError(AppError):
    """An undo, or a save of an open form, met a record that somebody changed meanwhile."""

    code = "changed_since"


class NothingToUndoError(AppError):
    code = "nothing_to_undo"


class NoDeskError(AppError):
    code = "no_desk"


class DeskExistsError(AppError):
    """A second desk was to be made in a folder that already holds one."""

    code = "desk_exists"


class DeskInUseError(AppError):
    code = "desk_in_use"


class NewerDatabaseError(AppError):
    code = "newer_database"


class DamagedDatabaseError(AppError):
    code = "damaged_database"


class FileMissingError(AppError):
    code = "file_not_found"


class FileOpenError(AppError):
    """The file is held by another program (WPS, Word, an antivirus)."""

    code = "file_open"


class FileUnreadableError(AppError):
    """The file is there but is not what it should be."""

    code = "bad_file"


class WrongPassphraseError(AppError):
    """A full copy's passphrase was not given, or is another one."""

    code = "wrong_passphrase"


class DiskFullError(AppError):
    code = "disk_full"


class MediumError(AppError):
    """A disk or stick that went away, is read-only or failed."""

    code = "medium"


class CancelledError(AppError):
    """The user pressed 取消; nothing was changed."""

    code = "cancelled"

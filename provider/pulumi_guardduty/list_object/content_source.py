"""Where the content of a list is between the check that judges it and the upload: never in state."""

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pulumi_guardduty import errors
from pulumi_guardduty.list_object.digest import sha256_of


_LOCK: Final = threading.Lock()
_FOLDERS: Final[list[Path]] = []


def keep(sha256: str, pieces: Iterable[bytes]) -> None:
    """Keep content that no file of the user's holds, for as long as this process lives."""
    target = _folder() / sha256
    if target.exists():
        return
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.writelines(pieces)
    # In one step: another call may be keeping the same.
    Path(file.name).replace(target)


def read(sha256: str, path: str | None) -> bytes:
    """The content that was judged: kept here, or in the user's file.

    Raises:
        InvalidInputError: It is neither, or the file has changed since.
    """
    kept = _folder() / sha256
    try:
        content = kept.read_bytes() if kept.exists() or path is None else Path(path).read_bytes()
    except OSError as error:
        where = f"path: {path!r}" if path is not None else "entries: the content"
        raise errors.InvalidInputError(
            f"{where} can no longer be read ({error.strerror}); run `pulumi up` again"
        ) from error
    if sha256_of(content) != sha256:
        raise errors.InvalidInputError(f"path: {path!r} was changed while `pulumi up` ran; run it again")
    return content


def _folder() -> Path:
    """A folder that only this user may read, removed at the end of the process."""
    with _LOCK:
        if not _FOLDERS:
            _FOLDERS.append(Path(tempfile.mkdtemp(prefix="pulumi-guardduty-")))
            atexit.register(shutil.rmtree, _FOLDERS[0], ignore_errors=True)
        return _FOLDERS[0]

"""How our statements are named, so that they can be told from others' and taken out again."""

import re
from typing import Final


#: Every Sid of a statement about the export begins so.
SID_PREFIX: Final = "GuardDutyExport"


def sid(role: str, label: str = "", suffix: str = "") -> str:
    """Name a statement by what it does, whom it is for, and whose it is.

    Raises:
        ValueError: `suffix` holds more than letters and digits, which is all that every AWS service takes in a Sid.
    """
    if not re.fullmatch(r"[A-Za-z0-9]*", suffix):
        raise ValueError(f"sid suffix {suffix!r} may hold only letters and digits")
    return f"{SID_PREFIX}{role}{label}{suffix}"

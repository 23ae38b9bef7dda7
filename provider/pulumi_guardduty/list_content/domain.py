"""Domain names, which entity lists may hold beside addresses."""

import re
from typing import Final


#: Source: RFC 1035 2.3.4 (labels of 63, names of 253 octets); underscores are in use. A last label of digits alone
#: would be a malformed address. A leading `*.` is shown in GuardDuty User Guide, "List formats".
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}", re.IGNORECASE | re.ASCII)
_LONGEST: Final = 253


def is_domain(text: str) -> bool:
    """Whether `text` is a domain name, perhaps with a leading ``*.``."""
    return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None


def folded(text: str) -> str:
    """The form in which two spellings of one name are equal."""
    return text.lower()


def wildcards_over(name: str) -> list[str]:
    """Every wildcard entry that could cover the folded `name`: ``a.b.c`` gives ``*.b.c`` and ``*.c``."""
    labels = name.removeprefix("*.").split(".")
    first = 0 if name.startswith("*.") else 1
    return [f"*.{'.'.join(labels[index:])}" for index in range(first, len(labels))]

"""A request that a policy may refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field


#: Stands for a value of the request that is whatever the policy's author knows it
#: to be, such as the ARN of the detector that writes.
AS_NAMED = "<as named>"


@dataclass(frozen=True)
class Request:
    """What someone asks of AWS."""

    action: str
    resource: str
    """ARN of what it is asked of."""

    context: Mapping[str, str | None] = field(default_factory=dict)
    """Condition keys in lower case; None says that the request lacks the key."""

    service: str | None = None
    """Pattern of the service principal that asks; None for a caller nothing is known of."""

"""Ids of the form ``<detector id>:<resource id>``, the import id of Terraform and pulumi-aws."""

from dataclasses import dataclass
from typing import Self

from pulumi_guardduty import errors


@dataclass(frozen=True)
class ResourceId:
    """One resource of one detector."""

    detector: str
    own: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take an id apart.

        Raises:
            InvalidInputError: It has another form.
        """
        detector, colon, own = text.partition(":")
        if not (detector and colon and own) or ":" in own or "/" in text:
            raise errors.InvalidInputError(
                f"{text!r} is not an id; expected <detector id>:<resource id>, such as "
                "12abc34d567e8fa901bc2d34e56789f0:0123456789abcdef0123456789abcdef"
            )
        return cls(detector, own)

    def __str__(self) -> str:
        return f"{self.detector}:{self.own}"

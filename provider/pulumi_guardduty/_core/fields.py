"""Fields that several resources share, each with its bounds and what it says of itself."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from pulumi_guardduty._core.arn import DestinationArn, KeyArn
from pulumi_guardduty._core.inputs import CARRIED, REPLACES, WRITE_ONLY


def parsed_by(parse: Callable[[object], Any]) -> AfterValidator:
    """A validator that keeps the text as declared once `parse` takes it."""

    def check(text: str) -> str:
        parse(text)
        return text

    return AfterValidator(check)


#: 1 to 300 characters. Source: GuardDuty API Reference, both create calls, `detectorId`.
#: A mark has to stand outside of `| None`, or the field does not carry it.
OptionalDetectorId = Annotated[Annotated[str, StringConstraints(min_length=1, max_length=300)] | None, REPLACES]


def _account(text: str) -> str:
    if len(text) != 12 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004
        raise ValueError(f"has to be an account id of exactly 12 digits (got {text!r})")
    return text


AccountId = Annotated[str, AfterValidator(_account)]

#: 0 to 64 characters, "" included. Source: GuardDuty API Reference, both create calls, `clientToken`.
OptionalClientToken = Annotated[Annotated[str, StringConstraints(max_length=64)] | None, WRITE_ONLY]

#: The same, where what AWS holds carries it as the resource's identity.
CarriedIdentity = Annotated[OptionalClientToken, CARRIED]

DestinationArnText = Annotated[str, parsed_by(DestinationArn.parse)]

KeyArnText = Annotated[str, parsed_by(KeyArn.parse)]

OptionalAdopt = Annotated[bool | None, WRITE_ONLY]

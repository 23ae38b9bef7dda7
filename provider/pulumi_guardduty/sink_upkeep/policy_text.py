"""Policies as text in state: whether two mean the same, and what a person is told when they do not."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from pulumi_guardduty.diagnosis import StatementDrift, policy_drift
from pulumi_guardduty.policy_documents import parse_document, same_meaning


def _document(text: str) -> str:
    parse_document(text)
    return text


#: The JSON text of a policy document.
PolicyText = Annotated[str, AfterValidator(_document)]


def same_policy(old: Any, new: Any) -> bool:
    """Whether two texts say the same in the same named statements; what is no policy only equals itself."""
    try:
        return same_meaning(old, new)
    except (ValueError, TypeError, AttributeError):
        return bool(old == new)


def drifted(outputs: Mapping[str, Any]) -> list[StatementDrift]:
    """The statements in which the policy in AWS differs from the one this resource wrote."""
    written, actual = outputs.get("writtenPolicy"), outputs.get("policy")
    try:
        return policy_drift(written, actual) if isinstance(written, str) else []
    except ValueError:
        # Not written by any release of this package: nothing can be said of it.
        return []


def tell(outputs: Mapping[str, Any], what: str, warn: Callable[[str], None]) -> None:
    """Say which statements of the policy of `what` are not as this resource wrote them."""
    if found := drifted(outputs):
        named = "; ".join(str(each) for each in found)
        warn(f"the policy of {what} was changed outside of Pulumi: {named}; `pulumi up` restores it")

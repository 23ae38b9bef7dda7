"""Every error this package raises on purpose.

GuardDutyProviderError
├── InvalidInputError           the declaration is wrong; nothing was changed
├── ConflictError               something stands in the way and is not ours to take over
├── NotReadyError               it was created or changed, but is not healthy yet; keep it in state
└── AwsCallError                AWS refused one call
    ├── MissingResourceError    the resource, or the detector it hangs on, is gone
    ├── AccessDeniedError       the caller may not make this call
    ├── AlreadyExistsError      AWS has one already and takes no second
    ├── SinkPermissionError     GuardDuty may not use the key or the bucket; may pass as policies propagate
    └── QuotaError              one more would exceed the account's quota

A message stands alone: which resource or field, what was seen and what is allowed, what to do.
AWS's own text is kept word for word, the request id last.
"""

from collections.abc import Mapping
from typing import Any


class GuardDutyProviderError(Exception):
    """Base of every error this package raises on purpose."""


class InvalidInputError(GuardDutyProviderError):
    """The declaration cannot work; nothing was changed."""


class ConflictError(GuardDutyProviderError):
    """Something that is not this resource's own stands in the way; a person has to decide."""


class NotReadyError(GuardDutyProviderError):
    """The resource exists in AWS but has not reached the state that was declared.

    Whoever catches this keeps `resource_id` and `outputs` in state: forgetting
    them would orphan what was made.
    """

    def __init__(self, resource_id: str, outputs: Mapping[str, Any], reason: str) -> None:
        super().__init__(reason)
        self.resource_id = resource_id
        self.outputs = dict(outputs)
        self.reason = reason


class AwsCallError(GuardDutyProviderError):
    """AWS refused one call.

    Attributes:
        operation: The API operation, e.g. ``CreatePublishingDestination``.
        code: The error code, as botocore reads it from the response.
        aws_message: AWS's own text, unchanged.
        request_id: The id AWS support asks for; may be empty.
    """

    def __init__(self, operation: str, code: str, aws_message: str, request_id: str = "", advice: str = "") -> None:
        self.operation = operation
        self.code = code
        self.aws_message = aws_message
        self.request_id = request_id
        self.advice = advice
        super().__init__(self._text())

    def _text(self) -> str:
        said = f"{self.operation} failed with {self.code}: {self.aws_message}"
        suffix = f" [request {self.request_id}]" if self.request_id else ""
        return f"{self.advice}; {said}{suffix}" if self.advice else f"{said}{suffix}"

    def advised(self, advice: str) -> "AwsCallError":
        """The same refusal with `advice` (cause and fix) before AWS's text."""
        return type(self)(self.operation, self.code, self.aws_message, self.request_id, advice)


class MissingResourceError(AwsCallError):
    """The resource, or the detector it hangs on, is gone or another account's."""


class AlreadyExistsError(AwsCallError):
    """AWS has one already and takes no second."""


class AccessDeniedError(AwsCallError):
    """The caller's own permissions do not allow this call."""


class SinkPermissionError(AwsCallError):
    """GuardDuty may not use the key or write to the bucket; fresh policies may still be propagating."""


class QuotaError(AwsCallError):
    """One more of these would exceed the account's quota."""

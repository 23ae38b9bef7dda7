"""Every error the engine raises on purpose.

EngineError
├── UnsupportedError      the program needs something the embedded engine does not do
├── RefusedError          it would not be safe to run here
├── StateError            the state file cannot be used
├── LockedError           another operation is at work on the stack
├── ProcessError          a child process did not start or ended early
└── ProviderError         a provider call failed
    └── InitError         the resource exists, but did not become healthy
"""

from typing import Any


class EngineError(Exception):
    """Base of all errors of the engine."""


class UnsupportedError(EngineError):
    """The program needs something only the real CLI does."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not supported by the embedded engine, which runs Python dynamic providers and "
            "components only; run this program with the pulumi CLI"
        )


class RefusedError(EngineError):
    """Running here could reach a real AWS account."""


class StateError(EngineError):
    """The state file is not one this engine can go on from."""


class LockedError(EngineError):
    """Another operation holds the stack."""


class ProcessError(EngineError):
    """A child process did not start, or ended before its time."""


class ProviderError(EngineError):
    """A provider answered a call with an error."""


class InitError(ProviderError):
    """The resource was made or changed, but did not become what was asked for.

    Attributes:
        resource_id: Id of the resource that exists.
        properties: What is known of it.
        reasons: Why it is not healthy.
        inputs: What it would take to declare it so, where the provider said that.
    """

    def __init__(
        self,
        resource_id: str,
        properties: dict[str, Any],
        reasons: list[str],
        inputs: dict[str, Any] | None = None,
    ) -> None:
        self.resource_id, self.properties, self.reasons = resource_id, properties, reasons
        self.inputs = inputs
        super().__init__(_listed(reasons))


def _listed(reasons: list[str]) -> str:
    if not reasons:
        return "resource init failed"
    plural = "error" if len(reasons) == 1 else "errors"
    return f"{len(reasons)} {plural} occurred:\n" + "".join(f"\t* {reason}\n" for reason in reasons)


class Bail(Exception):  # noqa: N818 - not an error of its own: the reason has been reported already
    """Stops an operation whose error a person has already been told."""

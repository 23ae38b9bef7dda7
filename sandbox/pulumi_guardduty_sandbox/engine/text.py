"""What a person reads of an operation, line by line."""

from pulumi_guardduty_sandbox.engine.steps import Op, Step


class Text:
    """The lines of one operation."""

    def __init__(self, kind: str, *, dry: bool) -> None:
        self._kind, self._dry = kind, dry

    def diagnostic(self, severity: str, urn: str, text: str) -> list[str]:
        return [f"{severity}: {text}"]

    def began(self, step: Step) -> list[str]:
        return []

    def failed(self, step: Step, seconds: float) -> list[str]:
        return []

    def ended(self, step: Step, op: Op, seconds: float) -> list[str]:
        return []

    def summary(self, result: object, outputs: object) -> list[str]:
        return []

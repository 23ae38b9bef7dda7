"""The values that policy variables take in one request."""

from dataclasses import dataclass

from pulumi_guardduty.diagnosis.policy_evaluation.pattern import Tokens, resolved, tokens_of
from pulumi_guardduty.diagnosis.policy_evaluation.request import Missing, Request


class _UnestablishedError(Exception):
    """A variable's value is not known."""


@dataclass(frozen=True)
class Variables:
    """How the patterns of one document read for one request."""

    request: Request

    enabled: bool
    """Whether the document's version knows variables; in older ones they are plain text."""

    def read(self, text: str, *, wildcards: bool = True) -> Tokens | Missing:
        """Read a pattern; `Missing` where a variable in it has no value, or not a known one."""
        if not self.enabled:
            return tokens_of(text, wildcards=wildcards)
        try:
            tokens = resolved(text, self._value, wildcards=wildcards)
        except _UnestablishedError:
            return Missing.UNESTABLISHED
        return Missing.ABSENT if tokens is None else tokens

    def _value(self, name: str) -> str | None:
        values = self.request.value_of(name)
        if values is Missing.ABSENT:
            return None
        if isinstance(values, Missing) or len(values) != 1:
            # A key of many values has no place in a variable, and what AWS makes of it is not documented.
            raise _UnestablishedError
        return values[0]

"""What was asked of the sandbox's AWS, in order, without secrets."""

import threading
from typing import Any

from pulumi_guardduty_sandbox.aws.call import AwsCall


#: Parameters that are or hold secrets; the log says only that they were there.
_SECRET = frozenset(
    {
        "password",
        "plaintext",
        "secretaccesskey",
        "sessiontoken",
        "tokencode",
        "webidentitytoken",
        "x-amz-copy-source-server-side-encryption-customer-key",
        "x-amz-server-side-encryption-customer-key",
    }
)


class CallLog:
    """A record of every AWS call that arrived."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[dict[str, Any]] = []
        self._next = 0

    def begin(self, call: AwsCall) -> dict[str, Any]:
        """Note that a call arrived; `status`, `error` and `why` are filled in when it is answered."""
        with self._lock:
            record = {
                "index": self._next,
                "service": call.service,
                "operation": call.operation,
                "account": call.account,
                "region": call.region,
                "principal": call.principal.name,
                "params": without_secrets(call.params),
                "status": None,
                "error": None,
                "why": None,
            }
            self._next += 1
            self._calls.append(record)
            return record

    def all(self) -> list[dict[str, Any]]:
        """The calls since the log was last cleared."""
        with self._lock:
            return [dict(record) for record in self._calls]

    def clear(self) -> None:
        """Forget all calls and count from zero."""
        with self._lock:
            self._calls.clear()
            self._next = 0


def without_secrets(value: Any) -> Any:
    """The same value with every secret blotted out, however deep it lies."""
    if isinstance(value, dict):
        return {
            key: "[secret]" if str(key).lower() in _SECRET else without_secrets(inner) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value

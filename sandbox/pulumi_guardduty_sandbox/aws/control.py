"""The client of the control endpoint; it works from any process."""

import contextlib
import http.client
import json
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any


#: Stands for "not said" where None means something of its own.
_UNSAID: Any = object()
_POLL_SECONDS = 0.01


class ControlError(Exception):
    """The sandbox could not do what it was told; the message says why."""


class Control:
    """Steers a sandbox: `Control(url)` from wherever its URL is known."""

    def __init__(self, url: str) -> None:
        self._address = urllib.parse.urlsplit(url).netloc

    def reset(self) -> None:
        """Forget all resources, accounts, calls, faults and switches."""
        self._do("reset")

    def calls(self, *, service: str | None = None, operation: str | None = None) -> list[dict[str, Any]]:
        """AWS calls since the last `clear_calls`, oldest first, without secrets.

        Where GuardDuty refuses with a sentence that fits many causes, `why` has the one that it was.
        """
        found: list[dict[str, Any]] = self._do("calls")
        return [call for call in found if service in (None, call["service"]) and operation in (None, call["operation"])]

    def clear_calls(self) -> None:
        """Empty the call log; the next call has index 0."""
        self._do("clear_calls")

    def switch(self, **settings: Any) -> None:
        """Move switches; `pulumi_guardduty_sandbox.aws.settings` lists them."""
        self._do("switch", **settings)

    def settings(self) -> dict[str, Any]:
        """The positions of all switches."""
        return dict(self._do("settings"))

    @contextlib.contextmanager
    def switched(self, **settings: Any) -> Iterator[None]:
        """Move switches for the length of a block."""
        before = self.settings()
        self.switch(**settings)
        try:
            yield
        finally:
            self.switch(**{name: before[name] for name in settings})

    def advance(self, seconds: float) -> None:
        """Let `seconds` of the sandbox's time pass at once."""
        self._do("advance", seconds=seconds)

    def now(self) -> float:
        """Seconds since the epoch, by the sandbox's clock."""
        return float(self._do("now"))

    def fault(
        self,
        kind: str,
        *,
        service: str | None = None,
        operation: str | None = None,
        skip: int = 0,
        times: int | None = _UNSAID,
        rate: float | None = None,
        seed: int | None = None,
        seconds: float | None = None,
    ) -> None:
        """Order trouble for coming calls.

        Args:
            kind: `latency`, `throttle_429`, `throttle_400`, `error_500`, `error_503`, `cut_before`,
                `cut_after` (the connection is lost before or after the change), `hold_before`,
                `hold_after` (the call waits for `release`), `not_propagated` (the policy that
                destinations need has not reached GuardDuty yet).
            service: Only calls of this service; None or `*`: of any.
            operation: Only this operation; None or `*`: any.
            skip: So many matching calls pass first.
            times: So many calls are hit; None: all. Unsaid: one, or all where `rate`, or
                `seconds` of anything but a latency, sets the bound.
            rate: The share of matching calls that is hit, 0 to 1.
            seed: Makes `rate` repeatable.
            seconds: Length of a `latency`; for the others how long the order stands.
        """
        limits = {"service": service, "operation": operation, "skip": skip, "rate": rate, "seed": seed}
        if times is not _UNSAID:
            limits["times"] = times
        self._do("fault", kind=kind, seconds=seconds, **limits)

    def faults(self) -> list[dict[str, Any]]:
        """The orders for trouble, each with how many calls it matched and hit."""
        return list(self._do("faults"))

    def clear_faults(self) -> None:
        """Withdraw all orders for trouble."""
        self._do("clear_faults")

    def held(self) -> int:
        """How many calls are held now."""
        return int(self._do("held"))

    def wait_until_held(self, count: int = 1, *, timeout: float = 30) -> None:
        """Wait until so many calls are held.

        Raises:
            ControlError: `timeout` seconds have passed before that.
        """
        deadline = time.monotonic() + timeout
        while self.held() < count:
            if time.monotonic() > deadline:
                raise ControlError(f"after {timeout} s {self.held()} calls are held, {count} were waited for")
            time.sleep(_POLL_SECONDS)

    def release(self, *, drop: bool = False) -> int:
        """Let held calls go on, or drop their connections; the answer is how many were held."""
        return int(self._do("release", drop=drop))

    def export_tick(
        self,
        *,
        account: str | None = None,
        region: str | None = None,
        detector_id: str | None = None,
        findings: int = 1,
    ) -> list[dict[str, Any]]:
        """One export attempt of each destination, or of those that are meant; the answer says what became of them."""
        return list(self._do("export_tick", account=account, region=region, detector_id=detector_id, findings=findings))

    def set_status(
        self, resource_id: str, status: str, *, error_details: str | None = None, since: float | None = None
    ) -> None:
        """Force the status of a destination or a list, as AWS might set it by itself.

        Args:
            resource_id: Id of the destination or the list.
            status: The new status.
            error_details: Why, for the kinds of list that say so.
            since: For a destination: when publishing began to fail, seconds since the epoch.
        """
        self._do("set_status", resource_id=resource_id, status=status, error_details=error_details, since=since)

    def guardduty_write(
        self,
        *,
        account: str,
        region: str,
        detector_id: str,
        bucket: str,
        key: str = "AWSLogs/probe",
        kms_key_arn: str | None = None,
        encryption: str | None = "aws:kms",
        transport: str = "https",
        service: str | None = None,
    ) -> dict[str, Any]:
        """Ask whether GuardDuty, acting for any account's detector, could write an object.

        The answer is `{"allowed": bool, "why": [...]}`, judged by the bucket's and the key's policies; nothing
        is written. `service` replaces the principal that the detector's region calls for.
        """
        return dict(
            self._do(
                "guardduty_write",
                account=account,
                region=region,
                detector_id=detector_id,
                bucket=bucket,
                key=key,
                kms_key_arn=kms_key_arn,
                encryption=encryption,
                transport=transport,
                service=service,
            )
        )

    def set_administrator(self, *, account: str, region: str, administrator: str | None) -> None:
        """Make `account` a member of `administrator`'s organization in a region; None: stand-alone again."""
        self._do("set_administrator", account=account, region=region, administrator=administrator)

    def state(self) -> dict[str, Any]:
        """Every destination and list there is, deleted ones included, with what no API call shows."""
        return dict(self._do("state"))

    def crashes(self) -> list[str]:
        """Tracebacks of the sandbox's own failures since the last reset."""
        return list(self._do("crashes"))

    def _do(self, verb: str, **arguments: Any) -> Any:
        # A connection of its own, so that no proxy of the environment is asked.
        with contextlib.closing(http.client.HTTPConnection(self._address, timeout=60)) as connection:
            connection.request("POST", f"/_sandbox/{verb}", json.dumps(arguments))
            answer = json.loads(connection.getresponse().read())
        if "error" in answer:
            raise ControlError(answer["error"])
        return answer["result"]

"""What may be wrong with the key and with where it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_guardduty._core.arn import KeyArn
from pulumi_guardduty.diagnosis.facts import SinkFacts, Unread
from pulumi_guardduty.diagnosis.finding import Code, Finding, Severity


#: The only kind of key that S3 encrypts objects with. Source: Amazon S3 User Guide, "Using server-side encryption
#: with AWS KMS keys (SSE-KMS)".
_SPEC: Final = "SYMMETRIC_DEFAULT"
_USAGE: Final = "ENCRYPT_DECRYPT"


def key_meant(facts: SinkFacts) -> KeyArn | None:
    """The key that AWS found for whatever was declared; None where that is not known."""
    try:
        return KeyArn.parse(facts.key.get("Arn")) if isinstance(facts.key, Mapping) else None
    except ValueError:
        return None


def alias_finding(facts: SinkFacts) -> Finding:
    """Say that an alias was given for a key, and which key it is where that is known."""
    known = key_meant(facts)
    which = f", {str(known)!r}" if known is not None else ""
    return Finding(
        Code.KEY_ALIAS,
        f"kms_key_arn {facts.kms_key_arn!r} is the ARN of an alias; give the ARN of the key that it stands for{which}",
    )


def key_findings(facts: SinkFacts, key: KeyArn) -> Iterator[Finding]:
    """Judge everything about the key but its policy."""
    exporter = facts.exporter
    if key.partition != exporter.partition:
        yield Finding(
            Code.KEY_PARTITION,
            f"key {str(key)!r} is in partition {key.partition!r} and detector {exporter.detector_id!r} in "
            f"{exporter.partition!r}; GuardDuty exports within one partition only, so name a key in "
            f"{exporter.partition!r}",
        )
        return
    bucket_region = facts.bucket_region
    if not isinstance(bucket_region, Unread) and key.region != bucket_region:
        yield Finding(
            Code.KEY_REGION,
            f"key {str(key)!r} is in {key.region} and the bucket in {bucket_region}; GuardDuty wants both in one "
            f"region, so name a key in {bucket_region}",
        )
    yield from _metadata(facts, key)


def is_out_of_reach(facts: SinkFacts, key: KeyArn) -> bool:
    """Tell whether there is no key of which more could be said."""
    return key.partition != facts.exporter.partition or facts.key is None


def _metadata(facts: SinkFacts, key: KeyArn) -> Iterator[Finding]:
    if isinstance(facts.key, Unread):
        yield Finding(
            Code.KEY_UNREAD,
            f"whether key {str(key)!r}{owner_phrase(facts, key)} exists and is enabled could not be read "
            f"({facts.key.reason})",
            Severity.UNKNOWN,
        )
    elif facts.key is None:
        yield Finding(Code.KEY_MISSING, f"key {str(key)!r} does not exist; create it, or correct kms_key_arn")
    else:
        yield from _state(facts.key, str(key))
        yield from _kind(facts.key, str(key))


def owner_phrase(facts: SinkFacts, key: KeyArn) -> str:
    """Name the key's account where it is not the detector's."""
    return f", which belongs to account {key.account_id!r}," if key.account_id != facts.exporter.account_id else ""


def _state(metadata: Mapping[str, Any], key: str) -> Iterator[Finding]:
    """Judge the key's state.

    Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
    """
    state = metadata.get("KeyState", "Enabled" if metadata.get("Enabled", True) is True else "Disabled")
    if state == "Enabled":
        return
    if state == "Disabled":
        yield Finding(Code.KEY_DISABLED, f"key {key!r} is disabled; enable it, or name another key")
    elif state in ("PendingDeletion", "PendingReplicaDeletion"):
        date = metadata.get("DeletionDate")
        when = f" and will be deleted on {date}" if date is not None else ""
        yield Finding(
            Code.KEY_PENDING_DELETION,
            f"key {key!r} is pending deletion{when}; cancel the deletion and enable the key, or name another key",
        )
    else:
        yield Finding(
            Code.KEY_STATE,
            f"key {key!r} is in state {state!r} and cannot be used; wait until it is 'Enabled', or name another key",
        )


def _kind(metadata: Mapping[str, Any], key: str) -> Iterator[Finding]:
    spec, usage = metadata.get("KeySpec", _SPEC), metadata.get("KeyUsage", _USAGE)
    if (spec, usage) != (_SPEC, _USAGE):
        yield Finding(
            Code.KEY_ASYMMETRIC,
            f"key {key!r} has spec {spec!r} and usage {usage!r}; S3 encrypts with symmetric keys only, so name a key "
            f"of spec {_SPEC!r} and usage {_USAGE!r}",
        )
    if metadata.get("KeyManager") == "AWS":
        yield Finding(
            Code.KEY_AWS_MANAGED,
            f"key {key!r} is managed by AWS and its policy cannot let GuardDuty in; name a customer managed key",
        )

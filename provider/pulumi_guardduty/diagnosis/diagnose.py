"""The whole diagnosis, in the order in which a person would look."""

from collections.abc import Iterator

from pulumi_guardduty._core.arn import DestinationArn, KeyArn, is_alias_arn
from pulumi_guardduty.diagnosis import bucket as bucket_room
from pulumi_guardduty.diagnosis import key as key_room
from pulumi_guardduty.diagnosis.facts import SinkFacts
from pulumi_guardduty.diagnosis.finding import Code, Finding, Severity
from pulumi_guardduty.diagnosis.permission import bucket_policy_findings, key_policy_findings


_ORDER = (Severity.ERROR, Severity.UNKNOWN, Severity.WARNING)


def diagnose(facts: SinkFacts) -> list[Finding]:
    """Say all that keeps GuardDuty from exporting, by the facts.

    Errors come first, then what could not be told, then warnings; within each the ARNs, the bucket, the key, their
    policies and the folder object, in that order. An empty list means that nothing wrong was found and all was
    read. No facts whatever make it raise.
    """
    return sorted(_all(facts), key=lambda finding: _ORDER.index(finding.severity))


def _all(facts: SinkFacts) -> Iterator[Finding]:
    place, key = _place(facts), _key(facts)
    if isinstance(place, Finding):
        yield place
    else:
        yield from bucket_room.bucket_findings(facts, place)
    if isinstance(key, Finding):
        yield key
    else:
        yield from key_room.key_findings(facts, key)
    if isinstance(place, Finding):
        return
    if not isinstance(key, Finding) and not key_room.is_out_of_reach(facts, key):
        yield from key_policy_findings(facts, key, place)
    if not bucket_room.is_out_of_reach(facts, place):
        # Without the key, nobody can say whether a deny of wrong keys catches the write.
        meant = key_room.key_meant(facts) if isinstance(key, Finding) else key
        if meant is not None:
            yield from bucket_policy_findings(facts, meant, place)
        yield from bucket_room.marker_findings(facts, place)


def _place(facts: SinkFacts) -> DestinationArn | Finding:
    try:
        return DestinationArn.parse(facts.destination_arn)
    except ValueError as error:
        return Finding(Code.DESTINATION_ARN, f"destination_arn: {error}")


def _key(facts: SinkFacts) -> KeyArn | Finding:
    if is_alias_arn(facts.kms_key_arn):
        return key_room.alias_finding(facts)
    try:
        return KeyArn.parse(facts.kms_key_arn)
    except ValueError as error:
        return Finding(Code.KEY_ARN, f"kms_key_arn: {error}")

"""What may be wrong with the bucket and with where it is."""

from collections.abc import Iterator

from pulumi_guardduty._core.arn import DestinationArn
from pulumi_guardduty.diagnosis.facts import SinkFacts, Unread
from pulumi_guardduty.diagnosis.finding import Code, Finding, Severity
from pulumi_guardduty.policy_documents import is_opt_in


def bucket_findings(facts: SinkFacts, place: DestinationArn) -> Iterator[Finding]:
    """Judge everything about the bucket but its policy and the folder object."""
    bucket, exporter = place.bucket, facts.exporter
    if place.partition != exporter.partition:
        yield Finding(
            Code.BUCKET_PARTITION,
            f"bucket {bucket!r} is in partition {place.partition!r} and detector {exporter.detector_id!r} in "
            f"{exporter.partition!r}; GuardDuty exports within one partition only, so name a bucket in "
            f"{exporter.partition!r}",
        )
    elif isinstance(facts.bucket_exists, Unread):
        yield Finding(
            Code.BUCKET_UNREAD,
            f"whether bucket {bucket!r} exists could not be read ({facts.bucket_exists.reason})",
            Severity.UNKNOWN,
        )
    elif not facts.bucket_exists:
        yield Finding(Code.BUCKET_MISSING, f"bucket {bucket!r} does not exist; create it, or correct destination_arn")
    if not is_out_of_reach(facts, place):
        yield from _owner(facts, bucket)
        yield from _region(facts, bucket)


def marker_findings(facts: SinkFacts, place: DestinationArn) -> Iterator[Finding]:
    """Judge the folder object, which GuardDuty's API wants to find and does not make.

    Source: seen on AWS on 2026-09-29, also within one account, though the guide says that GuardDuty creates it.
    """
    marker = facts.prefix_marker
    if not place.prefix or marker is True:
        return
    if isinstance(marker, Unread):
        yield Finding(
            Code.MARKER_UNREAD,
            f"whether bucket {place.bucket!r} holds the folder object {place.folder!r} could not be read "
            f"({marker.reason})",
            Severity.UNKNOWN,
        )
        return
    yield Finding(
        Code.MARKER_MISSING,
        f"bucket {place.bucket!r} holds no folder object {place.folder!r}; put an empty object of that key there, "
        "encrypted with SSE-KMS and the key of the destination, and keep lifecycle rules from expiring it",
    )


def is_out_of_reach(facts: SinkFacts, place: DestinationArn) -> bool:
    """Tell whether there is no bucket of which more could be said."""
    return place.partition != facts.exporter.partition or facts.bucket_exists is False


def _owner(facts: SinkFacts, bucket: str) -> Iterator[Finding]:
    owner, matches = facts.expected_bucket_owner, facts.bucket_owner_matches
    if owner is None or matches is True:
        return
    if isinstance(matches, Unread):
        yield Finding(
            Code.BUCKET_OWNER_UNREAD,
            f"whether bucket {bucket!r} belongs to account {owner!r} could not be read ({matches.reason})",
            Severity.UNKNOWN,
        )
        return
    yield Finding(
        Code.BUCKET_OWNER,
        f"bucket {bucket!r} does not belong to account {owner!r}; correct expected_bucket_owner, or find out who "
        "took the bucket's name",
    )


def _region(facts: SinkFacts, bucket: str) -> Iterator[Finding]:
    """Judge the opt-in rule.

    Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3", considerations.
    """
    region, home = facts.bucket_region, facts.exporter.region
    if isinstance(region, Unread):
        yield Finding(
            Code.BUCKET_REGION_UNREAD,
            f"the region of bucket {bucket!r} could not be read ({region.reason})",
            Severity.UNKNOWN,
        )
        return
    if not is_opt_in(region, facts.opt_in_regions) or region == home:
        return
    if is_opt_in(home, facts.opt_in_regions):
        reach = f"a detector in the opt-in region {home} exports to {home} or to default-enabled regions"
    else:
        reach = f"a detector in the default-enabled region {home} exports to default-enabled regions only"
    yield Finding(
        Code.OPT_IN_REGION,
        f"bucket {bucket!r} is in the opt-in region {region}, and {reach}; use a bucket and key in one of those",
    )

"""Saying what is wrong with a bucket and a key: before AWS is asked where that is certain, and when it refuses."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.diagnosis import Code, Finding, Severity, diagnose, render
from pulumi_guardduty.publishing_destination.sink_facts import Sink


_Answer = TypeVar("_Answer")

#: Seconds in which fresh key and bucket policies may take effect; only the message that GuardDuty lacks
#: permission is retried that long.
PROPAGATION_SECONDS: Final = 60.0

#: Seconds it is retried when the policies, as AWS shows them, do not allow it: a policy that is written in this very
#: moment is waited for, one that nobody writes is not.
FORLORN_SECONDS: Final = 10.0

#: Seconds in which a bucket or key that was made a moment ago may still be unknown.
_YOUNG_SECONDS: Final = 3.0

#: What AWS refuses for certain. Policies are not among them: another may let GuardDuty in that cannot be seen, and
#: what is read may be older than what is in force.
_CERTAIN: Final = frozenset(
    {
        Code.BUCKET_MISSING,
        Code.BUCKET_PARTITION,
        Code.KEY_ASYMMETRIC,
        Code.KEY_AWS_MANAGED,
        Code.KEY_DISABLED,
        Code.KEY_MISSING,
        Code.KEY_PARTITION,
        Code.KEY_PENDING_DELETION,
        Code.KEY_REGION,
        Code.KEY_STATE,
        Code.MARKER_MISSING,
        Code.OPT_IN_REGION,
    }
)

#: What may be so only because the thing is a moment old.
_YOUNG: Final = frozenset({Code.BUCKET_MISSING, Code.KEY_MISSING})

#: Parts of AWS's refusals that are about the bucket or the key. Source: wire captures of 2026-09-29.
_ABOUT_THE_SINK: Final = ("destinationArn parameter", "kmsKeyArn parameter")


def refuse_what_cannot_work(sink: Sink, call: Call, deadline: Deadline) -> None:
    """Look at the bucket and the key before GuardDuty is asked.

    Raises:
        InvalidInputError: GuardDuty cannot export so, whatever the policies say.
    """
    pauses = deadline.pauses("the bucket and the key to be known everywhere in AWS", _YOUNG_SECONDS)
    while True:
        findings = diagnose(sink.facts())
        certain = [finding for finding in findings if finding.code in _CERTAIN]
        if not any(finding.code in _YOUNG for finding in certain) or not pauses.take("one of them is not"):
            break
    if certain:
        raise errors.InvalidInputError(f"GuardDuty cannot export: {render(certain)}")
    for finding in findings:
        # GuardDuty takes such a destination, and then does not export. Source: botocore's model,
        # `ExpectedBucketOwner`.
        if finding.code is Code.BUCKET_OWNER:
            call.warn(finding.message)


def carried_out(sink: Sink, attempt: Callable[[], _Answer], deadline: Deadline) -> _Answer:
    """The answer of `attempt`, which may be refused for a while as fresh policies take effect.

    Raises:
        AwsCallError: AWS refused; where the bucket or the key is the reason, the error says what is wrong with it.
    """
    pauses = None
    while True:
        try:
            with aws_errors():
                return attempt()
        except errors.SinkPermissionError as error:
            pauses = pauses or deadline.pauses("the key and bucket policies to take effect", _patience(sink))
            if not pauses.take("GuardDuty is refused"):
                raise _explained(sink, error) from error
        except errors.AwsCallError as error:
            if not any(part in error.aws_message for part in _ABOUT_THE_SINK):
                raise
            raise _explained(sink, error) from error


def _patience(sink: Sink) -> float:
    return FORLORN_SECONDS if any(_is_error(finding) for finding in _all(sink)) else PROPAGATION_SECONDS


def _explained(sink: Sink, error: errors.AwsCallError) -> errors.AwsCallError:
    """The refusal with what was found, unless that explains nothing and AWS's own words say more."""
    findings = [finding for finding in _all(sink) if finding.severity is not Severity.WARNING]
    if not any(map(_is_error, findings)) and not isinstance(error, errors.SinkPermissionError):
        return error
    return error.advised(f"GuardDuty may not export: {render(findings)}")


def _all(sink: Sink) -> Iterable[Finding]:
    return diagnose(sink.with_policies(sink.facts()))


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR

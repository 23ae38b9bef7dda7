"""What AWS has not heard of yet is waited for, and nothing else is."""

import pytest
from pulumi_guardduty import errors
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.sink_upkeep.settling import settled


class Clock:
    """Time that passes by sleeping only."""

    def __init__(self):
        self.now = 0.0
        self.deadline = Deadline(300.0, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds):
        self.now += seconds


def refusing(code, times):
    left = [code] * times

    def attempt():
        if left:
            raise errors.AwsCallError("PutBucketPolicy", left.pop(), "no")
        return "done"

    return attempt


@pytest.mark.parametrize("code", ["NoSuchBucket", "NotFoundException", "OperationAborted"])
def test_what_is_not_known_everywhere_yet_is_tried_again(code):
    clock = Clock()

    assert settled(refusing(code, 3), "bucket audit", clock.deadline) == "done"
    assert clock.now > 0


@pytest.mark.parametrize("code", ["AccessDenied", "MalformedPolicy", "BucketAlreadyExists"])
def test_any_other_refusal_stands_at_once(code):
    clock = Clock()

    with pytest.raises(errors.AwsCallError, match=code):
        settled(refusing(code, 1), "bucket audit", clock.deadline)
    assert clock.now == 0


def test_it_is_tried_for_half_a_minute_only():
    clock = Clock()

    with pytest.raises(errors.AwsCallError, match="NoSuchBucket"):
        settled(refusing("NoSuchBucket", 1_000), "bucket audit", clock.deadline)
    assert clock.now == pytest.approx(30.0)

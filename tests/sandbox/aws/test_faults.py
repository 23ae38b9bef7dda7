"""Trouble on demand: what the client sees, and what has happened behind it."""

import threading
import time

import boto3
import botocore.config
import botocore.exceptions
import pytest
from pulumi_guardduty_sandbox.aws import ControlError
from pulumi_guardduty_sandbox.aws.faults import Fault


LOST = (botocore.exceptions.ConnectionClosedError, botocore.exceptions.EndpointConnectionError)


@pytest.fixture
def control(sandbox):
    return sandbox.control


class TestAnswers:
    @pytest.mark.parametrize(
        ("kind", "status", "code", "message"),
        [
            ("throttle_429", 429, "TooManyRequestsException", "Too Many Requests"),
            ("throttle_400", 400, "ThrottlingException", "Rate exceeded"),
            ("error_500", 500, "InternalServerErrorException", "Internal Server Error"),
            ("error_503", 503, "ServiceUnavailable", "Service Unavailable"),
        ],
    )
    @pytest.mark.parametrize(
        ("service", "operation"),
        [("guardduty", "list_detectors"), ("s3", "list_buckets"), ("kms", "list_keys"), ("iam", "list_users")],
    )
    def test_speak_each_services_language(self, kind, status, code, message, service, operation, sandbox, refused):
        sandbox.control.fault(kind)

        found = refused(getattr(sandbox.client(service), operation))

        assert (found.status, found.code, found.message) == (status, code, message)

    def test_come_before_any_change(self, scene, control, refused):
        scene.build()
        control.fault("error_500")

        refused(scene.create)

        assert scene.objects() == []
        assert scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"] == []

    @pytest.mark.parametrize("kind", ["throttle_429", "throttle_400", "error_500", "error_503", "cut_before"])
    def test_are_retried_by_botocores_standard_mode(self, kind, sandbox, scene):
        """Evidence: measured, the standard mode makes 3 attempts for each of these."""
        sandbox.control.fault(kind, operation="ListDetectors", times=2)
        environment = sandbox.environment
        patient = boto3.session.Session().client(
            "guardduty",
            region_name="us-east-1",
            endpoint_url=environment["AWS_ENDPOINT_URL"],
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            config=botocore.config.Config(retries={"mode": "standard", "total_max_attempts": 3}),
        )

        assert patient.list_detectors()["DetectorIds"] == [scene.detector]


class TestLostConnections:
    def test_before_the_change_leave_nothing(self, scene, control):
        scene.build()
        control.fault("cut_before", operation="CreatePublishingDestination")

        with pytest.raises(LOST):
            scene.create()

        assert scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"] == []

    def test_after_the_change_leave_it(self, scene, control):
        scene.build()
        control.fault("cut_after", operation="CreatePublishingDestination")

        with pytest.raises(LOST):
            scene.create()

        assert len(scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"]) == 1

    def test_are_in_the_log(self, sandbox, control):
        control.fault("cut_after", service="s3")
        control.clear_calls()

        with pytest.raises(LOST):
            sandbox.client("s3").list_buckets()

        (call,) = control.calls()
        assert (call["status"], call["error"]) == (None, "connection lost")


class TestHeldCalls:
    @pytest.fixture
    def background(self, sandbox):
        outcome: list = []

        def call():
            try:
                outcome.append(sandbox.client("guardduty").create_detector(Enable=True)["DetectorId"])
            except LOST as error:
                outcome.append(type(error).__name__)

        thread = threading.Thread(target=call)
        yield thread, outcome
        sandbox.control.release(drop=True)
        thread.join(30)

    @pytest.mark.parametrize(("kind", "there"), [("hold_before", 0), ("hold_after", 1)])
    def test_wait_before_or_after_the_change_until_released(self, kind, there, sandbox, control, background):
        thread, outcome = background
        control.fault(kind, operation="CreateDetector")
        thread.start()

        control.wait_until_held()
        meanwhile = sandbox.client("guardduty").list_detectors()["DetectorIds"]
        released = control.release()
        thread.join(30)

        assert (len(meanwhile), released, control.held()) == (there, 1, 0)
        assert outcome == sandbox.client("guardduty").list_detectors()["DetectorIds"]

    @pytest.mark.parametrize(("kind", "there"), [("hold_before", 0), ("hold_after", 1)])
    def test_can_be_dropped(self, kind, there, sandbox, control, background):
        thread, outcome = background
        control.fault(kind, operation="CreateDetector")
        thread.start()
        control.wait_until_held()

        control.release(drop=True)
        thread.join(30)

        assert outcome == ["ConnectionClosedError"]
        assert len(sandbox.client("guardduty").list_detectors()["DetectorIds"]) == there

    def test_are_dropped_by_a_reset(self, control, background):
        thread, outcome = background
        control.fault("hold_before", operation="CreateDetector")
        thread.start()
        control.wait_until_held()

        control.reset()
        thread.join(30)

        assert outcome == ["ConnectionClosedError"]

    def test_that_never_come_are_told_after_a_while(self, control):
        with pytest.raises(ControlError, match=r"^after 0 s 0 calls are held, 1 were waited for$"):
            control.wait_until_held(timeout=0)


def test_latency_delays_a_call(sandbox, control):
    client = sandbox.client("s3")
    client.list_buckets()
    control.fault("latency", seconds=0.3)

    begun = time.monotonic()
    client.list_buckets()
    delayed = time.monotonic() - begun

    assert delayed >= 0.3


def test_latency_has_a_default(sandbox, control):
    client = sandbox.client("s3")
    client.list_buckets()
    control.fault("latency")

    begun = time.monotonic()
    client.list_buckets()
    delayed = time.monotonic() - begun

    assert delayed >= 0.1


class TestFreshPolicies:
    def test_have_not_reached_guardduty_for_so_many_calls(self, scene, control, refused):
        scene.build()
        control.fault("not_propagated", times=2)

        for _ in range(2):
            assert "does not have permission to the KMS key" in refused(scene.create).message
        assert scene.create()

    def test_have_not_reached_guardduty_for_so_many_seconds(self, scene, control, refused):
        scene.build()
        control.fault("not_propagated", seconds=5)
        refused(scene.create)
        refused(scene.create)

        control.advance(6)

        assert scene.create()

    def test_count_for_updates_too_and_for_no_other_call(self, scene, control, refused):
        destination = scene.build().create()
        control.fault("not_propagated")

        scene.describe(destination)
        scene.guardduty.list_detectors()

        assert "does not have permission" in refused(scene.update, destination=destination, KmsKeyArn=scene.key).message
        scene.update(destination, KmsKeyArn=scene.key)

    def test_do_not_hide_what_comes_first(self, scene, control, refused):
        scene.build()
        control.fault("not_propagated")

        assert "folder" in refused(scene.create, prefix="nowhere").message


class TestWhichCalls:
    def outcomes(self, sandbox, count=4, operation="list_buckets", service="s3"):
        client = sandbox.client(service)
        found = []
        for _ in range(count):
            try:
                getattr(client, operation)()
                found.append("ok")
            except client.exceptions.ClientError:
                found.append("hit")
        return found

    def test_by_default_the_next_one(self, sandbox, control):
        control.fault("error_500")

        assert self.outcomes(sandbox) == ["hit", "ok", "ok", "ok"]

    def test_after_some_have_passed(self, sandbox, control):
        control.fault("error_500", skip=2, times=1)

        assert self.outcomes(sandbox) == ["ok", "ok", "hit", "ok"]

    def test_so_many(self, sandbox, control):
        control.fault("error_500", skip=1, times=2)

        assert self.outcomes(sandbox) == ["ok", "hit", "hit", "ok"]

    def test_all_of_them(self, sandbox, control):
        control.fault("error_500", times=None)

        assert self.outcomes(sandbox) == ["hit"] * 4

    def test_until_withdrawn(self, sandbox, control):
        control.fault("error_500", times=None)
        first = self.outcomes(sandbox, 1)
        control.clear_faults()

        assert first + self.outcomes(sandbox, 1) == ["hit", "ok"]

    def test_for_a_time_by_the_sandboxs_clock(self, sandbox, control):
        control.fault("error_503", seconds=60)
        before = self.outcomes(sandbox, 3)
        control.advance(61)

        assert before + self.outcomes(sandbox, 1) == ["hit", "hit", "hit", "ok"]

    @pytest.mark.parametrize("service", [None, "*", "s3"])
    @pytest.mark.parametrize("operation", [None, "*", "ListBuckets"])
    def test_of_a_service_and_operation_or_any(self, service, operation, sandbox, control):
        control.fault("error_500", service=service, operation=operation)

        assert self.outcomes(sandbox, 1) == ["hit"]

    @pytest.mark.parametrize("which", [{"service": "kms"}, {"operation": "ListKeys"}])
    def test_of_no_other(self, which, sandbox, control):
        control.fault("error_500", **which)

        assert self.outcomes(sandbox, 1) == ["ok"]
        assert self.outcomes(sandbox, 1, "list_keys", "kms") == ["hit"]

    def test_the_nth_of_all_kinds_together(self, sandbox, control):
        control.fault("error_500", operation="*", skip=2)

        found = [
            *self.outcomes(sandbox, 1),
            *self.outcomes(sandbox, 1, "list_keys", "kms"),
            *self.outcomes(sandbox, 1, "list_detectors", "guardduty"),
            *self.outcomes(sandbox, 1, "list_users", "iam"),
        ]

        assert found == ["ok", "ok", "hit", "ok"]

    def test_a_share_of_them_that_a_seed_repeats(self, sandbox, control):
        found = []
        for _ in range(2):
            control.clear_faults()
            control.fault("error_500", rate=0.5, seed=7)
            found.append(self.outcomes(sandbox, 20))

        assert found[0] == found[1]
        assert 4 <= found[0].count("hit") <= 16

    @pytest.mark.parametrize(("rate", "outcome"), [(0, "ok"), (1, "hit")])
    def test_none_or_all_at_the_ends_of_the_range(self, rate, outcome, sandbox, control):
        control.fault("error_500", rate=rate)

        assert self.outcomes(sandbox) == [outcome] * 4

    def test_two_orders_strike_independently(self, sandbox, control):
        control.fault("error_500", skip=1)
        control.fault("throttle_429", skip=2)

        assert self.outcomes(sandbox) == ["ok", "hit", "hit", "ok"]


def test_orders_can_be_looked_at(sandbox, control):
    control.fault("error_500", operation="ListBuckets", skip=1, times=2)
    TestWhichCalls().outcomes(sandbox, 2)
    control.fault("latency", seconds=0)

    first, second = control.faults()

    assert (first["kind"], first["operation"], first["matched"], first["injected"]) == (
        "error_500",
        "ListBuckets",
        2,
        1,
    )
    assert (first["pending"], second["pending"]) == (True, True)
    TestWhichCalls().outcomes(sandbox, 1)
    assert [one["pending"] for one in control.faults()] == [False, False]


def test_an_order_without_end_is_always_pending(sandbox, control):
    control.fault("error_500", times=None)
    TestWhichCalls().outcomes(sandbox, 2)

    assert [(one["injected"], one["pending"]) for one in control.faults()] == [(2, True)]


def test_a_latency_lasts_a_tenth_of_a_second_where_nobody_says():
    assert (Fault("latency").delay_seconds, Fault("latency", seconds=0).delay_seconds) == (0.1, 0)


def test_a_fault_strikes_once_and_at_once_where_nobody_says():
    fault = Fault("error_500")

    assert [fault.strikes(0) for _ in range(2)] == [True, False]
    assert (fault.matched, fault.injected) == (2, 1)


def test_an_unknown_fault_is_refused(control):
    with pytest.raises(ControlError) as caught:
        control.fault("fire")

    assert str(caught.value) == (
        "there is no fault 'fire'; there are latency, throttle_429, throttle_400, error_500, error_503, cut_before, "
        "hold_before, not_propagated, cut_after, hold_after"
    )

"""What an exporter leaves out is looked up with the credentials, in the region the stack works in."""

import pytest
from findings_sink import ACCOUNT, make_detector
from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.policy_documents import Exporter
from pulumi_guardduty.sink_upkeep.exporter_lookup import look_up, look_up_again
from pulumi_guardduty.sink_upkeep.exporters import ExporterInputs


pytestmark = pytest.mark.usefixtures("aws_environment")

#: A bucket that lies elsewhere than the detector.
ELSEWHERE = AwsAccess("eu-west-1", None, {})


def test_without_any_the_detector_of_the_chains_region_exports_wherever_the_bucket_is(sandbox):
    detector = make_detector(sandbox, "us-east-1")

    assert look_up(None, None, ELSEWHERE, Call()) == [Exporter(ACCOUNT, "us-east-1", detector)]


def test_the_stacks_region_goes_before_the_chains(sandbox):
    detector = make_detector(sandbox, "us-west-2")

    found = look_up([ExporterInputs()], None, ELSEWHERE, Call(config={"aws:region": "us-west-2"}))

    assert found == [Exporter(ACCOUNT, "us-west-2", detector)]


def test_what_is_declared_is_not_asked_for(sandbox):
    sandbox.control.clear_calls()
    declared = ExporterInputs.model_validate(
        {"accountId": "222233334444", "region": "us-west-2", "detectorId": "d" * 32}
    )

    found = look_up([declared], None, ELSEWHERE, Call())

    assert found == [Exporter("222233334444", "us-west-2", "d" * 32)]
    assert sandbox.control.calls(service="guardduty") == []


def test_an_impossible_detector_id_names_the_argument():
    declared = ExporterInputs.model_validate({"accountId": "222233334444", "region": "us-west-2", "detectorId": "*"})

    with pytest.raises(errors.InvalidInputError, match=r"exporters: '\*' is not a detector id"):
        look_up([declared], None, ELSEWHERE, Call())


def test_of_state_nothing_is_said_when_a_detector_is_gone_or_the_bag_is_odd(sandbox):
    assert look_up_again({"exporters": [{"region": "us-west-2"}]}, ELSEWHERE, Call()) is None
    assert look_up_again({"exporters": [{"planet": "Mars"}]}, ELSEWHERE, Call()) is None
    detector = make_detector(sandbox, "us-west-2")
    assert look_up_again({"exporters": [{"region": "us-west-2"}]}, ELSEWHERE, Call()) == [
        Exporter(ACCOUNT, "us-west-2", detector)
    ]

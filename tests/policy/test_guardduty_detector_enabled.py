"""`guardduty-detector-enabled`."""

import pytest
from policy_pack import UNKNOWN, Pack


RULE = "guardduty-detector-enabled"

every_provider = pytest.mark.parametrize("type_", ["aws:guardduty/detector:Detector", "aws-native:guardduty:Detector"])


@every_provider
def test_an_enabled_detector_passes(type_):
    assert Pack(RULE).resource(type_, {"enable": True}).passed


@every_provider
def test_a_detector_is_enabled_where_nothing_is_said(type_):
    assert Pack(RULE).resource(type_, {}).passed


@every_provider
def test_a_suspended_detector_is_a_violation(type_):
    assert Pack(RULE).resource(type_, {"enable": False}).messages == [
        "the detector is declared suspended, so GuardDuty detects nothing in its region; set enable=True"
    ]


@every_provider
def test_what_is_not_known_yet_is_neither_pass_nor_violation(type_):
    answer = Pack(RULE).resource(type_, {"enable": UNKNOWN})

    assert not answer.violations
    assert "`enable` is not known before" in answer.reason

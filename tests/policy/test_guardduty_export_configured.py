"""`guardduty-export-configured`."""

import pytest
from policy_buckets import DESTINATIONS, destination
from policy_pack import UNKNOWN, Declared, Pack


RULE = "guardduty-export-configured"

AWS = "aws:guardduty/detector:Detector"
NATIVE = "aws-native:guardduty:Detector"

every_detector = pytest.mark.parametrize("type_", [AWS, NATIVE])
every_destination = pytest.mark.parametrize("kind", DESTINATIONS)

MESSAGE = (
    "the detector exports its findings nowhere, and GuardDuty forgets them after 90 days; "
    "declare a PublishingDestination"
)


def detector(type_=AWS, id_="d1", name="detector", **props):
    outputs = {**props, "id" if type_ == AWS else "detectorId": id_}
    return Declared(type_, props, name, outputs=outputs)


def export(kind="own", detector_id="d1", name="export", **more):
    made = destination(native=kind == "native", type_=DESTINATIONS[kind])
    props = {key: value for key, value in made.props.items() if key != "detectorId"}
    if detector_id is not None:
        props["detectorId"] = detector_id
    return Declared(made.type, props, name, **more)


@every_detector
@every_destination
def test_a_detector_with_an_export_passes(type_, kind):
    assert Pack(RULE).stack(detector(type_), export(kind)).passed


@every_detector
def test_a_detector_without_one_is_a_violation(type_):
    answer = Pack(RULE).stack(detector(type_))

    assert answer.messages == [MESSAGE]
    assert answer.urns == [detector(type_).urn]


@every_destination
def test_the_export_of_another_detector_does_not_count(kind):
    assert Pack(RULE).stack(detector(), export(kind, "d2")).messages == [MESSAGE]


@every_detector
def test_a_suspended_detector_has_nothing_to_export(type_):
    assert Pack(RULE).stack(detector(type_, enable=False)).passed


@every_detector
def test_a_detector_of_which_nobody_knows_whether_it_is_enabled_is_left_open(type_):
    answer = Pack(RULE).stack(detector(type_, enable=UNKNOWN))

    assert not answer.violations
    assert "`enable` is not known" in answer.reason


@every_detector
@every_destination
def test_an_export_counts_by_what_its_detector_is_computed_from(type_, kind):
    made = export(kind, UNKNOWN, comes_from={"detectorId": ["detector"]})

    assert Pack(RULE).stack(detector(type_, UNKNOWN), made).passed


def test_an_export_counts_through_what_lies_between():
    between = Declared("random:index:X", {}, "between", comes_from={"x": ["detector"]})
    made = export("own", UNKNOWN, comes_from={"detectorId": ["between"]})

    assert Pack(RULE).stack(detector(AWS, UNKNOWN), between, made).passed


def test_each_detector_is_judged_apart():
    second = detector(id_="d2", name="second")

    answer = Pack(RULE).stack(detector(), second, export("own", "d2"))

    assert answer.urns == [detector().urn]


@every_destination
def test_an_export_whose_detector_cannot_be_told_leaves_it_open(kind):
    answer = Pack(RULE).stack(detector(AWS, UNKNOWN), export(kind, UNKNOWN))

    assert not answer.violations
    assert "`detectorId` of export is not known before" in answer.reason


def test_an_export_that_may_be_of_either_detector_leaves_both_open():
    second = detector(id_=UNKNOWN, name="second")
    made = export("own", UNKNOWN, comes_from={"detectorId": ["detector", "second"]})

    answer = Pack(RULE).stack(detector(id_=UNKNOWN), second, made)

    assert not answer.violations
    assert answer.waiting


def test_an_export_that_is_known_settles_it_whatever_the_others_turn_out_to_be():
    assert Pack(RULE).stack(detector(), export("own", UNKNOWN), export("own", "d1", name="second")).passed


def test_an_export_that_looks_its_detector_up_finds_the_only_one():
    assert Pack(RULE).stack(detector(), export("own", None)).passed


def test_an_export_that_looks_its_detector_up_is_of_neither_of_two():
    second = detector(id_="d2", name="second")

    assert len(Pack(RULE).stack(detector(), second, export("own", None)).messages) == 2


def test_a_stack_without_detectors_is_none_of_its_business():
    assert Pack(RULE).stack(export()).reason == "nothing here that the rule is about"


def test_a_detector_can_be_let_off_with_a_reason():
    exempt = [{"name": "det*", "reason": "the administrator account exports"}]

    assert Pack(RULE, exempt=exempt).stack(detector()).reason == (
        "detector is exempt: the administrator account exports"
    )

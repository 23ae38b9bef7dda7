"""Our models beside botocore's own service model, field by field: a new botocore shows here what has changed."""

import functools

import botocore.session
import pytest
from botocore.validate import ParamValidator
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty import errors, loader
from pulumi_guardduty._core.call import Call


#: Ours that steer the provider, and are no part of a request.
OWN = frozenset({"region", "aws", "adopt", "contentVersion"})

#: Operation, and the members of its request that stand inside another one there.
KINDS = {
    "PublishingDestination": ("CreatePublishingDestination", "DestinationProperties"),
    "ThreatIntelSet": ("CreateThreatIntelSet", None),
    "IPSet": ("CreateIPSet", None),
    "ThreatEntitySet": ("CreateThreatEntitySet", None),
    "TrustedEntitySet": ("CreateTrustedEntitySet", None),
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@functools.cache
def members(kind):
    operation, nested = KINDS[kind]
    model = botocore.session.Session().get_service_model("guardduty")
    shape = model.operation_model(operation).input_shape
    found = dict(shape.members)
    if nested:
        found |= found.pop(nested).members
    return found


def wire(name):
    return name[0].lower() + name[1:]


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_of_the_request_can_be_declared_and_nothing_else(kind):
    ours = loader.handlers(kind).input_names - OWN

    assert ours == {wire(name) for name in members(kind)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", ["min", "max"])
def test_every_bound_of_botocore_is_ours(kind, side):
    handlers = loader.handlers(kind)
    for name, shape in members(kind).items():
        bound = shape.metadata.get(side)
        if shape.type_name != "string" or not bound or (side == "min" and bound < 1):
            continue
        text = "1" * (bound + 1 if side == "max" else bound - 1)
        _, failures = handlers.check({}, {wire(name): text}, Call())
        told = {failure.property.replace("_", "") for failure in failures}
        assert name.lower() in told, f"{kind}.{name} of {len(text)} characters"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "PublishingDestination"])
def test_every_format_of_botocore_is_ours_and_no_other(kind):
    handlers = loader.handlers(kind)

    def taken(value):
        _, failures = handlers.check({}, {"format": value}, Call())
        return all(failure.property != "format" for failure in failures)

    assert all(taken(value) for value in members(kind)["Format"].enum)
    assert not taken("CSV")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_input_whatever_makes_check_or_diff_raise(kind, data):
    handlers = loader.handlers(kind)
    names = st.sampled_from(sorted(handlers.input_names - {"aws"} | {"status", "lookedUp", "destinationId", "x"}))
    olds, news = data.draw(st.dictionaries(names, JSON)), data.draw(st.dictionaries(names, JSON))

    inputs, failures = handlers.check({}, news, Call())
    handlers.diff(olds, news, Call())

    assert isinstance(inputs, dict)
    assert len({failure.property for failure in failures}) == len(failures)


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(max_size=310),
    format_=st.sampled_from(["TXT", "STIX", "FIRE_EYE"]),
    owner=st.none() | st.from_regex(r"[0-9]{11,13}", fullmatch=True),
    tags=st.none() | st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=4),
)
def test_what_our_model_takes_botocore_takes(name, format_, owner, tags):
    bag = {"detectorId": "d", "name": name, "format": format_, "location": "s3://lists/a.txt", "activate": True}
    bag |= {key: value for key, value in (("expectedBucketOwner", owner), ("tags", tags)) if value is not None}
    inputs, failures = loader.handlers("ThreatIntelSet").check({}, bag, Call())
    if failures:
        return
    model = botocore.session.Session().get_service_model("guardduty")
    request = {key[0].upper() + key[1:]: value for key, value in inputs.items() if key not in OWN}

    report = ParamValidator().validate(request, model.operation_model("CreateThreatIntelSet").input_shape)

    assert not report.has_errors(), report.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_state_of_another_model_is_taken_as_it_is(kind):
    handlers = loader.handlers(kind)
    odd = {"tags": "text", "detectorId": 7.0, "region": ["x"], "aws": "text", "lookedUp": {"a": 1}, "of": {"old": 1}}

    found = handlers.diff(odd, {"detectorId": "d"}, Call())

    assert "detectorId" in found.changed


def test_an_id_of_another_form_is_told_in_one_sentence():
    with pytest.raises(errors.InvalidInputError, match="is not an id"):
        loader.handlers("IPSet").read("nonsense", {"region": "us-east-1"}, Call())

"""The sandbox's switches are what their module's table says, and take nothing else."""

import re

import boto3
import pytest
from pulumi_guardduty_sandbox.aws import ControlError, settings


#: Of each switch in the table, what stands in its column of values.
TABLE = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", settings.__doc__, re.MULTILINE))
CHOICES = {name: re.findall(r"`([^`]+)`", values) for name, values in TABLE.items()}
#: Text switches that take what nobody can list.
OPEN = {"china_principal"}


def shown(value):
    """A value as the table writes it."""
    return "none" if value is None else value if isinstance(value, str) else str(value)


@pytest.fixture
def control(sandbox):
    return sandbox.control


def test_the_table_lists_every_switch(control):
    assert sorted(TABLE) == sorted(control.settings())


@pytest.mark.parametrize("name", [name for name in TABLE if name != "opt_in_regions"])
def test_a_switch_starts_at_the_first_value_of_the_table(name, control):
    first = CHOICES[name][0] if CHOICES[name] else re.match(r"\S+", TABLE[name]).group()

    assert shown(control.settings()[name]) == first


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in CHOICES.items() if name not in OPEN for value in values if value.isidentifier()],
)
def test_a_switch_takes_every_value_of_the_table(name, value, control):
    wanted = {"False": False, "True": True}.get(value, value)

    control.switch(**{name: wanted})

    assert control.settings()[name] == wanted


@pytest.mark.parametrize(
    "name", [name for name, values in CHOICES.items() if values and name not in OPEN and "True" not in values]
)
def test_a_switch_takes_no_other_value(name, control):
    with pytest.raises(ControlError) as caught:
        control.switch(**{name: "sideways"})

    assert str(caught.value) == f"switch '{name}' has no position 'sideways'; it has {', '.join(CHOICES[name])}"


def test_there_is_no_other_switch(control):
    with pytest.raises(ControlError) as caught:
        control.switch(speed="slow")

    assert str(caught.value).startswith("there is no switch 'speed'; there are profile, polls, seconds, ")


def test_a_refused_switch_moves_none_of_its_company(control):
    with pytest.raises(ControlError):
        control.switch(profile="slow", transport="pigeon")

    assert control.settings()["profile"] == "instant"


def test_the_opt_in_regions_are_regions_of_guardduty_in_partition_aws(control):
    """Source: botocore's endpoints; which of them are off until enabled is general knowledge."""
    regions = control.settings()["opt_in_regions"]

    known = boto3.session.Session().get_available_regions("guardduty", partition_name="aws")
    assert sorted(set(regions) - set(known)) == []
    assert len(set(regions)) == len(regions) == 17

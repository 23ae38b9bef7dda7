"""Arguments of `FindingsExport`: both forms say the same, and one that has no effect ends the program in one line."""

import inspect
from pathlib import Path

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider
from pulumi_guardduty_components import FindingsExport, FindingsExportArgs, ThreatList


BUCKET = "arn:aws:s3:::audit"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(
            {"bucket_arn": BUCKET, "retention_days": 3},
            "FindingsExport 'export': retention_days is of the bucket that is made here, and bucket_arn names your own"
            "; leave one of them out",
            id="retention-of-ones-own-bucket",
        ),
        pytest.param(
            {"bucket_arn": f"{BUCKET}/findings"},
            f"FindingsExport 'export': bucket_arn names a folder ('{BUCKET}/findings'); give the bucket alone, and the "
            "folder as prefix",
            id="folder-in-the-bucket-arn",
        ),
        pytest.param(
            {"manage_policies": True},
            "FindingsExport 'export': manage_policies is about a bucket or key of your own; give bucket_arn or "
            "kms_key_arn, or leave it out",
            id="policies-of-nothing",
        ),
        pytest.param(
            {"bucket_arn": BUCKET, "kms_key_arn": KEY, "bucket_region": "eu-west-1"},
            "FindingsExport 'export': bucket_region is of a bucket and key that are made here; leave it out",
            id="region-of-ones-own",
        ),
        pytest.param(
            {"bucket_arn": BUCKET, "kms_key_arn": KEY, "exporters": [{"region": "eu-west-1"}]},
            "FindingsExport 'export': exporters enter policies, and those of your own bucket and key are not touched; "
            "set manage_policies",
            id="exporters-of-ones-own",
        ),
        pytest.param(
            {"exporters": {"region": "eu-west-1"}},
            "FindingsExport 'export': exporters has to be a list, each {'account_id': …, 'region': …, "
            "'detector_id': …}",
            id="exporters-no-list",
        ),
        pytest.param(
            {"exporters": [{"region": "eu-west-1"}, None]},
            "FindingsExport 'export': exporters number 2 is None; name a detector, or leave it out",
            id="exporter-none",
        ),
        pytest.param(
            {"bucket_arn": 3}, "FindingsExport 'export': bucket_arn has to be an ARN (got 3)", id="arn-number"
        ),
        pytest.param(
            {"kms_key_arn": ["a"]}, "FindingsExport 'export': kms_key_arn has to be an ARN (got ['a'])", id="key-list"
        ),
        pytest.param(
            {"bucket_arn": BUCKET, "manage_policies": "false"},
            "FindingsExport 'export': manage_policies has to be True or False (got 'false')",
            id="manage-policies-text",
        ),
        pytest.param(
            {"bucket_arn": BUCKET, "manage_policies": pulumi.Output.from_input(False)},
            "FindingsExport 'export': manage_policies has to be True or False (got an output)",
            id="manage-policies-later",
        ),
        pytest.param(
            {"tags": {"homes": [Path("/srv")]}},
            "FindingsExport 'export': tags holds a value of type PosixPath; give text, a number, True or False, a list "
            "or a dictionary of them, or an output",
            id="value-of-no-use",
        ),
    ],
)
def test_an_argument_without_effect_ends_the_program_in_one_line(arguments, text):
    for given in ({"args": arguments}, arguments):
        with pytest.raises(pulumi.RunError) as caught:
            FindingsExport("export", **given)

        assert str(caught.value) == text


def test_an_unknown_keyword_is_pythons_own_error_and_an_unknown_key_names_the_others():
    with pytest.raises(TypeError, match="unexpected keyword argument 'bucket'"):
        FindingsExport("export", bucket="x")
    with pytest.raises(
        pulumi.RunError,
        match="FindingsExport 'export': 'bucket' is not an argument; there are access_log_bucket, aws, ",
    ):
        FindingsExport("export", {"bucket": "x"})


def test_an_argument_that_is_given_twice_is_refused():
    with pytest.raises(
        pulumi.RunError, match="FindingsExport 'export': prefix is given in args and as a keyword; give it once"
    ):
        FindingsExport("export", {"prefix": "a"}, prefix="b")


def test_both_forms_have_the_same_arguments():
    keywords = {
        name
        for name, parameter in inspect.signature(FindingsExport.__init__).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }

    assert keywords == set(FindingsExportArgs.__annotations__)


def test_a_schema_can_be_read_from_the_components():
    provider = ComponentProvider([FindingsExport, ThreatList], "guardduty", None, "0.1.0")

    assert "guardduty:index:FindingsExport" in provider.schema

"""Every combination that the documents are written for is accepted by an evaluator that is not the provider's."""

import itertools

import pytest
from botocore.exceptions import ClientError
from export_sink import OTHER, OWNER, make_export_sink, make_exporter


#: The bucket's region, and two for detectors.
PLACES = {
    "aws": ("eu-central-1", "us-east-1", "ap-south-1"),
    "aws-opt-in": ("me-south-1", "me-south-1", "me-south-1"),
    "aws-mixed": ("eu-west-1", "ca-west-1", "us-west-2"),
    "aws-cn": ("cn-north-1", "cn-northwest-1", "cn-north-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1", "us-gov-west-1"),
    "aws-iso": ("us-iso-east-1", "us-iso-east-1", "us-iso-east-1"),
}
PREFIXES = ("", "findings", "a/b c/é", "odd*?$${x}")


@pytest.mark.parametrize(
    ("place", "prefix", "count", "deny"),
    [
        pytest.param(*case, id="-".join(part or "root" for part in case))
        for case in itertools.product(PLACES, PREFIXES, ("one", "many"), ("everyone", "guardduty"))
    ],
)
def test_generated_policies_let_every_exporter_in_and_nobody_else(sandbox, place, prefix, count, deny):
    home, *others = PLACES[place]
    exporters = [make_exporter(sandbox, others[0])]
    if count == "many":
        exporters += [make_exporter(sandbox, others[0], OTHER)]
        exporters += [make_exporter(sandbox, others[1], account) for account in ("777788889999", "777788880000")]
    stranger = make_exporter(sandbox, others[0], "999900001111")
    readers = {exporter.account_id for exporter in [*exporters, stranger]} - {OWNER}
    sink = make_export_sink(sandbox, home, exporters, prefix=prefix, deny_writes=deny, prefix_readers=readers)

    assert [sink.export(exporter) for exporter in exporters] == ["PUBLISHING"] * len(exporters)
    with pytest.raises(ClientError, match="does not have permission to the KMS key or the resource"):
        sink.export(stranger)


def test_without_its_rights_on_the_folder_another_account_cannot_export_there(sandbox):
    theirs = make_exporter(sandbox, "us-east-1", OTHER)
    sink = make_export_sink(sandbox, "us-east-1", [theirs])

    with pytest.raises(ClientError, match="required permissions for the s3:GetObject or s3:ListBucket actions"):
        sink.export(theirs)

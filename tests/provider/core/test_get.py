"""`.get` of a resource that exists, and of one that does not, through the adapter's read."""

import pytest
from crash_kinds import ROWS
from pulumi_guardduty import errors, loader
from pulumi_guardduty._core.adapter import DynamicProvider
from pulumi_guardduty._core.call import Call


@pytest.mark.usefixtures("aws_environment")
def test_get_reads_what_is_there_from_its_id_and_region_alone(sandbox):
    row = ROWS[0]
    resource_id, made = loader.handlers(row.kind).create(row.declared(row.stands_on(sandbox), "create"), Call())

    found = DynamicProvider(row.kind).read(resource_id, {"region": "us-east-1"})

    assert found.id == resource_id
    assert found.outs["destinationArn"] == made["destinationArn"]


@pytest.mark.usefixtures("aws_environment")
@pytest.mark.parametrize("row", ROWS[:5], ids=lambda row: row.kind)
def test_get_of_what_is_not_there_says_so(row, sandbox):
    ground = row.stands_on(sandbox)
    detector = row.first(ground)["detectorId"]

    with pytest.raises(errors.InvalidInputError, match=r"there is no .* with the id .*; correct the id"):
        DynamicProvider(row.kind).read(f"{detector}:{'0' * 32}", {"region": "us-east-1"})


@pytest.mark.usefixtures("aws_environment")
def test_another_accounts_credentials_never_make_a_resource_look_gone(sandbox):
    row = ROWS[0]
    handlers = loader.handlers(row.kind)
    resource_id, made = handlers.create(row.declared(row.stands_on(sandbox), "create"), Call())
    elsewhere = {**made, "accountId": "999988887777"}

    for ask in (handlers.read, handlers.delete):
        with pytest.raises(errors.InvalidInputError, match="the credentials belong to account 123456789012"):
            ask(resource_id, elsewhere, Call())

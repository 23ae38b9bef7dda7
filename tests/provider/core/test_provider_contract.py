"""Every kind of resource keeps its contract with the engine, in the real provider process."""

import pytest
from crash_kinds import ROWS
from pulumi_guardduty import loader
from pulumi_guardduty_sandbox.engine.contract import contract_breaches
from sdks import OLDEST


WRITE_ONLY = ("clientToken", "adopt", "entries", "forceDestroy")

#: These are never simply gone: what they hold is part of a policy that stays, or a key that can be brought back.
COME_BACK = frozenset({"FindingsKey", "BucketPolicyStatements", "KeyPolicyStatements"})

#: A list's content is judged once and never kept, so that its checked inputs are no declaration.
CHECKED_ONCE = frozenset({"ListObject"})


def broken(row, sandbox, **environment):
    ground = row.stands_on(sandbox)
    breaches = contract_breaches(
        loader.load(row.kind),
        inputs=row.declared(ground, "create"),
        update=row.changed(ground),
        replace={**row.changed(ground), **row.replaced(ground)},
        write_only=WRITE_ONLY,
        env={**sandbox.environment, **environment},
    )
    return {breach.rule for breach in breaches}


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind not in CHECKED_ONCE], ids=lambda row: row.kind)
def test_every_kind_keeps_the_contract(row, sandbox):
    assert broken(row, sandbox) == ({"read-of-the-vanished"} if row.kind in COME_BACK else set())


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.kind not in CHECKED_ONCE and not row.like], ids=lambda row: row.kind
)
def test_the_contract_is_kept_on_the_oldest_versions(row, sandbox):
    assert broken(row, sandbox, **OLDEST.environment) == ({"read-of-the-vanished"} if row.kind in COME_BACK else set())


@pytest.mark.parametrize("row", ROWS[:2], ids=lambda row: row.kind)
def test_the_contract_is_kept_with_every_hook_off(row, sandbox):
    assert broken(row, sandbox, PULUMI_GUARDDUTY_HOOKS="off") == set()

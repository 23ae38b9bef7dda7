"""The largest list AWS takes leaves next to nothing in the state."""

import json

import pytest
from findings_sink import make_detector


PROGRAM = """
import pulumi
from pulumi_guardduty_components import ThreatList

largest = ThreatList("largest", source="largest.csv", format="OTX_CSV", bucket="lists")
pulumi.export("status", largest.status)
pulumi.export("count", largest.entry_count)
"""

#: What AWS documents as the most: 35 MB and 250,000 entries.
LIMIT = 35 * 1024 * 1024
ENTRIES = 250_000


def largest_file():
    head = "Indicator type,Indicator,Description\n"
    wide = (LIMIT - len(head)) // ENTRIES
    rows = [f"IPv4,9.{n >> 16}.{n >> 8 & 255}.{n & 255}," for n in range(ENTRIES)]
    return head + "".join(f"{row:x<{wide - 1}}\n" for row in rows)


@pytest.mark.slow
def test_state_of_a_list_of_35_mb_is_below_10_kb(sandbox, tmp_path, make_stack):
    make_detector(sandbox)
    sandbox.client("s3").create_bucket(Bucket="lists")
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    (folder / "largest.csv").write_text(largest_file())
    program = make_stack(folder, env=sandbox.environment)

    result = program.up()

    assert result.ok, result.text
    assert (result.outputs["status"], int(result.outputs["count"])) == ("ACTIVE", ENTRIES)
    (stored,) = sandbox.client("s3").list_objects_v2(Bucket="lists")["Contents"]
    assert LIMIT * 0.99 < stored["Size"] <= LIMIT
    rows = [row for row in program.export()["deployment"]["resources"] if "largest" in row["urn"]]
    # The engine's own note of where in the program each resource stands is as long as the paths of this machine.
    kept = [{key: value for key, value in row.items() if key != "stackTrace"} for row in rows]
    assert len(kept) == 3
    assert len(json.dumps(kept)) < 10_000

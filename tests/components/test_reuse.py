"""The built wheel in an environment of its own, and a project whose own component wraps the export twice."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from findings_sink import make_detector


ROOT = Path(__file__).parents[2]

PROGRAM = """
import pulumi
import pulumi_guardduty
import pulumi_guardduty_components
from pulumi_guardduty_components import FindingsExport, FindingsExportArgs

config = pulumi.Config()


class Waited(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Waited", name, {}, opts)
        self.register_outputs({})


class Audit(pulumi.ComponentResource):
    '''Two exports of one account, the way a platform team would wrap them.'''

    def __init__(self, name, opts=None):
        super().__init__("shop:index:Audit", name, {}, opts)
        args: FindingsExportArgs = {"prefix": "findings", "region": "us-east-1"}
        self.east = FindingsExport(f"{name}-east", args, pulumi.ResourceOptions(parent=self))
        self.west = FindingsExport(
            f"{name}-west", prefix="findings", region="us-west-2", opts=pulumi.ResourceOptions(parent=self)
        )
        self.register_outputs({})


def tagged(args):
    if args.type_.startswith("pulumi-python:dynamic/guardduty:"):
        return style({**args.props, "tags": {"team": "security"}}, args.opts)
    return None


options = {"depends_on": [Waited("before")], "protect": config.get_bool("protect")}
if config.get("transform"):
    options[config.get("transform")] = [tagged]
    style = pulumi.ResourceTransformResult
    if config.get("transform") == "transformations":
        style = pulumi.ResourceTransformationResult
if config.get("was"):
    options["aliases"] = [pulumi.Alias(name=config.get("was"))]
audit = Audit(config.require("name"), pulumi.ResourceOptions(**options))
pulumi.export("status", [audit.east.status, audit.west.status])
pulumi.export("homes", [pulumi_guardduty.__file__, pulumi_guardduty_components.__file__])
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A virtual environment with the wheel; what it depends on comes from this one, as there is no network."""
    folder = tmp_path_factory.mktemp("reuse")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    own = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # Behind its own packages, so that ours are those of the wheel.
    (Path(own) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture
def project(fresh, sandbox, make_stack, tmp_path):
    for region in ("us-east-1", "us-west-2"):
        make_detector(sandbox, region)
    folder = tmp_path / "shop"
    folder.mkdir()
    options = f"runtime:\n  name: python\n  options:\n    virtualenv: {fresh / 'venv'}\n"
    (folder / "Pulumi.yaml").write_text(f"name: shop\n{options}")
    (folder / "__main__.py").write_text(PROGRAM)

    def configured(**config):
        return make_stack(folder, env=sandbox.environment, config={"name": "audit", **config})

    return configured


def done(result):
    assert result.ok, result.text
    return result


def own_kinds(stack):
    rows = stack.export()["deployment"]["resources"]
    return [row for row in rows if "guardduty:" in row["type"]]


def test_a_project_of_its_own_wraps_the_export_twice(fresh, sandbox, project):
    stack = project()

    outputs = done(stack.up()).outputs

    assert outputs["status"] == ["PUBLISHING", "PUBLISHING"]
    assert all(home.startswith(str(fresh)) for home in outputs["homes"])
    assert len({row["Name"] for row in sandbox.client("s3").list_buckets()["Buckets"]}) == 2
    assert len(own_kinds(stack)) == 8

    # An alias on the wrapper reaches every child: nothing is replaced, nothing made twice.
    renamed = project(name="review", was="audit")
    steps = done(renamed.up()).steps
    assert {op for op, urn in steps if "guardduty:" in urn} == {"same"}

    # Protection reaches every child too, and comes off again.
    protected = project(name="review", was="audit", protect="true")
    done(protected.up())
    assert all(row.get("protect") for row in own_kinds(protected))
    refused = protected.destroy()
    assert not refused.ok
    assert "protect" in refused.text
    done(renamed.up())

    done(renamed.destroy())
    assert sandbox.client("s3").list_buckets()["Buckets"] == []


def test_what_the_wrapper_depends_on_is_made_first_and_goes_last(project):
    stack = project()
    made = [urn.rpartition("::")[2] for _, urn in done(stack.up()).steps]
    gone = [urn.rpartition("::")[2] for _, urn in done(stack.destroy()).steps]

    children = {name for name in made if name.startswith("audit-") and name.count("-") == 2}
    assert len(children) == 6
    assert made.index("before") < min(made.index(name) for name in children)
    assert gone.index("before") > max(gone.index(name) for name in children)


@pytest.mark.parametrize("style", ["transforms", "transformations"])
def test_a_transform_on_the_wrapper_reaches_every_child(project, request, style):
    stack = project(transform=style)
    if style == "transforms" and "embedded" in request.node.name:
        refused = stack.up()
        assert not refused.ok
        assert "a transform on audit is not supported" in refused.text
        return

    done(stack.up())

    tagged = [row["inputs"].get("tags") for row in own_kinds(stack) if "dynamic" in row["type"]]
    assert tagged == [{"team": "security"}] * 6
    done(stack.destroy())

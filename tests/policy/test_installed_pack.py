"""The pack out of the wheel: built, installed into an environment of its own, and run from site-packages."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import grpc
import pytest
import yaml
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_guardduty_policy.catalogue import RULES


ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment with the wheel in it, and the other packages of this one in reach."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    home = folder / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # Written into a .pth the editable install of this repository would be followed too, so the packages are linked.
    here = Path(grpc.__file__).parents[1]
    for found in here.iterdir():
        target = Path(packages) / found.name
        if (
            not target.exists()
            and not found.name.startswith(("__editable__", "_editable", "_pulumi_guardduty"))
            and (found.suffix != ".pth")
        ):
            target.symlink_to(found)
    return python


@pytest.fixture(scope="module")
def pack(environment):
    """The folder that the installed package says is the pack."""
    command = "import pulumi_guardduty_policy as p; print(p.FOLDER)"
    return Path(run(environment, "-P", "-c", command).strip())


@pytest.fixture(scope="module")
def analyzer(environment, pack):
    """The installed pack, started as the engine starts it."""
    command = [str(environment), "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(pack)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(command, cwd=pack, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


def test_the_wheel_carries_the_pack_and_not_a_link_to_this_repository(pack):
    assert pack.parent.name == "site-packages"
    assert ROOT not in pack.parents
    assert {path.name for path in pack.iterdir()} >= {"PulumiPolicy.yaml", "__main__.py", "configurations", "rules"}


def test_the_pack_names_the_environment_it_is_installed_in(environment, pack):
    options = yaml.safe_load((pack / "PulumiPolicy.yaml").read_text())["runtime"]["options"]

    assert (pack / options["virtualenv"]).resolve() == environment.parents[1].resolve()


def test_the_ready_configurations_are_in_the_wheel(pack):
    names = {name for rule in RULES for name in rule.policy_ids}

    for name in ("baseline", "strict", "audit"):
        assert set(json.loads((pack / "configurations" / f"{name}.json").read_text())) == names


def test_the_installed_pack_tells_the_engine_of_every_policy(analyzer):
    info = analyzer.GetAnalyzerInfo(empty_pb2.Empty(), timeout=60, wait_for_ready=True)

    assert info.name == "guardduty"
    assert {policy.name for policy in info.policies} == {name for rule in RULES for name in rule.policy_ids}


def test_the_installed_pack_judges(analyzer):
    properties = struct_pb2.Struct()
    properties.update({"enableKeyRotation": False})
    request = proto.AnalyzeRequest(type="aws:kms/key:Key", name="key", urn="urn:x::key", properties=properties)

    answer = analyzer.Analyze(request, timeout=60, wait_for_ready=True)

    assert [found.policyName for found in answer.diagnostics] == ["kms-rotation-enabled"]


@pytest.mark.parametrize("folder", [ROOT / "policy", ROOT / "policy" / "pulumi_guardduty_policy"])
def test_both_packs_carry_the_version_of_the_distribution(folder):
    project = (ROOT / "pyproject.toml").read_text()

    assert f'version = "{yaml.safe_load((folder / "PulumiPolicy.yaml").read_text())["version"]}"' in project

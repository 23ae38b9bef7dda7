"""The pack as a whole: what it publishes, how it is configured, what it says of what it is not about."""

import json
import re
import runpy
import sys
from pathlib import Path

import jsonschema
import pulumi_guardduty_policy
import pytest
from policy_pack import Pack
from pulumi_guardduty_policy import CONFIGURATIONS, FOLDER
from pulumi_guardduty_policy.catalogue import RULES
from pulumi_guardduty_policy.pack import all_policies
from pulumi_guardduty_policy.reference import configurations
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy


POLICIES = {policy.name: policy for policy in all_policies()}

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
every_configuration = pytest.mark.parametrize("name", ["baseline", "strict", "audit"])


def configuration(name):
    return json.loads((CONFIGURATIONS / f"{name}.json").read_text())


@every_rule
def test_a_rule_lies_in_the_file_of_its_name(rule):
    assert (FOLDER / "rules" / f"{rule.id.replace('-', '_')}.py").is_file()


def test_every_file_of_the_rules_is_a_rule_of_the_pack():
    files = {path.stem.replace("_", "-") for path in (FOLDER / "rules").glob("[a-z]*.py")}

    assert files == {rule.id for rule in RULES}


@every_rule
def test_a_rule_says_what_holds_what_to_do_and_where_to_read_on(rule):
    assert re.fullmatch(r"[A-Z].+\.", rule.claim)
    assert re.fullmatch(r"[A-Z`].+\.", rule.steps)
    assert rule.url.startswith("https://docs.aws.amazon.com/")
    assert rule.standards


@every_rule
def test_the_engine_is_told_severity_framework_steps_url_and_settings(rule):
    for name in rule.policy_ids:
        policy = POLICIES[name]
        assert policy.severity is rule.severity
        assert policy.framework.reference == rule.standards[0].control
        assert policy.tags == [standard.tag for standard in rule.standards]
        assert (policy.remediation_steps, policy.url) == (rule.steps, rule.url)
        assert set(policy.config_schema.properties) == {option.name for option in rule.all_options}


@every_rule
def test_a_rule_becomes_a_policy_for_resources_and_one_for_the_stack_as_it_judges_them(rule):
    kinds = [type(POLICIES[name]) for name in rule.policy_ids]

    assert kinds == [
        kind
        for kind, check in ((ResourceValidationPolicy, rule.resource), (StackValidationPolicy, rule.stack))
        if check is not None
    ]


def test_no_two_policies_share_a_name():
    assert len(POLICIES) == len(all_policies()) == sum(len(rule.policy_ids) for rule in RULES)


@every_rule
def test_the_defaults_of_a_rules_settings_are_of_the_form_it_asks_for(rule):
    for option in rule.all_options:
        jsonschema.validate(option.default, dict(option.schema))
        assert option.published()["default"] == option.default


@every_rule
def test_strict_is_never_more_lenient(rule):
    order = [EnforcementLevel.DISABLED, EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY]

    assert order.index(rule.strict) >= order.index(rule.baseline)


@every_configuration
def test_a_ready_configuration_names_every_policy_with_settings_it_has(name):
    found = configuration(name)

    assert set(found) == set(POLICIES)
    for policy, entry in found.items():
        settings = {key: value for key, value in entry.items() if key != "enforcementLevel"}
        schema = POLICIES[policy].config_schema.properties
        jsonschema.validate(settings, {"properties": schema, "additionalProperties": False})


@every_configuration
def test_a_ready_configuration_is_as_the_rules_say(name):
    assert configuration(name) == configurations()[name]


def test_baseline_is_what_holds_without_a_configuration():
    assert configuration("baseline") == {
        name: {"enforcementLevel": policy.enforcement_level.value} for name, policy in POLICIES.items()
    }


def test_audit_makes_nothing_mandatory_and_has_the_settings_of_strict():
    audit, strict = configuration("audit"), configuration("strict")

    assert {entry["enforcementLevel"] for entry in audit.values()} == {"advisory"}
    assert audit == {name: {**entry, "enforcementLevel": "advisory"} for name, entry in strict.items()}


def test_what_exposes_data_or_loses_a_key_is_mandatory_without_a_configuration():
    assert {rule.id for rule in RULES if rule.baseline is EnforcementLevel.MANDATORY} == {
        "kms-no-lockout-bypass",
        "kms-no-public-principal",
        "s3-public-access-block",
        "guardduty-export-bucket-hardened",
        "guardduty-export-key-is-cmk",
        "guardduty-list-object-private",
    }


def test_the_levels_of_a_configuration_are_obeyed():
    pack = Pack()
    pack.configure(
        {"kms-key-enabled": {"enforcementLevel": "mandatory"}, "kms-rotation-enabled": {"enforcementLevel": "disabled"}}
    )

    answer = pack.resource("aws:kms/key:Key", {"isEnabled": False})

    found = dict(zip((policy for policy, _ in answer.violations), answer.levels, strict=True))
    assert found["kms-key-enabled"] == "mandatory"
    assert "kms-rotation-enabled" not in found


def test_a_misspelled_setting_is_a_violation_and_switches_nothing_off():
    answer = Pack("kms-rotation-period-max", maxDay=2560).resource("aws:kms/key:Key", {"enableKeyRotation": True})

    assert answer.messages == [
        (
            "the configuration of kms-rotation-period-max has a setting 'maxDay' that does not exist; "
            "it may hold exempt, maxDays"
        )
    ]


def test_a_misspelled_setting_is_a_violation_of_the_stack_too():
    answer = Pack("guardduty-export-configured", exempted=[]).stack()

    assert "has a setting 'exempted' that does not exist" in answer.messages[0]
    assert answer.urns == [""]


def test_what_is_exempt_is_so_by_its_name_in_the_program_or_in_aws():
    for name in ("it", "alias/logs", "i?"):
        pack = Pack("kms-rotation-enabled", exempt=[{"name": name, "reason": "rotated by hand"}])
        answer = pack.resource(
            "pulumi-python:dynamic/guardduty:FindingsKey", {"rotationEnabled": False, "alias": "alias/logs"}
        )

        assert answer.reason == "it is exempt: rotated by hand"


def test_other_resources_are_not_exempt():
    pack = Pack("kms-rotation-enabled", exempt=[{"name": "other", "reason": "x"}])

    assert pack.resource("aws:kms/key:Key", {}).messages


@pytest.mark.parametrize(
    "type_", ["random:index/randomId:RandomId", "guardduty:index:FindingsExport", "pulumi:pulumi:Stack"]
)
def test_nothing_passes_that_no_rule_is_about(type_):
    answer = Pack().resource(type_, {"policy": "{}", "bucket": "b", "enable": False})

    assert not answer.violations
    assert len(answer.waiting) == sum(rule.resource is not None for rule in RULES)


def test_an_empty_stack_passes_nothing():
    answer = Pack().stack()

    assert len(answer.waiting) == sum(rule.stack is not None for rule in RULES)


def test_modules_beside_the_entry_point_hide_no_module_of_python():
    # Python puts the folder of the entry point first on its path.
    beside = {path.stem for path in FOLDER.iterdir() if path.suffix == ".py" or path.is_dir()}

    assert not beside & (set(sys.stdlib_module_names) | {"pulumi", "pulumi_policy", "grpc", "google", "yaml"})


def test_the_tables_of_the_page_are_fresh():
    written = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "docs_policy.py"))["files"]()

    stale = [str(path) for path, content in written.items() if path.read_text() != content]

    assert stale == [], "run scripts/docs-policy"


def test_the_page_counts_the_rules():
    page = (Path(__file__).parents[2] / "docs" / "policy.md").read_text()

    assert f"{len(RULES)} rules" in page


def test_the_package_publishes_where_it_lies():
    assert Path(pulumi_guardduty_policy.__file__).parent == FOLDER
    assert (FOLDER / "PulumiPolicy.yaml").is_file()
    assert sorted(path.stem for path in CONFIGURATIONS.iterdir()) == ["audit", "baseline", "strict"]

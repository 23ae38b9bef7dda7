"""What a person relies on, on the embedded engine and on the real CLI alike."""

import pytest


THING = "pulumi-python:dynamic/things:Thing"


def urn(name, parent=""):
    return f"urn:pulumi:dev::things::{parent}{THING}::{name}"


def changed(result):
    """The steps that are about things and not `same`."""
    return [(op, found.rpartition("::")[2]) for op, found in result.steps if THING in found and op != "same"]


def rows(stack):
    return {row["urn"].rpartition("::")[2]: row for row in stack.export()["deployment"].get("resources", [])}


@pytest.fixture
def make(make_stack, things):
    """Makes a stack of a program given as text."""

    def make(source, **options):
        return make_stack(things.declare(source), env={**things.env, **options.pop("env", {})}, **options)

    return make


def test_up_makes_what_is_declared_and_a_second_up_changes_nothing(make, things):
    stack = make('a = Thing("a", size=2)\nThing("b", note=a.arn)\npulumi.export("arn", a.arn)')

    first, second = stack.up(), stack.up()

    assert first.ok
    assert changed(first) == [("create", "a"), ("create", "b")]
    assert first.outputs == {"arn": "arn:thing:a-2"}
    assert things.properties("b-1")["note"] == "arn:thing:a-2"
    assert second.ok
    assert changed(second) == []


def test_preview_makes_nothing_and_shows_what_up_would(make, things):
    stack = make('a = Thing("a")\nThing("b", note=a.arn)')

    result = stack.preview()

    assert result.ok
    assert changed(result) == [("create", "a"), ("create", "b")]
    assert things.names() == []
    assert rows(stack) == {}


def test_a_change_updates_in_place_where_it_can_and_replaces_where_it_must(make, things):
    make('Thing("a", size=2, kind="x")').up()

    updated = make('Thing("a", size=2, kind="x", note="new")').up()
    replaced = make('Thing("a", size=3, kind="y", note="new")').up()

    assert changed(updated) == [("update", "a")]
    assert changed(replaced) == [("create-replacement", "a"), ("replace", "a"), ("delete-replaced", "a")]
    assert things.names() == ["a-3"]


def test_what_is_no_longer_declared_is_deleted_dependents_first(make, things):
    make('a = Thing("a")\nb = Thing("b", note=a.arn)\nThing("c", note=b.arn)').up()

    result = make("").up()

    assert changed(result) == [("delete", "c"), ("delete", "b"), ("delete", "a")]
    assert things.names() == []


def test_destroy_needs_no_program(make, things):
    stack = make('Thing("a")')
    stack.up()
    (things.program / "__main__.py").unlink()

    result = stack.destroy()

    assert result.ok
    assert things.names() == []
    assert rows(stack) == {}
    assert result.outputs == {}


def test_a_failure_is_told_and_what_was_done_is_saved(make, things):
    stack = make('a = Thing("a")\nThing("b", size="many", note=a.arn)', env={"THING_PROVIDER": "healthy"})

    result = stack.up()

    assert not result.ok
    assert any("must be str" in text or "not supported" in text or "invalid" in text for text in result.errors)
    assert things.names() == ["a-1"]
    assert "a" in rows(stack)
    assert "b" not in rows(stack)


def test_refresh_notes_what_has_changed_and_what_is_gone(make, things):
    stack = make('Thing("a")\nThing("b")')
    stack.up()
    (things.cloud / "a-1.json").unlink()
    (things.cloud / "b-1.json").write_text('{"name": "b", "size": 9, "arn": "arn:thing:b-1"}')

    result = stack.refresh()

    assert [(op, name) for op, name in changed(result)] in (
        [("delete", "a"), ("update", "b")],
        [("update", "b"), ("delete", "a")],
    )
    assert "a" not in rows(stack)
    assert rows(stack)["b"]["outputs"]["size"] == 9


def test_up_with_refresh_puts_back_what_is_gone(make, things):
    stack = make('Thing("a")')
    stack.up()
    (things.cloud / "a-1.json").unlink()

    result = stack.up(refresh=True)

    assert ("create", "a") in changed(result)
    assert things.names() == ["a-1"]


def test_secrets_are_encrypted_in_the_state_and_plain_to_the_provider(make, things, tmp_path):
    stack = make('a = Thing("a", password=Output.secret("hunter2"))\npulumi.export("password", a.password)')

    result = stack.up()

    assert things.properties("a-1")["password"] == "hunter2"
    assert result.outputs == {"password": "hunter2"}
    state = (tmp_path / "backend/.pulumi/stacks/things/dev.json").read_text()
    assert "hunter2" not in state
    assert "hunter2" in str(stack.export(show_secrets=True))


def test_a_secret_that_a_provider_copies_elsewhere_is_seen_in_the_state(make, tmp_path):
    source = 'Thing("a", password=Output.secret("hunter2"))'
    make(source, env={"THING_PROVIDER": "secret_copied_to_another_output"}).up()

    state = (tmp_path / "backend/.pulumi/stacks/things/dev.json").read_text()

    assert "hunter2" in state


@pytest.mark.parametrize(("module", "parented"), [("healthy_pair", True), ("child_not_parented", False)])
def test_a_child_that_is_not_parented_is_seen_in_the_state(make, module, parented):
    stack = make(f'from {module} import Pair\nPair("p")')
    stack.up()

    parents = {name: rows(stack)[name]["parent"] for name in ("p-left", "p-right")}

    assert parents["p-right"].endswith("things:index:Pair::p")
    assert (parents["p-left"] == parents["p-right"]) is parented


def test_configuration_reaches_the_program_secrets_as_secrets(make, things):
    source = """
        config = pulumi.Config()
        Thing("a", size=config.require_int("size"), password=config.require_secret("password"))
        pulumi.export("region", pulumi.Config("aws").get("region"))
    """
    stack = make(source, config={"size": "7", "aws:region": "eu-west-1"}, secret_config={"password": "hunter2"})

    result = stack.up()

    assert result.ok, result.text
    assert things.properties("a-7")["password"] == "hunter2"
    assert result.outputs == {"region": "eu-west-1"}
    assert "hunter2" not in str(stack.export())


def test_protected_resources_survive_and_are_all_named(make, things):
    make('Thing("a", opts=ResourceOptions(protect=True))\nThing("b", opts=ResourceOptions(protect=True))').up()

    result = make("").destroy()

    assert not result.ok
    assert [text.split("\n")[0] for text in result.errors if "cannot be deleted" in text] != []
    assert things.names() == ["a-1", "b-1"]


def test_a_renamed_resource_is_kept_when_it_says_its_former_name(make, things):
    make('Thing("a", size=2)').up()

    result = make('Thing("z", size=2, name="a", opts=ResourceOptions(aliases=[pulumi.Alias(name="a")]))').up()

    assert changed(result) == []
    assert things.names() == ["a-2"]


def test_a_program_that_raises_fails_the_operation_with_its_traceback(make, things):
    stack = make('Thing("a")\nraise ValueError("out of order")')

    result = stack.up()

    assert not result.ok
    assert any("ValueError: out of order" in text for text in result.errors)
    assert things.names() == ["a-1"]


def test_what_a_program_prints_and_logs_is_passed_on(make):
    result = make('print("hello from the program")\npulumi.log.warn("look out")').up()

    assert "hello from the program" in result.text
    assert ("warning", "look out") in [(found.severity, found.text) for found in result.diagnostics]


def test_a_check_failure_names_the_property_before_anything_is_made(make, things):
    result = make('Thing("a", size=500)').preview()

    assert not result.ok
    text = f"{THING} resource 'a': property size value {{500}} has a problem: must be at most 100"
    assert text in result.errors
    assert things.names() == []

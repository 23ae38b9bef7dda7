"""The hooks into the SDK's dynamic-provider host: each one's place in the newest and the oldest, and what a loss says.

What they give a person, in real processes, is in `test_hooks_on_both_sdks.py`.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from forked_provider import dynamic_host
from pulumi_guardduty import errors
from pulumi_guardduty._core import adapter, host
from sdks import NEWEST, OLDEST


@pytest.fixture(params=[NEWEST, OLDEST], ids=lambda sdk: sdk.name)
def main(request, monkeypatch):
    """The host's module as the main one, and no hook installed yet; messages go to standard error."""
    module = dynamic_host(request.param.host)
    monkeypatch.setitem(sys.modules, "__main__", module)
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic"])
    monkeypatch.setattr(host, "_DONE", set())
    monkeypatch.delenv(host.SWITCH, raising=False)
    return module


#: The oldest host formats no trace: gRPC answers with the text that a call's context was given.
formats_traces = pytest.mark.parametrize("main", [NEWEST], indirect=True, ids=lambda sdk: sdk.name)


def test_canary_the_pool_of_the_host_is_found_and_widened(main):
    server = grpc.server(ThreadPoolExecutor(max_workers=4))

    assert "server" in main.main.__code__.co_varnames
    assert host._widen(main)
    assert server._state.thread_pool._max_workers == host.WORKERS


@formats_traces
def test_canary_an_error_of_ours_is_one_line_and_any_other_a_trace(main):
    class Aborted(Exception):  # noqa: N818
        pass

    class Context:
        def abort(self, code, details):
            raise Aborted(details)

    def failing(error):
        def call(*_arguments):
            raise error

        return main._abort_with_traceback(call)

    assert host._one_line_errors(main)
    with pytest.raises(Aborted) as ours:
        failing(errors.ConflictError("one sentence"))(None, None, Context())
    with pytest.raises(Aborted) as others:
        failing(KeyError("a bug"))(None, None, Context())

    assert str(ours.value) == "one sentence"
    assert str(others.value).startswith("Traceback (most recent call last)")


def test_canary_a_diff_carries_its_properties(main):
    assert host._detailed_diffs(main)

    def respond(result):
        return main.proto.DiffResponse(changes=main.proto.DiffResponse.DIFF_SOME, replaces=result.replaces)

    result = adapter.DetailedDiffResult(changes=True, replaces=["a"])
    result.detailed = {"a": "UPDATE_REPLACE", "b": "DELETE"}
    answer = respond(result)

    assert answer.hasDetailedDiff
    assert {name: diff.kind for name, diff in answer.detailedDiff.items()} == {"a": 5, "b": 2}


def test_canary_the_raw_request_is_in_reach_of_a_handler(main):
    assert host._requests(main)


def test_everything_is_lifted_without_a_word(main, capsys):
    server = grpc.server(ThreadPoolExecutor(max_workers=4))

    host.lift()

    assert server
    assert capsys.readouterr().err == ""
    assert type(main.proto).__name__ == "_WithDetails"
    assert hasattr(main, "traceback") == any(type(value).__name__ == "_OneLine" for value in vars(main).values())


@formats_traces
def test_one_warning_a_run_names_all_that_a_changed_sdk_takes_away(main, capsys):
    del main.proto
    del main.traceback
    main.DynamicResourceProviderServicer = object

    host.lift()
    host.lift()

    assert capsys.readouterr().err == (
        "warning: pulumi-guardduty: this version of the Pulumi SDK does without more than four operations at a time, "
        "one-line errors (a traceback is printed instead), per-property diffs, custom timeouts, and keeping a resource "
        "whose create fails late\n"
    )


def test_with_hooks_off_nothing_is_touched_and_nothing_said(main, monkeypatch, capsys):
    monkeypatch.setenv(host.SWITCH, "off")
    before = dict(vars(main))

    host.lift()

    assert dict(vars(main)) == before
    assert host.call({}).urn == ""
    assert capsys.readouterr().err == ""

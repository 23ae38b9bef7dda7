import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_samples import ACCOUNT, BUCKET, EXPORTER, KEY
from policy_strategies import UNHURRIED
from pulumi_guardduty.policy_documents import (
    bucket_policy_statements,
    extract_statements,
    merge_statements,
    remove_statements,
)


#: As a person might have written it: odd spacing, keys out of order, escapes, no final line break.
FOREIGN = """{ "Statement" :
  [ {"Sid":"First",  "Action": ["s3:GetObject"], "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},
     "Resource":"arn:aws:s3:::audit/caf\\u00e9/*"} ,
    {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false}}}
  ],
  "Version": "2012-10-17" , "Id":"theirs" }"""

ONE = {"Sid": "One", "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "s3:PutObject", "Resource": "*"}
TWO = {**ONE, "Sid": "Two"}
ALONE = (
    '{"Version":"2012-10-17","Statement": {"Sid":"Only","Effect":"Deny","Principal":"*","Action":"*","Resource":"*"} }'
)
EMPTY = '{"Version":"2012-10-17","Statement":[ ]}'


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def test_ours_go_behind_theirs_and_theirs_stay_to_the_byte():
    merged = merge_statements(FOREIGN, [ONE, TWO])

    head, tail = FOREIGN.split("}}}\n")
    assert merged == f"{head}}}}}}},{compact(ONE)},{compact(TWO)}\n{tail}"


@pytest.mark.parametrize("original", [FOREIGN, ALONE], ids=["list", "alone"])
def test_what_was_merged_is_taken_out_again_to_the_byte(original):
    merged = merge_statements(original, [ONE, TWO])

    assert extract_statements(merged, {"One", "Two"}) == [ONE, TWO]
    assert remove_statements(merged, {"One", "Two"}) == original


def test_nothing_to_take_out_changes_nothing():
    made = remove_statements(merge_statements(ALONE, [ONE, TWO]), {"One"})

    assert remove_statements(made, {"Other"}) == made
    assert remove_statements(FOREIGN, {"Other"}) == FOREIGN


def test_statements_go_into_an_empty_list_too():
    assert extract_statements(merge_statements(EMPTY, [ONE, TWO]), {"One", "Two"}) == [ONE, TWO]
    assert remove_statements(merge_statements(EMPTY, [ONE]), {"One"}) is None


@pytest.mark.parametrize("original", [FOREIGN, ALONE], ids=["list", "alone"])
def test_three_owners_in_any_order_leave_the_original_to_the_byte(original):
    statements = [{**ONE, "Sid": sid} for sid in "ABC"]
    for arriving, leaving in itertools.product(itertools.permutations(statements), repeat=2):
        text = original
        for statement in arriving:
            text = merge_statements(text, [statement])
        for statement in leaving:
            text = remove_statements(text, {statement["Sid"]})
        assert text == original


def test_a_policy_of_ours_alone_is_made_and_goes_as_a_whole():
    text = merge_statements(None, [ONE])

    assert json.loads(text) == {"Version": "2012-10-17", "Statement": [ONE]}
    assert remove_statements(text, {"One"}) is None


def test_the_only_statement_may_stand_alone():
    alone = '{"Statement":' + compact(ONE) + "}"

    assert remove_statements(alone, {"One"}) is None
    assert remove_statements(alone, {"Other"}) == alone


def test_merging_again_changes_nothing():
    merged = merge_statements(FOREIGN, [ONE, TWO])

    assert merge_statements(merged, [ONE, TWO]) == merged


def test_a_statement_that_aws_respelled_is_not_written_again():
    respelled = merge_statements(FOREIGN, [{**ONE, "Principal": {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}}])

    assert merge_statements(respelled, [ONE]) == respelled


def test_our_own_statement_is_replaced_where_it_stands():
    merged = merge_statements(FOREIGN, [ONE, TWO])
    changed = {**ONE, "Action": "s3:GetObject"}

    assert merge_statements(merged, [changed], owned={"One"}) == merged.replace(compact(ONE), compact(changed))


def test_a_foreign_statement_of_the_same_sid_is_not_taken():
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        merge_statements(FOREIGN, [{**ONE, "Sid": "First"}])

    assert str(refusal.value) == (
        "the policy has a statement 'First' already that says something else and is not ours; choose another Sid, or "
        "remove that statement"
    )


def test_a_statement_added_by_somebody_else_in_between_stays():
    theirs = {**ONE, "Sid": "Theirs"}
    text = merge_statements(merge_statements(FOREIGN, [ONE]), [theirs])

    assert remove_statements(text, {"One"}, original=FOREIGN) == merge_statements(FOREIGN, [theirs])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_statement_that_somebody_moved_is_taken_out_wherever_it_stands(place):
    statements = json.loads(FOREIGN)["Statement"]
    statements.insert(place, ONE)

    left = remove_statements(compact({"Statement": statements}), {"One"})

    assert json.loads(left)["Statement"] == json.loads(FOREIGN)["Statement"]


def test_the_original_comes_back_as_it_was_written_when_aws_respelled_it():
    returned_by_aws = json.dumps(json.loads(merge_statements(FOREIGN, [ONE])), indent=2)

    assert remove_statements(returned_by_aws, {"One"}, original=FOREIGN) == FOREIGN


@pytest.mark.parametrize("change", [{"Id": "another"}, {"Version": "2008-10-17"}])
def test_a_change_by_somebody_else_is_not_undone(change):
    text = compact({**json.loads(merge_statements(FOREIGN, [ONE])), **change})

    left = remove_statements(text, {"One"}, original=FOREIGN)

    assert json.loads(left) == {**json.loads(FOREIGN), **change}


def test_an_original_that_cannot_be_read_is_not_brought_back():
    assert remove_statements(merge_statements(FOREIGN, [ONE]), {"One"}, original="{") == FOREIGN


def test_nothing_is_extracted_from_no_policy():
    assert extract_statements(None, {"One"}) == []


def test_a_statement_without_sid_is_refused():
    unnamed = {key: value for key, value in ONE.items() if key != "Sid"}

    for text in (None, FOREIGN):
        with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
            merge_statements(text, [unnamed])
        assert (
            str(refusal.value) == f"statement {compact(unnamed)} has no Sid; it could not be found again in the policy"
        )


def test_a_document_without_statements_is_refused():
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        merge_statements('{"Version":"2012-10-17"}', [ONE])

    assert str(refusal.value) == "the policy document has no Statement"


def test_an_escaped_prefix_does_not_go_into_a_policy_of_the_old_version():
    statements = bucket_policy_statements(bucket_arn=BUCKET, kms_key_arn=KEY, exporters=[EXPORTER], prefix="a*")
    old = FOREIGN.replace("2012-10-17", "2008-10-17")

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        merge_statements(old, statements)

    assert str(refusal.value) == (
        f"statement 'GuardDutyExportPut{ACCOUNT}' escapes a special character, which works from policy version "
        "2012-10-17 on; raise the policy's version, or choose a prefix without '*', '?' and '$'"
    )
    assert merge_statements(FOREIGN, statements).count("${*}") == 4


statements = st.fixed_dictionaries({"Effect": st.sampled_from(["Allow", "Deny"]), "Action": st.text(max_size=5)})
spaces = st.text(" \t\n\r", max_size=3)


@given(st.lists(statements, min_size=1, max_size=4), spaces, spaces, st.booleans(), st.integers(0, 4))
@UNHURRIED
def test_theirs_are_kept_to_the_byte_in_any_layout(foreign, before, between, ascii_only, indent):
    listed = f"{between},{before}".join(json.dumps(s, indent=indent, ensure_ascii=ascii_only) for s in foreign)
    text = f'{before}{{{between}"Statement"{before}:{between}[{before}{listed}{between}]{before}}}{between}'

    merged = merge_statements(text, [ONE, TWO])

    assert json.loads(merged)["Statement"] == [*foreign, ONE, TWO]
    assert remove_statements(merged, {"One", "Two"}) == text

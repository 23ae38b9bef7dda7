"""Whatever the facts, there is a diagnosis."""

import json

from hypothesis import given
from hypothesis import strategies as st
from policy_samples import BUCKET, DETECTOR, KEY, bucket_policy, facts, key_policy
from policy_strategies import UNHURRIED, documents, json_values
from pulumi_guardduty.diagnosis import Severity, Unread, diagnose, render, render_warnings
from pulumi_guardduty.policy_documents import Exporter


regions = st.sampled_from(["eu-central-1", "me-south-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1"])
unread = st.builds(Unread, st.text())
flags = st.booleans() | unread
policies = documents | documents.map(json.dumps) | st.text() | st.none() | unread
keys = (
    st.none()
    | unread
    | st.dictionaries(
        st.sampled_from(["Arn", "KeyState", "Enabled", "KeySpec", "KeyUsage", "KeyManager", "DeletionDate"]),
        json_values,
    )
)
destinations = (
    st.text() | st.just(BUCKET) | st.builds("arn:{}:s3:::b/{}".format, st.text(max_size=6), st.text(max_size=9))
)


@given(
    st.fixed_dictionaries(
        {
            "exporter": st.builds(Exporter, st.sampled_from(["0" * 12, "1" * 12]), regions, st.just(DETECTOR)),
            "destination_arn": destinations,
            "kms_key_arn": st.text()
            | st.sampled_from([KEY, KEY.replace("key/", "alias/"), KEY.replace("aws", "aws-cn", 1)]),
            "bucket_exists": flags,
            "bucket_region": regions | st.text() | unread,
            "bucket_policy": policies,
            "prefix_marker": flags,
            "expected_bucket_owner": st.none() | st.text(),
            "bucket_owner_matches": flags,
            "key": keys,
            "key_policy": policies,
            "service_principal": st.none() | st.text(min_size=1),
            "opt_in_regions": st.none() | st.sets(regions),
        }
    )
)
@UNHURRIED
def test_no_facts_whatever_make_the_diagnosis_raise(changes):
    found = diagnose(facts(**changes))

    assert render(found)
    assert bool(render_warnings(found)) == any(finding.severity is Severity.WARNING for finding in found)


@given(documents, documents)
@UNHURRIED
def test_no_pair_of_policies_makes_the_diagnosis_raise(for_bucket, for_key):
    found = diagnose(facts(bucket_policy=for_bucket, key_policy=json.dumps(for_key)))

    assert all(finding.message for finding in found)


@given(st.lists(st.integers(0, 4), max_size=4), st.data())
@UNHURRIED
def test_a_policy_with_foreign_statements_around_ours_is_judged_as_ours(places, data):
    policy = bucket_policy()
    harmless = {
        "Effect": "Allow",
        "Principal": {"AWS": "444455556666"},
        "Action": "s3:GetObject",
        "Resource": f"{BUCKET}/*",
    }
    for place in places:
        policy["Statement"].insert(place, {**harmless, "Sid": data.draw(st.text(max_size=5))})

    assert diagnose(facts(bucket_policy=policy, key_policy=key_policy())) == []


def test_a_policy_written_to_exhaust_the_matcher_is_judged():
    hostile = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:" + "*a" * 500 + "b",
        "Resource": "*" + "?*" * 2000 + "x",
    }
    hostile["Condition"] = {"StringLike": {"aws:SourceArn": "*" * 5000 + "${" * 2000}}
    policy = bucket_policy()
    policy["Statement"].append(hostile)

    assert diagnose(facts(bucket_policy=policy)) == []

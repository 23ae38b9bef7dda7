"""The sandbox as a whole: where it listens, how clients are led to it, and what it does not offer."""

import os
import threading
import time
import urllib.request

import boto3
import pytest
from pulumi_guardduty_sandbox.aws import PortBusyError, running_sandbox
from pulumi_guardduty_sandbox.aws.guardduty import destination_calls


def test_it_listens_on_loopback(sandbox):
    assert sandbox.url.startswith("http://127.0.0.1:")


def test_a_port_can_be_asked_for_and_is_free_again_afterwards():
    with running_sandbox() as first:
        port = int(first.url.rpartition(":")[2])
    with running_sandbox(port=port) as second:
        assert second.url == first.url


def test_a_busy_port_is_one_sentence(sandbox):
    port = int(sandbox.url.rpartition(":")[2])

    with pytest.raises(PortBusyError) as caught, running_sandbox(port=port):
        pass

    assert str(caught.value) == f"port {port} on 127.0.0.1 cannot be used: Address already in use; choose another"


def test_a_second_sandbox_of_the_process_shares_its_resources(sandbox):
    sandbox.client("s3").create_bucket(Bucket="shared")

    with running_sandbox() as other:
        seen = other.client("s3").list_buckets()["Buckets"]

    assert [row["Name"] for row in seen] == ["shared"]
    assert other.url != sandbox.url
    assert [row["Name"] for row in sandbox.client("s3").list_buckets()["Buckets"]] == ["shared"]


def test_a_new_sandbox_counts_its_calls_from_zero_by_the_real_time():
    with running_sandbox() as other:
        other.client("s3").list_buckets()
        before, now, after = time.time(), other.control.now(), time.time()

        assert [call["index"] for call in other.control.calls()] == [0]
    assert before <= now <= after


def test_nothing_is_printed(sandbox, capfd):
    sandbox.client("guardduty").list_detectors()
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{sandbox.url}/nowhere/x")
    caught.value.close()

    assert capfd.readouterr() == ("", "")


@pytest.fixture
def led(sandbox, monkeypatch):
    """A session made from nothing but the sandbox's variables, in an environment that leads elsewhere."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    elsewhere = {
        "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
        "AWS_SESSION_TOKEN": "somebody-elses",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "HTTP_PROXY": "http://proxy.example.com:1",
        "http_proxy": "http://proxy.example.com:1",
        "NO_PROXY": "internal.example.com",
    }
    for name, value in {**elsewhere, **sandbox.environment}.items():
        monkeypatch.setenv(name, value)
    return boto3.session.Session()


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("guardduty", "list_detectors"),
        ("s3", "list_buckets"),
        ("kms", "list_keys"),
        ("iam", "list_users"),
        ("sts", "get_caller_identity"),
    ],
)
def test_the_variables_lead_every_client_here_whatever_was_set_before(service, operation, led, sandbox):
    getattr(led.client(service), operation)()

    (call,) = sandbox.control.calls()
    assert (call["service"], call["account"], call["region"]) == (service, "123456789012", "us-east-1")


def test_the_variables_keep_the_proxies_exceptions(sandbox, monkeypatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("NO_PROXY", "internal.example.com")

    environment = sandbox.environment

    assert environment["NO_PROXY"] == environment["no_proxy"] == "internal.example.com,127.0.0.1,localhost"


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_variables_have_what_a_client_needs(name, sandbox):
    assert sandbox.environment[name]


def test_the_metadata_service_is_not_asked(sandbox):
    assert sandbox.environment["AWS_EC2_METADATA_DISABLED"] == "true"


def test_other_accounts_and_regions_have_variables_too(sandbox):
    environment = sandbox.environment_of("210987654321", region="eu-west-1")

    assert (environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"]) == ("eu-west-1", "eu-west-1")
    keys = {"AccessKeyId": environment["AWS_ACCESS_KEY_ID"], "SecretAccessKey": "x"}
    assert sandbox.client("sts", credentials=keys).get_caller_identity()["Account"] == "210987654321"


@pytest.mark.parametrize("account", ["1", "12345678901a", "1234567890123"])
def test_an_account_that_cannot_be_is_refused(account, sandbox):
    with pytest.raises(ValueError, match=f"an account id has 12 digits, '{account}' has not$"):
        sandbox.client("sts", account=account)


def test_a_role_of_another_account_leads_to_that_account(sandbox):
    arn = "arn:aws:iam::210987654321:role/anything"
    keys = sandbox.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]

    sandbox.client("s3", credentials=keys).create_bucket(Bucket="theirs")

    assert sandbox.client("s3").list_buckets()["Buckets"] == []
    assert len(sandbox.client("s3", account="210987654321").list_buckets()["Buckets"]) == 1


class TestWhatIsNotOffered:
    def test_is_told_as_501(self, scene, refused):
        found = refused(scene.guardduty.list_coverage, DetectorId=scene.detector)

        assert (found.status, found.code) == (501, "NotImplemented")
        assert found.message == "the sandbox does not offer guardduty:ListCoverage"

    def test_is_told_of_an_operation_that_moto_lacks_too(self, sandbox, refused):
        found = refused(sandbox.client("kms").connect_custom_key_store, CustomKeyStoreId="store")

        assert (found.status, found.code) == (501, "NotImplemented")
        assert found.message == "the sandbox does not offer kms:ConnectCustomKeyStore"

    def test_is_told_of_an_unknown_path_too(self, raw):
        status, _, body = raw("GET", "/nothing/here")

        assert status == 501
        assert b"the sandbox does not offer guardduty:GET /nothing/here" in body


def test_a_failure_of_the_sandbox_itself_is_told_and_kept(sandbox, refused, monkeypatch, capfd):
    def broken(*_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(destination_calls, "listed", broken)
    found = refused(sandbox.client("guardduty").list_publishing_destinations, DetectorId="x")
    crashes = sandbox.control.crashes()
    sandbox.control.reset()

    assert (found.status, found.code) == (500, "SandboxFailure")
    assert found.message == "the sandbox itself failed; see its stderr"
    assert "RuntimeError: a bug" in crashes[0]
    assert "RuntimeError: a bug" in capfd.readouterr().err
    assert sandbox.control.crashes() == []


def test_calls_may_come_at_the_same_time(scene):
    scene.build()
    failures = []

    def work(number):
        try:
            client = scene.sandbox.client("s3")
            for step in range(5):
                client.put_object(Bucket="findings", Key=f"{number}/{step}", Body=b"x")
        except Exception as error:  # noqa: BLE001 -- reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(scene.objects()) == 20


def test_only_one_of_many_creates_at_the_same_time_gets_the_slot(scene):
    scene.build()
    outcomes = []

    def create():
        client = scene.sandbox.client("guardduty")
        try:
            client.create_publishing_destination(
                DetectorId=scene.detector, DestinationType="S3", DestinationProperties=scene.properties()
            )
            outcomes.append("made")
        except client.exceptions.BadRequestException:
            outcomes.append("refused")

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["made"] + ["refused"] * 5

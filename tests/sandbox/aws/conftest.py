import contextlib
import dataclasses
import functools
import http.client
import json
import urllib.parse
from collections.abc import Iterator

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
from botocore.exceptions import ClientError
from pulumi_guardduty_sandbox.aws import Sandbox


ACCOUNT = "123456789012"
REGION = "us-east-1"


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The shared one; a failure inside it fails the test that provoked it."""
    yield sandbox
    crashes = sandbox.control.crashes()
    sandbox.control.reset()
    assert not crashes, crashes[0]


@dataclasses.dataclass
class Raw:
    """A signed request without an SDK's help, to see what is on the wire."""

    sandbox: Sandbox

    def __call__(
        self, method: str, path: str, body: object = None, *, service: str = "guardduty", headers=None, chunks=None
    ):
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        keys = self.sandbox.environment
        request = botocore.awsrequest.AWSRequest(
            method, self.sandbox.url + path, data=content, headers=headers or {"Content-Type": "application/json"}
        )
        credentials = botocore.credentials.Credentials(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"])
        botocore.auth.SigV4Auth(credentials, service, REGION).add_auth(request)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.sandbox.url).netloc, timeout=30)
        with contextlib.closing(connection):
            if chunks is None:
                connection.request(method, path, content, dict(request.headers))
            else:
                sent = {**dict(request.headers), "Transfer-Encoding": "chunked"}
                connection.request(method, path, iter(chunks), sent, encode_chunked=True)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()


@pytest.fixture
def raw(sandbox: Sandbox) -> Raw:
    return Raw(sandbox)


class Refused:
    """What boto3 shows of a refused call."""

    def __init__(self, error: ClientError) -> None:
        self.status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        self.code = error.response["Error"]["Code"]
        self.message = error.response["Error"].get("Message", "")
        self.type = error.response.get("Type")


@pytest.fixture
def refused():
    """Makes a call that must be refused, and says how it was."""

    def call(operation, **arguments) -> Refused:
        with pytest.raises(ClientError) as caught:
            operation(**arguments)
        return Refused(caught.value)

    return call


@functools.cache
def _client(sandbox: Sandbox, service: str, region: str, account: str):
    """Making a client takes longer than most of its calls, so tests share those that they do not change."""
    return sandbox.client(service, region=region, account=account)


class Scene:
    """A detector, a bucket and a key with the six statements that AWS documents; any piece can be left out."""

    def __init__(self, sandbox: Sandbox, region: str = REGION, account: str = ACCOUNT) -> None:
        self.sandbox, self.region, self.account = sandbox, region, account
        self.partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if "gov" in region else "aws"
        self.guardduty, self.s3, self.kms = (
            _client(sandbox, service, region, account) for service in ("guardduty", "s3", "kms")
        )
        self.detector = self.guardduty.create_detector(Enable=True)["DetectorId"]
        self.principal = "guardduty.amazonaws.com"
        self.bucket = ""
        self.key = ""

    def build(self, bucket: str = "findings", prefix: str = "") -> "Scene":
        self.make_bucket(bucket)
        self.make_key()
        self.put_bucket_policy(self.bucket_statements())
        self.put_key_policy(self.key_statements())
        if prefix:
            self.put_folder(prefix)
        return self

    def make_bucket(self, bucket: str = "findings", *, region: str | None = None, account: str | None = None) -> None:
        region = region or self.region
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        owner = _client(self.sandbox, "s3", region, account or self.account)
        owner.create_bucket(Bucket=bucket, **where)
        self.s3, self.bucket = owner, bucket

    def make_key(self, *, region: str | None = None, account: str | None = None, **arguments) -> None:
        self.kms = _client(self.sandbox, "kms", region or self.region, account or self.account)
        self.key = self.kms.create_key(**arguments)["KeyMetadata"]["Arn"]

    def put_folder(self, prefix: str) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=f"{prefix}/", ServerSideEncryption="aws:kms", SSEKMSKeyId=self.key)

    @property
    def condition(self) -> dict:
        arn = f"arn:{self.partition}:guardduty:{self.region}:{self.account}:detector/{self.detector}"
        return {"StringEquals": {"aws:SourceAccount": self.account, "aws:SourceArn": arn}}

    def key_statements(self) -> list[dict]:
        owner = self.key.split(":")[4]
        root = f"arn:{self.partition}:iam::{owner}:root"
        return [
            {"Sid": "admin", "Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "key", "Effect": "Allow", "Principal": {"Service": self.principal}}
            | {"Action": "kms:GenerateDataKey", "Resource": self.key, "Condition": self.condition},
        ]

    def bucket_statements(self) -> list[dict]:
        arn = f"arn:{self.partition}:s3:::{self.bucket}"
        guardduty = {"Principal": {"Service": self.principal}}
        put = {"Action": "s3:PutObject", "Resource": f"{arn}/*"}
        header = "s3:x-amz-server-side-encryption"
        allow = {"Effect": "Allow", **guardduty, "Condition": self.condition}
        return [
            {"Sid": "location", **allow, "Action": "s3:GetBucketLocation", "Resource": arn},
            {"Sid": "put", **allow, **put},
            {"Sid": "unencrypted", "Effect": "Deny", **guardduty, **put}
            | {"Condition": {"StringNotEquals": {header: "aws:kms"}}},
            {"Sid": "wrong-key", "Effect": "Deny", **guardduty, **put}
            | {"Condition": {"StringNotEquals": {f"{header}-aws-kms-key-id": self.key}}},
            {"Sid": "plain-http", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{arn}/*"}
            | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        ]

    def put_bucket_policy(self, statements: list[dict]) -> None:
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)

    def put_key_policy(self, statements: list[dict]) -> None:
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self.kms.put_key_policy(KeyId=self.key, PolicyName="default", Policy=policy)

    def properties(self, prefix: str = "", **changes) -> dict:
        arn = f"arn:{self.partition}:s3:::{self.bucket}" + (f"/{prefix}" if prefix else "")
        chosen = {"DestinationArn": arn, "KmsKeyArn": self.key, **changes}
        return {name: value for name, value in chosen.items() if value is not None}

    def create(self, prefix: str = "", *, properties: dict | None = None, **arguments) -> str:
        return self.guardduty.create_publishing_destination(
            DetectorId=self.detector,
            DestinationType="S3",
            DestinationProperties=self.properties(prefix) if properties is None else properties,
            **arguments,
        )["DestinationId"]

    def describe(self, destination: str) -> dict:
        return self.guardduty.describe_publishing_destination(DetectorId=self.detector, DestinationId=destination)

    def update(self, destination: str, **properties) -> None:
        self.guardduty.update_publishing_destination(
            DetectorId=self.detector, DestinationId=destination, DestinationProperties=properties
        )

    def delete(self, destination: str) -> None:
        self.guardduty.delete_publishing_destination(DetectorId=self.detector, DestinationId=destination)

    def objects(self) -> list[str]:
        found = self.s3.list_objects_v2(Bucket=self.bucket)
        return [row["Key"] for row in found.get("Contents", [])]

    def put_list(self, body: str = "198.51.100.1\n", *, bucket: str = "lists", key: str = "list.txt", **more) -> str:
        s3 = _client(self.sandbox, "s3", self.region, self.account)
        if bucket not in [row["Name"] for row in s3.list_buckets()["Buckets"]]:
            where = {} if self.region == "us-east-1" else {"LocationConstraint": self.region}
            s3.create_bucket(Bucket=bucket, **({"CreateBucketConfiguration": where} if where else {}))
        s3.put_object(Bucket=bucket, Key=key, Body=body.encode(), **more)
        return f"s3://{bucket}/{key}"


@pytest.fixture
def scene(sandbox: Sandbox) -> Scene:
    """A detector; the rest is built by the test."""
    return Scene(sandbox)


@pytest.fixture
def make_scene(sandbox: Sandbox):
    """Scenes in other regions and accounts."""

    def make(region: str = REGION, account: str = ACCOUNT) -> Scene:
        return Scene(sandbox, region, account)

    return make


@dataclasses.dataclass(frozen=True)
class ListApi:
    """The five operations of one kind of list, and the names they go by."""

    kind: str
    name: str
    id_name: str
    ids_name: str
    name_parameter: str
    is_entity: bool
    quota: int
    scene: Scene

    def create(self, name: str = "hostile", *, location: str | None = None, activate: bool = False, **more) -> str:
        answer = getattr(self.scene.guardduty, f"create_{self.name}")(
            DetectorId=self.scene.detector,
            **{
                "Name": name,
                "Format": "TXT",
                "Location": location or "s3://lists/list.txt",
                "Activate": activate,
                **more,
            },
        )
        return answer[self.id_name]

    def get(self, list_id: str) -> dict:
        method = getattr(self.scene.guardduty, f"get_{self.name}")
        return method(DetectorId=self.scene.detector, **{self.id_name: list_id})

    def update(self, list_id: str, **changes) -> None:
        method = getattr(self.scene.guardduty, f"update_{self.name}")
        method(DetectorId=self.scene.detector, **{self.id_name: list_id}, **changes)

    def delete(self, list_id: str) -> None:
        method = getattr(self.scene.guardduty, f"delete_{self.name}")
        method(DetectorId=self.scene.detector, **{self.id_name: list_id})

    def listed(self, **paging) -> dict:
        return getattr(self.scene.guardduty, f"list_{self.name}s")(DetectorId=self.scene.detector, **paging)

    def path(self, list_id: str = "") -> str:
        return f"/detector/{self.scene.detector}/{self.kind}" + (f"/{list_id}" if list_id else "")


LIST_KINDS = {
    "threatintelset": ("threat_intel_set", "ThreatIntelSetId", "ThreatIntelSetIds", "threatIntelSetName", False, 6),
    "ipset": ("ip_set", "IpSetId", "IpSetIds", "ipSetName", False, 1),
    "threatentityset": ("threat_entity_set", "ThreatEntitySetId", "ThreatEntitySetIds", "threatEntitySetName", True, 6),
    "trustedentityset": (
        "trusted_entity_set",
        "TrustedEntitySetId",
        "TrustedEntitySetIds",
        "trustedEntitySetName",
        True,
        1,
    ),
}


@pytest.fixture
def make_lists(scene: Scene):
    """The operations of a kind of list, by its path."""

    def make(kind: str, on: Scene = scene) -> ListApi:
        return ListApi(kind, *LIST_KINDS[kind], on)

    return make


@pytest.fixture(params=list(LIST_KINDS))
def lists(request: pytest.FixtureRequest, make_lists) -> ListApi:
    """Each kind of list in turn."""
    return make_lists(request.param)


@pytest.fixture
def intel(make_lists) -> ListApi:
    """Threat intel sets."""
    return make_lists("threatintelset")


@dataclasses.dataclass
class User:
    """An IAM user with exactly the actions it was given."""

    sandbox: Sandbox
    name: str
    keys: dict

    def client(self, service: str, **more):
        return self.sandbox.client(service, credentials=self.keys, **more)

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{ACCOUNT}:user/{self.name}"


@pytest.fixture
def make_user(sandbox: Sandbox):
    """Makes IAM users and has identity policies judged from then on."""
    numbers = iter(range(100))

    def make(*actions: str, denied: tuple[str, ...] = (), statements: list | None = None) -> User:
        iam = sandbox.client("iam")
        name = f"user{next(numbers)}"
        iam.create_user(UserName=name)
        chosen = list(statements or [])
        if actions:
            chosen.append({"Effect": "Allow", "Action": sorted(actions), "Resource": "*"})
        if denied:
            chosen.append({"Effect": "Deny", "Action": sorted(denied), "Resource": "*"})
        if chosen:
            policy = json.dumps({"Version": "2012-10-17", "Statement": chosen})
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy)
        keys = iam.create_access_key(UserName=name)["AccessKey"]
        sandbox.control.switch(caller_policies=True)
        return User(sandbox, name, keys)

    return make

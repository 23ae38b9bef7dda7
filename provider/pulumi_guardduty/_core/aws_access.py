"""How a resource reaches AWS: the standard chain, then the stack's config, then the resource's own settings.

One client per (service, region, credentials) for the whole process. No credential is kept anywhere but in
botocore's own objects.
"""

import functools
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.redaction import watch


if TYPE_CHECKING:
    import boto3
    from botocore.session import Session as BotocoreSession
    from types_boto3_guardduty import GuardDutyClient
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_sts import STSClient

#: Attempts in all at one call. botocore's standard mode stops after 3; GuardDuty publishes no request rates and
#: landing-zone-accelerator wraps every call in back-off, so more are worth it.
ATTEMPTS = 8

#: Seconds to wait for an answer. Activating a list whose object cannot be read took AWS 17 to 18 s.
#: Source: wire captures of 2026-09-29.
READ_TIMEOUT_SECONDS = 70

#: Parallel connections a client keeps, as many as there may be workers.
CONNECTIONS = 64

_LOCK = threading.RLock()
_SESSIONS: dict["Credentials", "BotocoreSession"] = {}
_CLIENTS: dict[tuple["Credentials", str, str, bool], Any] = {}
_ACCOUNTS: dict["Credentials", tuple[str, str]] = {}


@dataclass(frozen=True)
class Role:
    """A role to assume."""

    arn: str
    external_id: str | None = None
    session_name: str | None = None


@dataclass(frozen=True)
class Credentials:
    """Where credentials come from; never the credentials themselves."""

    profile: str | None = None
    roles: tuple[Role, ...] = ()


class AwsAccess:
    """AWS, as one resource reaches it.

    Args:
        region: The region to call, or None for the standard chain's.
        settings: The resource's `aws` argument as a bag of wire names, or None.
        config: The stack's configuration, ``namespace:key`` to value.
    """

    def __init__(self, region: str | None, settings: Mapping[str, Any] | None, config: Mapping[str, Any]) -> None:
        self._region = region or config_region(config)
        self._credentials = _credentials(settings or {}, config)

    @property
    def region(self) -> str:
        """The region that is called.

        Raises:
            InvalidInputError: Nothing says which.
        """
        with aws_errors():
            region = self._region or _chain_region(self._session())
        if not region:
            raise errors.InvalidInputError(
                "no AWS region was found: set the resource's `region`, the stack's aws:region, or AWS_REGION"
            )
        return str(region)

    @property
    def account_id(self) -> str:
        """The account the credentials belong to, from STS, asked once."""
        return self._identity()[0]

    @property
    def partition(self) -> str:
        """The partition the credentials belong to, e.g. ``aws-cn``."""
        return self._identity()[1]

    @property
    def guardduty(self) -> "GuardDutyClient":
        return cast("GuardDutyClient", self._client("guardduty"))

    @property
    def s3(self) -> "S3Client":
        return cast("S3Client", self._client("s3"))

    @property
    def kms(self) -> "KMSClient":
        return cast("KMSClient", self._client("kms"))

    @property
    def kms_once(self) -> "KMSClient":
        """Makes each call one time only: for a call that KMS would carry out twice if its answer was lost."""
        return cast("KMSClient", self._client("kms", repeats=False))

    @property
    def sts(self) -> "STSClient":
        return cast("STSClient", self._client("sts"))

    def elsewhere(self, region: str) -> "AwsAccess":
        """The same credentials in another region."""
        other = AwsAccess(region, None, {})
        other._credentials = self._credentials
        return other

    def _identity(self) -> tuple[str, str]:
        with _LOCK:
            known = _ACCOUNTS.get(self._credentials)
        if known is None:
            with aws_errors():
                answer = self.sts.get_caller_identity()
            known = (answer["Account"], answer["Arn"].split(":")[1])
            with _LOCK:
                _ACCOUNTS[self._credentials] = known
        return known

    def _client(self, service: str, *, repeats: bool = True) -> Any:
        key = (self._credentials, service, self.region, repeats)
        with _LOCK:
            if key not in _CLIENTS:
                core = self._session()
                make: Any = _boto3_session(self._credentials, core).client
                with aws_errors():
                    _CLIENTS[key] = make(service, region_name=self.region, config=_client_config(core, repeats))
            return _CLIENTS[key]

    def _session(self) -> "BotocoreSession":
        with _LOCK:
            if self._credentials not in _SESSIONS:
                _SESSIONS[self._credentials] = _session(self._credentials, self._region)
            return _SESSIONS[self._credentials]


@functools.cache
def _boto3_session(_credentials: Credentials, core: "BotocoreSession") -> "boto3.Session":
    import boto3  # noqa: PLC0415 - a program that only declares resources never loads it

    # One a botocore session: each boto3 session adds its handlers to it once more.
    return boto3.Session(botocore_session=core)


def config_region(config: Mapping[str, Any]) -> str | None:
    """The region the stack's config declares, if any."""
    return _text(config.get("aws:region"))


def forget() -> None:
    """Know no client, session or account, as a new provider process does."""
    with _LOCK:
        for known in (_SESSIONS, _CLIENTS, _ACCOUNTS):
            known.clear()
        _boto3_session.cache_clear()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _chain_region(session: "BotocoreSession") -> Any:
    # botocore itself reads only AWS_DEFAULT_REGION; every other AWS SDK, and pulumi-aws, reads AWS_REGION.
    return os.environ.get("AWS_REGION") or session.get_config_variable("region")


def _credentials(settings: Mapping[str, Any], config: Mapping[str, Any]) -> Credentials:
    profile = _text(settings.get("profile")) or _text(config.get("aws:profile"))
    if role := _text(settings.get("roleArn")):
        own = Role(role, _text(settings.get("externalId")), _text(settings.get("sessionName")))
        roles: tuple[Role, ...] = (own,)
    elif settings.get("profile"):
        # The resource's own profile stands for itself: the stack's roles belong to the stack's profile.
        roles = ()
    else:
        roles = tuple(_configured_roles(config))
    return Credentials(profile, roles)


def _configured_roles(config: Mapping[str, Any]) -> list[Role]:
    value = config.get("aws:assumeRoles")
    try:
        rows = json.loads(value) if isinstance(value, str) and value else value or []
        return [Role(row["roleArn"], row.get("externalId"), row.get("sessionName")) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise errors.InvalidInputError(
            "stack config aws:assumeRoles is not a list of objects with a roleArn; set it like "
            "pulumi config set --path 'aws:assumeRoles[0].roleArn' arn:aws:iam::123456789012:role/deploy"
        ) from None


def _session(credentials: Credentials, region: str | None) -> "BotocoreSession":
    import botocore.session  # noqa: PLC0415 - as above

    with aws_errors():
        core = botocore.session.Session(profile=credentials.profile)
        watch(core)
        for role in credentials.roles:
            core = _assumed(core, role, credentials.profile, region)
            watch(core)
        return core


def _assumed(core: "BotocoreSession", role: Role, profile: str | None, region: str | None) -> "BotocoreSession":
    import botocore.credentials  # noqa: PLC0415
    import botocore.exceptions  # noqa: PLC0415
    import botocore.session  # noqa: PLC0415

    source = core.get_credentials()
    if source is None:
        raise botocore.exceptions.NoCredentialsError
    extra = {"RoleSessionName": role.session_name or "pulumi-guardduty"}
    if role.external_id:
        extra["ExternalId"] = role.external_id
    region = region or _chain_region(core)
    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(
        functools.partial(core.create_client, region_name=region), source, role.arn, extra_args=extra
    )
    # Of the same profile: endpoints, retries and the region are its, too.
    assumed = botocore.session.Session(profile=profile)
    # botocore has no public way to give a session credentials that renew themselves.
    holder: Any = assumed
    holder._credentials = botocore.credentials.DeferredRefreshableCredentials(  # noqa: SLF001
        fetcher.fetch_credentials, "assume-role"
    )
    return assumed


def _client_config(core: "BotocoreSession", repeats: bool) -> Any:
    from botocore.config import Config  # noqa: PLC0415

    user = core.get_scoped_config()
    mode = os.environ.get("AWS_RETRY_MODE") or user.get("retry_mode") or "standard"
    retries: Any = {"mode": mode}
    if not repeats:
        retries["total_max_attempts"] = 1
    elif not (os.environ.get("AWS_MAX_ATTEMPTS") or user.get("max_attempts")):
        retries["total_max_attempts"] = ATTEMPTS
    return Config(
        retries=retries,
        read_timeout=READ_TIMEOUT_SECONDS,
        connect_timeout=10,
        max_pool_connections=CONNECTIONS,
        user_agent_extra="pulumi-guardduty",
    )

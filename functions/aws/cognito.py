"""Cognito: the staff who may write, release and administer. The command line adds the first."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from botocore.exceptions import ClientError

from functions.aws.errors import code, translated

Group = Literal["author", "releaser", "admin"]


class UserPools(Protocol):
    """The calls of boto3's Cognito client that are used, with AWS's names."""

    def admin_create_user(
        self,
        *,
        UserPoolId: str,  # noqa: N803
        Username: str,  # noqa: N803
        UserAttributes: list[dict[str, str]],  # noqa: N803
        DesiredDeliveryMediums: list[str],  # noqa: N803
    ) -> Any:
        """Make a user and mail a password for the first sign-in."""

    def admin_add_user_to_group(
        self,
        *,
        UserPoolId: str,  # noqa: N803
        Username: str,  # noqa: N803
        GroupName: str,  # noqa: N803
    ) -> Any:
        """Give a user the rights of a group; again is harmless."""


def add_staff(client: UserPools, pool: str, email: str, *groups: Group) -> bool:
    """Make a member of staff, in these groups; False if the address was there already.

    Cognito mails them a temporary password. Repeating it sends no second mail, and adds to the
    groups that were asked for. NeverRetry if Cognito refuses.
    """
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    made = True
    with translated("make the member of staff"):
        try:
            client.admin_create_user(
                UserPoolId=pool,
                Username=email,
                UserAttributes=attributes,
                DesiredDeliveryMediums=["EMAIL"],
            )
        except ClientError as error:
            if code(error) != "UsernameExistsException":
                raise
            made = False
        for group in groups:
            client.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
    return made

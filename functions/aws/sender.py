"""What SES says about account, identity and configuration set, as the facts `doctor` judges.

Sending and the checks before a launch have files of their own (`ses.py`, `identities.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.alerts.health.account import BOTH, SesAccount
from functions.alerts.health.configuration import ConfigurationSet, Destination
from functions.alerts.health.identity import DKIM_ZONE, Identity
from functions.aws.errors import code, translated

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client


def read_account(client: SESV2Client) -> SesAccount:
    """GetAccount."""
    with translated("read the SES account"):
        found: Any = client.get_account()
    quota, plan = found["SendQuota"], found.get("PricingAttributes", {})
    suppressed = found.get("SuppressionAttributes", {}).get("SuppressedReasons")
    return SesAccount(
        rate=quota["MaxSendRate"],
        quota=quota["Max24HourSend"],
        sent=quota["SentLast24Hours"],
        sending=found["SendingEnabled"],
        enforcement=found.get("EnforcementStatus", ""),
        production=found["ProductionAccessEnabled"],
        plan=plan.get("CurrentPlan", ""),
        next_plan=plan.get("NextPlan", ""),
        suppressed=BOTH if suppressed is None else frozenset(suppressed),
        review=found.get("Details", {}).get("ReviewDetails", {}).get("Status", ""),
        engagement=_engages(found.get("VdmAttributes", {}).get("DashboardAttributes")) or False,
    )


def read_identity(client: SESV2Client, name: str) -> Identity | None:
    """GetEmailIdentity; None if SES has no such identity in this region."""
    with translated("read the SES identity"):
        try:
            found: Any = client.get_email_identity(EmailIdentity=name)
        except ClientError as error:
            if code(error) != "NotFoundException":
                raise
            return None
    dkim, mail_from = found.get("DkimAttributes", {}), found.get("MailFromAttributes", {})
    easy = dkim.get("SigningAttributesOrigin", "AWS_SES") != "EXTERNAL"  # else keys of one's own
    return Identity(
        name=name,
        verified=found["VerifiedForSendingStatus"],
        dkim=dkim.get("Status", ""),
        signing=dkim.get("SigningEnabled", False),
        tokens=tuple(dkim.get("Tokens", ())) if easy else (),
        zone=dkim.get("SigningHostedZone") or DKIM_ZONE,
        why=found.get("VerificationInfo", {}).get("ErrorType", ""),
        mail_from=mail_from.get("MailFromDomain", ""),
        mail_from_status=mail_from.get("MailFromDomainStatus", ""),
    )


def read_configuration_set(client: SESV2Client, name: str) -> ConfigurationSet:
    """GetConfigurationSet and GetConfigurationSetEventDestinations."""
    with translated("read the configuration set"):
        found: Any = client.get_configuration_set(ConfigurationSetName=name)
        listed: Any = client.get_configuration_set_event_destinations(ConfigurationSetName=name)
    suppressed = found.get("SuppressionOptions", {}).get("SuppressedReasons")
    return ConfigurationSet(
        name=name,
        sending=found.get("SendingOptions", {}).get("SendingEnabled", True),
        reputation=found.get("ReputationOptions", {}).get("ReputationMetricsEnabled", False),
        destinations=tuple(
            Destination(
                name=one["Name"],
                enabled=one.get("Enabled", False),
                types=frozenset(one["MatchingEventTypes"]),
                topic=one.get("SnsDestination", {}).get("TopicArn", ""),
            )
            for one in listed.get("EventDestinations", ())
        ),
        suppressed=None if suppressed is None else frozenset(suppressed),
        engagement=_engages(found.get("VdmOptions", {}).get("DashboardOptions")),
    )


def _engages(options: Any) -> bool | None:
    """Whether opens and clicks are counted; None where nothing is said."""
    said = (options or {}).get("EngagementMetrics")
    return None if said is None else said == "ENABLED"

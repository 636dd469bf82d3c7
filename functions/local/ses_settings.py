"""The operations of SES v2 that look at an account or change it; those that send are in `ses`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.local.ses_account import Account, ConfigurationSet
from functions.local.ses_model import SesError

Parameters = Mapping[str, Any]
Answer = dict[str, Any]


def get_account(account: Account, asked: Parameters) -> Answer:
    """GetAccount."""
    return {
        "DedicatedIpAutoWarmupEnabled": False,
        "EnforcementStatus": account.enforcement,
        "ProductionAccessEnabled": account.production,
        "SendQuota": {
            "Max24HourSend": float(account.daily_quota),
            "MaxSendRate": float(account.rate),
            "SentLast24Hours": float(account.sent_last_day()),
        },
        "SendingEnabled": account.sending_enabled,
        "SuppressionAttributes": {"SuppressedReasons": sorted(account.suppressed_reasons)},
    }


def put_account_sending(account: Account, asked: Parameters) -> Answer:
    """PutAccountSendingAttributes: pause or resume the account."""
    account.sending_enabled = bool(asked.get("SendingEnabled", False))
    return {}


def create_identity(account: Account, asked: Parameters) -> Answer:
    """CreateEmailIdentity: here it is verified at once."""
    name = asked["EmailIdentity"].lower()
    if name in account.identities:
        raise SesError("AlreadyExistsException", f"Email identity {name} already exist.")
    account.identities.add(name)
    return {"IdentityType": _identity_type(name), "VerifiedForSendingStatus": True}


def get_identity(account: Account, asked: Parameters) -> Answer:
    """GetEmailIdentity."""
    name = asked["EmailIdentity"].lower()
    if name not in account.identities:
        raise SesError("NotFoundException", f"Email identity {name} does not exist.")
    return {
        "IdentityType": _identity_type(name),
        "VerifiedForSendingStatus": True,
        "VerificationStatus": "SUCCESS",
        "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS"},
    }


def create_set(account: Account, asked: Parameters) -> Answer:
    """CreateConfigurationSet."""
    name = asked["ConfigurationSetName"]
    if name in account.configuration_sets:
        raise SesError("AlreadyExistsException", f"Configuration set <{name}> already exists.")
    enabled = asked.get("SendingOptions", {}).get("SendingEnabled", True)
    account.configuration_sets[name] = ConfigurationSet(name, sending_enabled=enabled)
    return {}


def get_set(account: Account, asked: Parameters) -> Answer:
    """GetConfigurationSet."""
    found = _configuration_set(account, asked)
    return {
        "ConfigurationSetName": found.name,
        "SendingOptions": {"SendingEnabled": found.sending_enabled},
    }


def put_set_sending(account: Account, asked: Parameters) -> Answer:
    """PutConfigurationSetSendingOptions: pause or resume one configuration set."""
    found = _configuration_set(account, asked)
    found.sending_enabled = bool(asked.get("SendingEnabled", False))
    return {}


def create_destination(account: Account, asked: Parameters) -> Answer:
    """CreateConfigurationSetEventDestination, of the one kind used: SNS."""
    found, wanted = _configuration_set(account, asked), asked["EventDestination"]
    if "SnsDestination" not in wanted:
        raise SesError("BadRequestException", "The stand-in knows event destinations in SNS only.")
    found.topic = wanted["SnsDestination"]["TopicArn"]
    enabled = wanted.get("Enabled", False)
    found.event_types = frozenset(wanted.get("MatchingEventTypes", ()) if enabled else ())
    return {}


def get_destinations(account: Account, asked: Parameters) -> Answer:
    """GetConfigurationSetEventDestinations: the one there can be."""
    found = _configuration_set(account, asked)
    if found.topic is None:
        return {"EventDestinations": []}
    destination = {
        "Name": "events",
        "Enabled": bool(found.event_types),
        "MatchingEventTypes": sorted(found.event_types),
        "SnsDestination": {"TopicArn": found.topic},
    }
    return {"EventDestinations": [destination]}


def put_suppressed(account: Account, asked: Parameters) -> Answer:
    """PutSuppressedDestination."""
    account.suppressed[asked["EmailAddress"].lower()] = (asked["Reason"], account.now())
    return {}


def get_suppressed(account: Account, asked: Parameters) -> Answer:
    """GetSuppressedDestination."""
    address = _suppressed(account, asked)
    return {"SuppressedDestination": _summary(account, address)}


def delete_suppressed(account: Account, asked: Parameters) -> Answer:
    """DeleteSuppressedDestination."""
    del account.suppressed[_suppressed(account, asked)]
    return {}


def list_suppressed(account: Account, asked: Parameters) -> Answer:
    """ListSuppressedDestinations: everything in one page, by reason if asked."""
    reasons = asked.get("Reasons", ("BOUNCE", "COMPLAINT"))
    kept = [a for a, (reason, _) in account.suppressed.items() if reason in reasons]
    return {"SuppressedDestinationSummaries": [_summary(account, a) for a in sorted(kept)]}


OPERATIONS: Mapping[str, Callable[[Account, Parameters], Answer]] = {
    "GetAccount": get_account,
    "PutAccountSendingAttributes": put_account_sending,
    "CreateEmailIdentity": create_identity,
    "GetEmailIdentity": get_identity,
    "CreateConfigurationSet": create_set,
    "GetConfigurationSet": get_set,
    "PutConfigurationSetSendingOptions": put_set_sending,
    "CreateConfigurationSetEventDestination": create_destination,
    "GetConfigurationSetEventDestinations": get_destinations,
    "PutSuppressedDestination": put_suppressed,
    "GetSuppressedDestination": get_suppressed,
    "DeleteSuppressedDestination": delete_suppressed,
    "ListSuppressedDestinations": list_suppressed,
}


def _identity_type(name: str) -> str:
    return "EMAIL_ADDRESS" if "@" in name else "DOMAIN"


def _configuration_set(account: Account, asked: Parameters) -> ConfigurationSet:
    name = asked["ConfigurationSetName"]
    if name not in account.configuration_sets:
        raise SesError("NotFoundException", f"Configuration set <{name}> does not exist.")
    return account.configuration_sets[name]


def _suppressed(account: Account, asked: Parameters) -> str:
    address: str = asked["EmailAddress"].lower()
    if address not in account.suppressed:
        words = f"Email address {address} does not exist on your suppression list."
        raise SesError("NotFoundException", words)
    return address


def _summary(account: Account, address: str) -> Answer:
    reason, since = account.suppressed[address]
    return {"EmailAddress": address, "Reason": reason, "LastUpdateTime": since.timestamp()}

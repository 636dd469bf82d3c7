"""What a deployed function is told by its environment: the only reader of `os.environ`.

`NEEDS` is the truth that `infra/` is tested against: the variables of each function, and no others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from functions.alerts.errors import StateError

SubmitMode = Literal["bulk", "single"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Names of what was deployed; a field that a function does not need is empty.

    `token_keys` (of the links in mails), `filed_keys` (of "I filed it") and `people_keys` (of
    supporters' ids) are paths of SSM parameters, one per key; on a laptop the keys themselves:
    `{"k2": "<64 hex digits>", "k1": …}`.
    """

    supporters_table: str = ""
    ledger_table: str = ""
    data_bucket: str = ""
    control_queue_url: str = ""
    freeze_queue_url: str = ""
    batch_queue_url: str = ""
    event_queue_url: str = ""
    event_dead_letters_url: str = ""
    letter_queue_url: str = ""
    letters_per_day: str = ""
    batch_dead_letters_url: str = ""
    control_queue_arn: str = ""
    schedule_group: str = ""
    scheduler_role_arn: str = ""
    digest_queue_arn: str = ""
    digest_scheduler_role_arn: str = ""
    site_bucket: str = ""
    site_distribution: str = ""
    page_queue_url: str = ""
    page_queue_arn: str = ""
    page_scheduler_role_arn: str = ""
    alarm_topic_arn: str = ""
    configuration_set: str = ""
    most_per_send: str = ""
    most_per_day: str = ""
    token_keys: str = ""
    filed_keys: str = ""
    people_keys: str = ""
    import_bucket: str = ""
    import_queue_url: str = ""
    submit_mode: SubmitMode = "bulk"
    log_level: str = "INFO"
    metrics: str = ""  # the namespace of its numbers in CloudWatch; empty: they are only logged

    def named(self, setting: str) -> str:
        """The value of a field; StateError if it is empty."""
        value = str(getattr(self, setting))
        if not value:
            raise StateError(
                f"{setting.upper()} is not set.",
                remedy="Add it to this function's line in settings.NEEDS and to its environment.",
            )
        return value


# Function → its required environment variables. LOG_LEVEL and SUBMIT_MODE have defaults.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "start_send": ("SUPPORTERS_TABLE", "LEDGER_TABLE", "DATA_BUCKET", "FREEZE_QUEUE_URL"),
    "freeze_audience": ("SUPPORTERS_TABLE", "LEDGER_TABLE", "DATA_BUCKET", "FILED_KEYS"),
    "pace_sends": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "CONTROL_QUEUE_URL",
        "FREEZE_QUEUE_URL",
        "BATCH_QUEUE_URL",
        "BATCH_DEAD_LETTERS_URL",
    ),
    "send_batch": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "BATCH_QUEUE_URL",
        "CONFIGURATION_SET",
        "TOKEN_KEYS",
    ),
    "record_event": ("SUPPORTERS_TABLE", "LEDGER_TABLE", "DATA_BUCKET"),
    "settle_sends": (
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "EVENT_QUEUE_URL",
        "EVENT_DEAD_LETTERS_URL",
        "CONFIGURATION_SET",
    ),
    "supporter_web": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "LETTER_QUEUE_URL",
        "TOKEN_KEYS",
        "FILED_KEYS",
        "PEOPLE_KEYS",
    ),
    "send_letters": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "LETTER_QUEUE_URL",
        "CONFIGURATION_SET",
        "TOKEN_KEYS",
        "PEOPLE_KEYS",
        "LETTERS_PER_DAY",
    ),
    "import_supporters": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "IMPORT_BUCKET",
        "IMPORT_QUEUE_URL",
        "PEOPLE_KEYS",
    ),
    "make_digest": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "CONTROL_QUEUE_URL",
        "ALARM_TOPIC_ARN",
        "CONFIGURATION_SET",
    ),
    "publish_page": ("DATA_BUCKET", "SITE_BUCKET", "SITE_DISTRIBUTION"),
}
# What the `alerts` command needs of a stack, and the names of the stack's outputs that say it
# (the Outputs of infra/). It is no deployed function: nothing in serverless.yml sets these.
COMMAND_LINE = "alerts_cli"
OUTPUTS: Mapping[str, str] = {
    "SUPPORTERS_TABLE": "SupportersTable",
    "LEDGER_TABLE": "LedgerTable",
    "DATA_BUCKET": "DataBucket",
    "CONTROL_QUEUE_URL": "ControlQueueUrl",
    "CONTROL_QUEUE_ARN": "ControlQueueArn",
    "SCHEDULE_GROUP": "SendSchedules",
    "SCHEDULER_ROLE_ARN": "SchedulerRoleArn",
    "DIGEST_QUEUE_ARN": "DigestQueueArn",
    "DIGEST_SCHEDULER_ROLE_ARN": "DigestSchedulerRoleArn",
    "SITE_BUCKET": "SiteBucket",
    "PAGE_QUEUE_URL": "PageQueueUrl",
    "PAGE_QUEUE_ARN": "PageQueueArn",
    "PAGE_SCHEDULER_ROLE_ARN": "PageSchedulerRoleArn",
    "ALARM_TOPIC_ARN": "AlarmTopic",
    "CONFIGURATION_SET": "ConfigurationSet",
    "PEOPLE_KEYS": "PeopleKeys",
}
# Guards against a slip of the hand, in people; not set: none.
LIMITS: Mapping[str, str] = {"MOST_PER_SEND": "MostPerSend", "MOST_PER_DAY": "MostPerDay"}
_MORE = {
    "send_batch": ("SUBMIT_MODE", "METRICS"),
    "send_letters": ("METRICS",),
    "make_digest": tuple(LIMITS),
    "publish_page": ("METRICS",),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    name: (*_MORE.get(name, ()), "LOG_LEVEL") for name in NEEDS
}


def read_settings(function: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of one function of `NEEDS`, or of the command line (`COMMAND_LINE`).

    Raises StateError that names every missing variable and every wrong value at once.
    """
    if function == COMMAND_LINE:
        return _commanding(environment)
    names = (*NEEDS[function], *OPTIONAL[function])
    values = {name: environment[name] for name in names if environment.get(name)}
    wrong = [f"{name} is not set" for name in NEEDS[function] if name not in values]
    if values.get("SUBMIT_MODE", "bulk") not in get_args(SubmitMode):
        wrong.append(f'SUBMIT_MODE is "{values["SUBMIT_MODE"]}"; it can be bulk or single')
    if wrong:
        raise StateError(
            f"{function} cannot start: {'; '.join(wrong)}.",
            remedy="Set its environment in serverless.yml and deploy again.",
        )
    fields = {name.lower(): value for name, value in values.items()}
    mode = cast(SubmitMode, fields.pop("submit_mode", "bulk"))
    return Settings(**fields, submit_mode=mode)


def _commanding(environment: Mapping[str, str]) -> Settings:
    missing = [name for name in OUTPUTS if not environment.get(name)]
    if missing:
        raise StateError(
            f"It is not known which stack is meant: {', '.join(missing)} is not set.",
            remedy="Name a stage (--stage dev), or set these as environment variables.",
        )
    names = [name for name in (*OUTPUTS, *LIMITS) if environment.get(name)]
    return Settings(**{name.lower(): environment[name] for name in names}, submit_mode="bulk")

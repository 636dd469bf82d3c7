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

    `token_keys` is JSON: `{"k2": "<64 hex digits>", "k1": …}`, the first key makes new tokens.
    """

    supporters_table: str = ""
    ledger_table: str = ""
    data_bucket: str = ""
    control_queue_url: str = ""
    freeze_queue_url: str = ""
    batch_queue_url: str = ""
    event_queue_url: str = ""
    configuration_set: str = ""
    token_keys: str = ""
    submit_mode: SubmitMode = "bulk"
    log_level: str = "INFO"


# Function → its required environment variables. LOG_LEVEL and SUBMIT_MODE have defaults.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "start_send": ("SUPPORTERS_TABLE", "LEDGER_TABLE", "DATA_BUCKET", "FREEZE_QUEUE_URL"),
    "freeze_audience": ("SUPPORTERS_TABLE", "LEDGER_TABLE", "DATA_BUCKET"),
    "pace_sends": ("LEDGER_TABLE", "DATA_BUCKET", "BATCH_QUEUE_URL"),
    "send_batch": (
        "SUPPORTERS_TABLE",
        "LEDGER_TABLE",
        "DATA_BUCKET",
        "BATCH_QUEUE_URL",
        "CONFIGURATION_SET",
        "TOKEN_KEYS",
    ),
    "record_event": ("SUPPORTERS_TABLE", "DATA_BUCKET"),
    "settle_sends": ("LEDGER_TABLE", "DATA_BUCKET"),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    name: ("SUBMIT_MODE", "LOG_LEVEL") if name == "send_batch" else ("LOG_LEVEL",) for name in NEEDS
}


def read_settings(function: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of one function of `NEEDS`.

    Raises StateError that names every missing variable and every wrong value at once.
    """
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

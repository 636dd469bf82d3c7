"""infra/parameters.yml: what differs between deployments, read as a careful colleague would.

file ─► Document ─► the stage's block over `default` ─► Parameters, or every problem with its line
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from functions.alerts.content.identity import MailAddress
from functions.alerts.errors import Finding, InputError, Mistake
from functions.alerts.reading.document import Document, examine_document
from functions.alerts.reading.model import Model
from functions.alerts.reading.source import Span
from functions.alerts.reading.tree import Path as Place
from functions.alerts.reading.validation import Reading

ROOT = Path(__file__).parents[2]
FILE = ROOT / "infra" / "parameters.yml"

# PutRetentionPolicy's choices, CloudWatch Logs API reference.
LOG_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
# ScalingConfig's MaximumConcurrency of an SQS event source, Lambda API reference.
_FEWEST_WORKERS, _MOST_WORKERS = 2, 1000
_DOMAIN = r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
# A function is called action-alerts-<stage>-FreezeAudience, in 64 letters at most (Lambda's API).
_STAGE = r"[A-Za-z0-9][A-Za-z0-9-]{0,29}"
_ID = r"(mrk-)?[0-9a-f]{8,}[0-9a-f-]*"  # of a KMS key, of an ACM certificate
_IN_ARN = re.compile(r"arn:aws[a-z-]*:[a-z]+:([a-z0-9-]+):\d{12}:[a-z]+/(.+)")
# CloudFront takes a certificate from there only, whatever the stack's region (CloudFront guide).
CERTIFICATE_REGION = "us-east-1"


def _number(value: Any, least: int, most: int | None = None) -> int:
    if not re.fullmatch(r"\d{1,9}", str(value), re.ASCII):
        raise Mistake(f"`{value}` is no whole number.", advice="Write digits only, like 4.")
    number = int(value)
    if number < least or (most is not None and number > most):
        reach = f"at least {least:,}" if most is None else f"from {least:,} to {most:,}"
        raise Mistake(f"{number:,} is not {reach}.", str(least if number < least else most))
    return number


def _log_days(value: Any) -> int:
    number = _number(value, 1)
    if number not in LOG_DAYS:
        near = min(LOG_DAYS, key=lambda days: abs(days - number))
        listed = ", ".join(map(str, LOG_DAYS))
        raise Mistake(f"CloudWatch keeps logs for {listed} days, not {number}.", str(near))
    return number


def _workers(value: Any) -> int:
    return _number(value, _FEWEST_WORKERS, _MOST_WORKERS)


def _domain(value: Any) -> str:
    text = str(value).strip()
    bare = re.sub(r"^(https?://|.*@)|[/?#].*$", "", text.lower())
    if not re.fullmatch(_DOMAIN, text):
        offers = [bare] if re.fullmatch(_DOMAIN, bare) else []
        raise Mistake(f"`{text}` is no domain.", *offers, advice="Write it like icirr.org.")
    return text


def _subdomain(value: Any) -> str:
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", str(value)):
        raise Mistake(f"`{value}` is no part of a domain.", "bounce", advice="One word, no dots.")
    return str(value)


def _account(value: Any) -> str:
    digits = re.sub(r"[ -]", "", str(value))
    if not re.fullmatch(r"\d{12}", str(value), re.ASCII):
        offers = [digits] if re.fullmatch(r"\d{12}", digits, re.ASCII) else []
        raise Mistake(f"`{value}` is no AWS account.", *offers, advice="It has twelve digits.")
    return str(value)


def _region(value: Any) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", str(value)):
        raise Mistake(f"`{value}` is no AWS region.", advice="Write it like us-east-2.")
    return str(value)


def _key(value: Any) -> str:
    arn = _IN_ARN.fullmatch(str(value))
    if not re.fullmatch(_ID, str(value)):
        offers = [arn[2]] if arn and re.fullmatch(_ID, arn[2]) else []
        raise Mistake(f"`{value}` is no key.", *offers, advice="It is aws, new, or a key's id.")
    return str(value)


def _certificate(value: Any) -> str:
    arn = _IN_ARN.fullmatch(str(value))
    if arn and arn[1] != CERTIFICATE_REGION:
        raise Mistake(
            f"This certificate lies in {arn[1]}; CloudFront takes one from {CERTIFICATE_REGION}.",
            advice=f"Ask ACM for one in {CERTIFICATE_REGION}, and write its id.",
        )
    if not re.fullmatch(_ID, str(value)):
        offers = [arn[2]] if arn and re.fullmatch(_ID, arn[2]) else []
        raise Mistake(f"`{value}` is no certificate.", *offers, advice="It is none, or its id.")
    return str(value)


def _or(words: str, check: Callable[[Any], str]) -> BeforeValidator:
    """One of these words as it is, or what `check` makes of it."""
    return BeforeValidator(lambda value: value if value in words.split() else check(value))


People = Annotated[int, BeforeValidator(lambda value: _number(value, 1))]


class Parameters(Model):
    """One stage's parameters; infra/parameters.yml says beside each what it is for.

    `most_…` are people, `letters_per_day` letters to who signs up, `monthly_budget` US$, `account`
    is empty where any will do.
    """

    region: Annotated[str, BeforeValidator(_region)]
    account: Annotated[str, BeforeValidator(_account)] = ""
    mail_domain: Annotated[str, BeforeValidator(_domain)]
    mail_from: Annotated[str, _or("none", _subdomain)]
    alarm_address: MailAddress
    log_days: Annotated[int, BeforeValidator(_log_days)]
    send_workers: Annotated[int, BeforeValidator(_workers)]
    most_per_send: People
    most_per_day: People
    letters_per_day: People
    submit_mode: Literal["bulk", "single"]
    log_level: Literal["DEBUG", "INFO"]
    kms_key: Annotated[str, _or("aws new", _key)]
    site_domain: Annotated[str, BeforeValidator(_domain)]
    site_certificate: Annotated[str, _or("none", _certificate)]
    console_domain: Annotated[str, _or("none", _domain)]
    monthly_budget: People


def read_parameters(stage: str, file: Path = FILE, *, deploying: bool = False) -> Parameters:
    """The parameters of a stage.

    Raises InputError with every problem in file order: an unknown stage, what is missing, unknown
    or of the wrong kind; and, when `deploying`, example values that nobody changed.
    """
    document, found = examine_document(_bytes(file), _shown(file))
    if document is None:
        raise InputError(*found)
    _refuse_unknown(stage, document)
    reading = Reading(_laid_over(stage, document), {}, list(found))
    reading.names.update(_names(stage, document))
    parameters = reading.model(Parameters, reading.document.value, ())
    if parameters is not None:
        _check_pairs(reading, parameters)
        if deploying:
            _refuse_examples(reading, parameters)
    reading.result()
    if parameters is None:  # an error was reported, so `result` has raised
        raise InputError(*reading.findings)
    return parameters


def stages(document: Document) -> list[str]:
    """The stages that have a block of their own."""
    return [key for key in document.value if key != "default"]


def _shown(file: Path) -> str:
    """As one would type it here."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            _whole(file, f"The file cannot be read: {error.strerror}.",
                   "Run this in the product's own folder, as it was checked out.")
        ) from error  # fmt: skip


def _refuse_unknown(stage: str, document: Document) -> None:
    known = stages(document)
    if stage in known:
        _refuse_bad_name(stage, document)
        return
    near = difflib.get_close_matches(stage, known, 1)
    hint = f"Did you mean --stage {near[0]}? " if near else f"There is {', '.join(known)}. "
    what = f"There is no stage `{stage}`." if stage else "No stage is named (--stage NAME)."
    new = f"A new stage begins with a line `{stage or 'NAME'}: {{}}`."
    remedy = hint + ("`default` is what holds for all of them." if stage == "default" else new)
    raise InputError(_whole(Path(document.file), what, remedy))


def _refuse_bad_name(stage: str, document: Document) -> None:
    """What CloudFormation and Lambda would refuse, the latter half way through a deploy."""
    if not re.fullmatch(_STAGE, stage, re.ASCII):
        found = f"`{stage}` cannot be in the names of a stack and its functions."
        remedy = "Write letters, digits and hyphens, at most 30, like `staging-2`."
        raise InputError(_at(document, (stage,), found, remedy))


def _laid_over(stage: str, document: Document) -> Document:
    """The stage's block over `default`, as if it were a file of its own with the same lines."""
    value: dict[str, Any] = {}
    spans: dict[Place, Span] = {}
    keys: dict[Place, Span] = {}
    for block in ("default", stage):
        content = document.value.get(block)
        if not isinstance(content, dict):
            found = f"`{block}` has no parameters in it."
            raise InputError(_at(document, (block,), found, f"Write `{block}: {{}}`."))
        for key, one in content.items():
            value[key], path = one, (block, key)
            keys[key,] = document.keys[path]
            if path in document.spans:
                spans[key,] = document.spans[path]
    return Document(file=document.file, value=value, lines=document.lines, spans=spans, keys=keys)


def _names(stage: str, document: Document) -> dict[Place, str]:
    """`dev.log_days` is how a person finds a line."""
    found: dict[Place, str] = {}
    for block in ("default", stage):
        for key in document.value[block]:
            found[key,] = f"{block}.{key}"
    return found


def _check_pairs(reading: Reading, found: Parameters) -> None:
    """What is right alone and wrong together."""
    if found.most_per_day < found.most_per_send:
        text = f"A day's {found.most_per_day:,} people are fewer than a send's."
        remedy = f"Write at least {found.most_per_send}, or lower `most_per_send`."
        reading.report(("most_per_day",), text, remedy)


def _refuse_examples(reading: Reading, found: Parameters) -> None:
    """`….example` is nobody's domain (RFC 2606): whoever deploys it has not looked here yet."""
    unused = {"site_domain"} if found.site_certificate == "none" else set()
    for key, value in reading.document.value.items():
        if key not in unused and isinstance(value, str) and re.search(r"\.example$", value):
            text = f"`{value}` is still the example."
            reading.report((key,), text, "Write your own, below `default` or below the stage.")


def _at(document: Document, path: tuple[str, ...], found: str, remedy: str) -> Finding:
    line = document.line(path) if path else None
    return Finding(level="error", file=document.file, line=line, field=".".join(path),
                   found=found, remedy=remedy)  # fmt: skip


def _whole(file: Path, found: str, remedy: str) -> Finding:
    return Finding(
        level="error", file=_shown(file), line=None, field="", found=found, remedy=remedy
    )

"""What a recipient costs: our substitution beside the usual way, in one run on one machine.

The mail is as long as the peers' that README compares with: 38 KB of HTML, 6 KB of text. Run by
`make bench`, or alone: `python -m tests.bench.bench_fields`.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from timeit import repeat

from jinja2 import Environment

from functions.alerts.mail.edition import Edition
from functions.alerts.mail.fields import Fields, clean_name
from functions.alerts.mail.message import Entry, bulk_request, compose
from functions.alerts.mail.token import Keyring
from tests.alerts.mailing import EDITION, SENDER, SUPPORTER

KEYS = Keyring({"k1": bytes(range(32))})
AIM = 10.0  # µs per recipient
LINE = '<p style="margin:0 0 16px">We continue to fight for a welcoming Illinois.</p>\n'


def main() -> None:
    """Print µs per recipient of each step, and how many times longer the usual way takes."""
    edition = long_edition()
    ours = {
        "substitution (clean, fill, JSON)": _substitution(edition),
        "token": lambda: KEYS.make("unsubscribe", SUPPORTER.id),
        "whole bulk entry, two tokens": _bulk_entry(edition),
        "whole mail, rendered here": lambda: compose(edition, SENDER, SUPPORTER, KEYS),
    }
    times = {name: _microseconds(step) for name, step in ours.items()}
    usual = _microseconds(usual_way(edition), number=100)
    print(f"\nPer recipient, {len(edition.html) // 1000} KB of HTML{'µs':>19}{'usual way':>14}")
    for name, time in times.items():
        print(f"{name:<40}{time:>9.1f}{usual / time:>11.0f} ×")
    print(f"{'usual way: Jinja render + EmailMessage':<40}{usual:>9.1f}{1:>11} ×")
    met = times["substitution (clean, fill, JSON)"] <= AIM
    print(f"Aim for the substitution, {AIM:.0f} µs: {'met' if met else 'MISSED'}")


def long_edition() -> Edition:
    return replace(EDITION, html=EDITION.html + LINE * 480, text=EDITION.text + "We fight. " * 600)


def _substitution(edition: Edition) -> Callable[[], object]:
    fields = Fields(edition.subject, edition.html, edition.text)
    links = {"unsubscribe_url": f"{SENDER.site}/u/{'A' * 48}", "preferences_url": SENDER.site}

    def step() -> str:
        names = {
            "first_name": clean_name(SUPPORTER.first_name),
            "last_name": clean_name(SUPPORTER.last_name),
        }
        return json.dumps(fields.replacement({**names, **links}))

    return step


def _bulk_entry(edition: Edition) -> Callable[[], object]:
    # One of fifty: what all of them share is paid once per call.
    entries = [Entry(SUPPORTER, f"send-0-0-{index}-1") for index in range(50)]
    return _Fifty(lambda: bulk_request(edition, SENDER, entries, "alerts", KEYS))


def usual_way(edition: Edition) -> Callable[[], object]:
    environment = Environment(autoescape=True)
    subject, html, text = (
        environment.from_string(
            part.replace("((first_name|friend))", "{{ first_name or 'friend' }}")
            .replace("((first_name|Friend))", "{{ first_name or 'Friend' }}")
            .replace("((unsubscribe_url))", "{{ unsubscribe_url }}")
        )
        for part in (edition.subject, edition.html, edition.text)
    )

    def step() -> bytes:
        url = f"{SENDER.site}/u/{KEYS.make('unsubscribe', SUPPORTER.id)}"
        values = {"first_name": SUPPORTER.first_name, "unsubscribe_url": url}
        message = EmailMessage()
        message["From"], message["To"] = SENDER.address, SUPPORTER.email
        message["Subject"] = subject.render(values)
        message["List-Unsubscribe"] = f"<{url}>"
        message.set_content(text.render(values))
        message.add_alternative(html.render(values), subtype="html")
        return message.as_bytes()

    return step


class _Fifty:
    """A step that serves fifty recipients at once."""

    def __init__(self, step: Callable[[], object]) -> None:
        self.step = step

    def __call__(self) -> object:
        return self.step()


def _microseconds(step: Callable[[], object], number: int = 2_000) -> float:
    """The best of five: the others were disturbed."""
    recipients = 50 if isinstance(step, _Fifty) else 1
    return min(repeat(step, number=number // recipients or 1, repeat=5)) * 1e6 / number


if __name__ == "__main__":
    main()

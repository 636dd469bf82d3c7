"""What an edition costs to compile: our slots beside Jinja into MJML each time, in one run.

Slots are for safety (no text reaches the MJML parser); this shows that they cost no time.

Run by `make bench`, or alone: `python -m tests.bench.bench_compile`.
"""

from __future__ import annotations

from collections.abc import Callable
from timeit import repeat

from jinja2 import Environment, FileSystemLoader
from mjml import mjml2html

from functions.alerts.editions.compile import compile_revision
from functions.alerts.editions.templates import FOLDER, load_templates
from functions.alerts.editions.view import mail_view
from functions.alerts.languages.words import load_packs
from tests.compiled import AWARD, loaded

AIM = 20.0  # ms for all editions of one language, warm


def main() -> None:
    """Print ms per language and per edition, and how many times longer the naive way takes."""
    language, edition, naive = (_milliseconds(step) for step in (_language, _html(), _naive()))
    print(f"\nCompiling the award alert{'ms':>34}")
    print(f"{'one language, all three editions':<40}{language:>19.2f}")
    print(f"{'one edition, HTML part, skeleton known':<40}{edition:>19.2f}")
    print(f"{'naive: texts in the MJML, each time':<40}{naive:>19.2f}{naive / edition:>7.1f} ×")
    print(f"Aim for one language, {AIM:.0f} ms: {'met' if language <= AIM else 'MISSED'}")


def _language() -> object:
    source = loaded(AWARD)
    campaign = source.campaign.model_copy(update={"languages": ("en",)})
    return compile_revision(campaign, source.organization, load_packs())


def _html() -> Callable[[], object]:
    source, pack = loaded(AWARD), load_packs()["en"]
    view = mail_view(source.campaign, source.organization, pack, source.campaign.asks)
    return lambda: load_templates().html(view)


def _naive() -> Callable[[], object]:
    """The same templates with the texts in the MJML itself, so that it compiles each time anew."""
    source, pack = loaded(AWARD), load_packs()["en"]
    view = mail_view(source.campaign, source.organization, pack, source.campaign.asks)
    template = Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template(
        "mail.mjml"
    )
    return lambda: mjml2html(template.render(mail=view), fonts={})


def _milliseconds(step: Callable[[], object], number: int = 20) -> float:
    """The best of five after a warm-up: the others were disturbed."""
    step()
    return min(repeat(step, number=number, repeat=5)) * 1e3 / number


if __name__ == "__main__":
    main()

"""The page: what is on it, and that nothing an alert says becomes a part of it."""

from __future__ import annotations

from functions.alerts.errors import Finding, Level
from functions.watching.board import View
from functions.watching.mails import Mails, Shown
from functions.watching.page import chosen, draw, grouped


def shown(language: str, number: int, *, current: bool = False, **more: str) -> Shown:
    texts = {"subject": "Act", "preheader": "Two things", "html": "<p>", "text": "Act."}
    return Shown(
        language=language,
        name={"en": "English", "ar": "العربية"}[language],
        direction="rtl" if language == "ar" else "ltr",
        number=number,
        of=2,
        begins="",
        ends="",
        asks=1,
        goes_out=number == 1,
        current=current,
        **(texts | more),
    )


def finding(level: Level, found: str = "No.", **more: str) -> Finding:
    told = {"file": "a.yaml", "field": "subject", "remedy": "Write `subject: Act`."} | more
    return Finding(level=level, line=7, found=found, **told)


MAILS = Mails(
    sender="ICIRR",
    shown=(
        *(shown("en", 1), shown("en", 2, current=True)),
        *(shown("ar", 1), shown("ar", 2, current=True)),
    ),
)


def view(*findings: Finding, mails: Mails | None = MAILS, stale: bool = False) -> View:
    return View(
        version="run-2", findings=findings, mails=mails, saved="2", mails_of="1", stale=stale
    )


def test_what_is_asked_for_is_shown_and_else_what_goes_out_now() -> None:
    asked = [("ar", 1), ("ar", 9), ("pl", 1), ("", 0)]
    found = [chosen(MAILS, language, number) for language, number in asked]
    places = [(one.language, one.number) for one in found if one]
    assert places == [("ar", 1), ("ar", 2), ("en", 1), ("en", 2)]
    assert chosen(None, "en", 1) is None


def test_findings_are_grouped_the_worst_first_with_their_lines() -> None:
    found = (finding("note"), finding("error", "Wrong."), finding("warning"), finding("error"))
    assert [group.level for group in grouped(found)] == ["error", "warning", "note"]
    page = draw(view(*found), "a.yaml")
    assert page.index("Wrong.") < page.index('class="warning"')
    assert page.count("line 7") == 4
    assert '<span class="count error">2 errors</span>' in page


def test_a_finding_of_another_file_names_it() -> None:
    assert "organization.yaml" in draw(view(finding("error", file="organization.yaml")), "a.yaml")
    assert '<span class="file">' not in draw(view(finding("error")), "a.yaml")


def test_what_to_write_is_code() -> None:
    assert "Write <code>subject: Act</code>." in draw(view(finding("error")), "a.yaml")


def test_nothing_that_was_written_becomes_a_part_of_the_page() -> None:
    slip = '<script>alert(1)</script>"onload=x'
    mail = shown("en", 1, subject=slip, preheader=slip, html=slip, text=slip)
    mails = Mails(sender=slip, shown=(mail,), lacking={slip: (slip,)})
    told = finding("error", slip, file=slip, field=slip, remedy=f"`{slip}`")
    page = draw(view(told, mails=mails), slip)
    assert page.count("<script") == 1
    assert 'src="/watch.js"' in page
    assert '"onload' not in page


def test_an_older_mail_says_so() -> None:
    assert "This is the mail of 1." in draw(view(finding("error"), stale=True), "a.yaml")
    assert "This is the mail of" not in draw(view(), "a.yaml")


def test_a_frame_runs_no_script_and_goes_nowhere() -> None:
    page = draw(view(), "a.yaml", "ar", 1)
    assert page.count("<iframe") == page.count('sandbox="allow-same-origin allow-popups') == 2
    assert "allow-scripts" not in page
    assert page.count('src="/mail/run-2/ar/1"') == 2
    assert 'lang="ar" dir="rtl"' in page


def test_each_state_without_a_mail_says_why() -> None:
    card = Mails(sender="ICIRR", shown=())
    assert "This is a card" in draw(view(mails=card), "a.yaml")
    assert "until the errors are mended" in draw(view(finding("error"), mails=None), "a.yaml")
    assert "Reading the alert" in draw(View(version="run-0"), "a.yaml")

from __future__ import annotations

import pytest

from functions.alerts.importing.languages import read_language
from functions.alerts.importing.moments import read_moment
from functions.alerts.importing.zips import mend_zip

ZIPS = {
    "60618": "60618",
    "2138": "02138",
    "601": "00601",
    "60618.0": "60618",
    "60618-2345": "60618",
    "2138-1234": "02138",
    "606182345": "60618",
    "21381234": "02138",
    '="02138"': "02138",
    "6.0618E+04": "60618",
    "h2x 1y4": "H2X 1Y4",
    "110111": "110111",
    "12": "",
    "Chicago, IL": "",
    "=1+1": "",
}


@pytest.mark.parametrize(("written", "meant"), ZIPS.items())
def test_a_zip_is_mended(written: str, meant: str) -> None:
    assert mend_zip(written) == meant


LANGUAGES = {
    "Spanish": ("es",),
    "Español": ("es",),
    "spa": ("es",),
    "es_MX": ("es",),
    "inglés": ("en",),
    "polski": ("pl",),
    "العربية": ("ar",),
    "Tagalog": ("fil",),
    "zh-TW": ("zh-Hant",),
    "Chinese": ("zh-Hans", "zh-Hant"),
    "中文": ("zh-Hans", "zh-Hant"),
    "zh": ("zh-Hans", "zh-Hant"),
    "Creole": ("ht", "kea"),
    "Klingon": (),
    "100": (),
}


@pytest.mark.parametrize(("word", "codes"), LANGUAGES.items())
def test_a_language_is_understood_or_what_it_may_be(word: str, codes: tuple[str, ...]) -> None:
    assert read_language(word) == codes


MOMENTS = {
    "2018-04-09 14:00:00": "2018-04-09T14:00:00+00:00",
    "2018-04-09 14:00:00 UTC": "2018-04-09T14:00:00+00:00",
    "2018-04-09T14:00:00Z": "2018-04-09T14:00:00+00:00",
    "2018-04-09 14:00:00.123456 +0000 UTC": "2018-04-09T14:00:00+00:00",  # as Go writes it
    "2018-04-09 19:30:00 +0530 +0530": "2018-04-09T14:00:00+00:00",
    "2018-04-09T09:00:00-05:00": "2018-04-09T14:00:00+00:00",
    "4/9/2018 2:00:00 PM": "2018-04-09T14:00:00+00:00",
    "4/9/18 14:00": "2018-04-09T14:00:00+00:00",  # as Excel writes it on a Mac
    "04/09/2018": "2018-04-09T00:00:00+00:00",
    "yesterday": "",
    "0001-01-01": "",
    "31/12/2018": "",
}


@pytest.mark.parametrize(("written", "meant"), MOMENTS.items())
def test_a_time_is_read_in_utc(written: str, meant: str) -> None:
    assert read_moment(written) == meant

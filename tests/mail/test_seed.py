"""The award email of April 2018 comes out whole, mended where the original was wrong."""

import pytest

from tests.compiled import AWARD, editions
from tests.reading import read, squeeze

SENTENCES = """\
Campaign for a Welcoming Illinois Wins Prestigious Award!
On Thursday, April 5, the Illinois Coalition for Immigrant and Refugee Rights (ICIRR) and our campaign partners won the prestigious Power of Community Awards as part of the 2018 Chicago Neighborhood Development Awards.
The award recognized our collective success as part of the Campaign for a Welcoming Illinois in organizing to draft and pass the Illinois TRUST Act.
The campaign is co-convened by ICIRR, Asian Americans Advancing Justice | Chicago, and PASO (West Suburban Action Project), engaging over 80 community, labor and policy organizations throughout Illinois.
As a result of this victory, no law enforcement agency in Illinois can detain any individuals or turn them over to ICE if ICE does not have a warrant signed by a judge.
Our work has once again put Illinois in the forefront as having one of the strongest and most expansive statewide protections against deportation in the country.
Thousands of people took part in advocacy in Springfield, rallies in Schaumburg, postcard dropoffs at the Thompson Center, in-district meetings with elected officials across the state, call-in efforts to elected officials in Springfield and more!
This award belongs to all of our partners, and we want to thank and congratulate you for this amazing accomplishment.
Our work is not done!
We continue to fight through the Campaign for a Welcoming Illinois to make Illinois the most welcoming state in the country.
Here are three things you can do to help support this work.
Donate!
Victories like these take large investment in resources to make them happen.
This work can only continue if the resources are available for us to be successful.
Please consider making a donation to ensure this critical work can continue.
“Slip” in support of two key bills
Support the Safe Zones Act (SB 35)
This bill would create policies for courthouses, schools, and medical facilities to limit their cooperation with ICE agents.
Send in a witness slip by 3:00 PM CDT on Tuesday, April 10.
Support the No Registry Act
This bill would bar state and local government agencies from participating in any program that would single out ethnic and religious minorities.
Send in a witness slip by 2:00 PM CDT on Wednesday, April 11.
How to slip:
Fill out the form with your information. (Anyone filling out a slip individually can put ICIRR in section II
Choose “proponent” in section III
Choose “record of appearance only” in section IV
Click the box at the bottom agreeing to the terms
Click the button “Create Slip”
Thank you for your support!
"""  # noqa: E501 (a sentence is a line)
FIRST = editions(AWARD, "en")[0]


@pytest.mark.parametrize("sentence", SENTENCES.splitlines(), ids=lambda text: text[:30])
def test_every_sentence_of_the_seed_is_in_both_parts(sentence: str) -> None:
    assert sentence in squeeze(read(FIRST.html).text)
    assert sentence in squeeze(FIRST.text)


def test_the_sentences_come_in_the_seeds_order() -> None:
    for part in (squeeze(read(FIRST.html).text), squeeze(FIRST.text)):
        places = [part.index(sentence) for sentence in SENTENCES.splitlines()]
        assert places == sorted(places)

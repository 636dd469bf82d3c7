"""The pure core: no AWS, no environment, no clock, no randomness; all of it is passed in.

In the order of the flow:

Files people write
    document source syntax yaml_error odd_space lost_text tree validation schema new questions
    alert_file model errors texts link language entry

Organization, campaign, asks
    organization identity page_links translated_organization campaign campaign_languages
    translated_campaign translation ask ask_types ask_list slip_checks button_words bill giving
    deadline clock zone expectation doubles

What is wrong with them
    field_check edition_fields markdown_check

Language packs
    words phrases pack pack_file

A campaign becomes editions
    compile view item kinds slip_group templates slots markdown typesetting bidi palette digest
    edition

An edition becomes a mail
    fields message envelope header token eml trial

A send
    supporter segment written_segment filed send states switch audit plan price estimate freeze
    batch pace answer

What became of it
    delivery evidence settle receipt recipient reminder ports
"""

"""The pure core: no AWS, no environment, no clock, no randomness; all of it is passed in.

reading/    files people write, read with the place of everything and checked line by line
content/    what stands in them: organization, campaigns in their languages, asks, deadlines
languages/  language packs: every phrase of the product in one language, as data
checks/     what a careful colleague would notice about a campaign before it goes out
editions/   a campaign, or a digest of several, becomes one mail per language and interval
planning/   what a send would do, told before it: its audience as written, cost, end
importing/  what other systems export becomes supporters
pages/      the public pages: the organization's look and every phrase, as plain HTML
sharing/    what people pass on by hand, and the same alert for a partner to send
site/       the Calls to Action site: campaigns become pages, feeds and calendars, as files
health/     what a deployed stack needs, judged point by point, for `alerts doctor`
people/     addresses and the ids they come to, what people agreed to, which status holds
mail/       an edition becomes the mail to one person
sends/      a send: whom it is for, its states, its batches, its pace
outcomes/   what became of it: events, doubts settled, receipts, reminders

The sender imports the last three: they need nothing that takes long to load.
"""

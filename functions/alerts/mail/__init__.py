"""An edition becomes the mail to one person. The sender imports it: nothing slow is in it."""

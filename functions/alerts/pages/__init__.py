"""The public pages: plain HTML that works without JavaScript, in every language of the packs."""

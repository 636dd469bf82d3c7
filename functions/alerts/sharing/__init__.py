"""An alert where no mail goes: texts to share by hand, and a kit for a partner to send."""

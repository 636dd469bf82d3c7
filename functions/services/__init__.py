"""What several entry files and the command line do with the core and AWS; no handler is here.

launch, planning, audience, reminders, recurring, publishing   a send on its way
move_sends, probing, receipts, kept_parts                      a send that goes on, and its end
leaving, recovering, restored, signing_keys                    the list and the stack over the years
"""

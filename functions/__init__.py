"""Action alerts by email: from one campaign file to a receipt.

campaign.yaml ─► Campaign ─► editions                    `alerts publish`: a revision in S3
start_send ─► freeze_audience                            who gets it, fixed before the first mail
pace_sends ─► send_batch                                 claim ─► one SES call ─► record
record_event ─► settle_sends                             SES's events ─► doubts settled, receipt
make_digest                                              what is published and open, each week
supporter_web ─► send_letters                            join, leave, choose; letters to confirm

Imports run one way: these entry files ─► `services/` ─► `aws/` ─► `alerts/`, the pure core.
"""

import gc
import sys

# Under Lambda's runtime client: what is imported stays, and the collector's walks through it are a
# twelfth of a start. `wiring.world` has it collect again.
if "awslambdaric" in sys.modules:
    gc.disable()

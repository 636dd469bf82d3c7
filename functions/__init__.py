"""Action alerts by email: from one campaign file to a receipt.

campaign.yaml ─► Campaign ─► editions                    `alerts publish`: a revision in S3
start_send ─► freeze_audience                            who gets it, fixed before the first mail
pace_sends ─► send_batch                                 claim ─► one SES call ─► record
record_event ─► settle_sends                             SES's events ─► doubts settled, receipt

Imports run one way: these entry files ─► `aws/` ─► `alerts/`, the pure core.
"""

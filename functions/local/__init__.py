"""The whole product on a laptop: moto in the process, a stand-in for SES, the minute tick."""

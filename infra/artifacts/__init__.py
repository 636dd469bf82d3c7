"""Builds what is uploaded: one zip per function of serverless.yml, with only what it needs.

closure source   what a handler's code reaches, read from the code: no list to keep
libraries        the locked packages, installed for Lambda's processor and Python, once
pruning models   which of their files are worth their bytes; botocore's models, cut to our calls
bytecode         compiled modules, so that a cold start compiles nothing
archive          the same bytes for the same content
build            all of it, into build/artifacts/, all or nothing
"""

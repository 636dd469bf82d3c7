"""What `serverless.yml` gives each function."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from functions.local.fragments import ROOT


class _Loader(yaml.SafeLoader):
    """YAML in which CloudFormation's short forms are of no interest."""


yaml.add_multi_constructor("!", lambda loader, suffix, node: None, Loader=_Loader)


def memory() -> Mapping[str, int]:
    """MB by the name of the function's file."""
    text = (ROOT / "serverless.yml").read_text(encoding="utf-8")
    functions = yaml.load(text, Loader=_Loader)["functions"].values()  # noqa: S506 – a SafeLoader
    return {
        function["handler"].removeprefix("functions/").partition(".")[0]: function["memorySize"]
        for function in functions
    }

"""Reading JSON bodies: fast, and without what a database cannot keep."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json

from huopan.api.problems import UnstorableTextError

# PostgreSQL cannot store NUL; the look-behind skips an escaped backslash followed by "u0000".
NUL_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class StrictParser(Parser):
    """Refuses NaN, Infinity, lone surrogates, NUL, deep nesting and numbers of thousands of digits."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        if b"\\u0000" in body and NUL_ESCAPE.search(body):
            raise UnstorableTextError
        return from_json(body, allow_inf_nan=False)

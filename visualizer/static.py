"""Serves built assets straight from ASGI, past Django's threads, with WhiteNoise's headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

# Vite's names: lab-BsQ1nz3d.js
HASHED = re.compile(r"-[\w-]{8,}\.[a-z0-9]+$")

TEXTS = (".js", ".css", ".svg", ".json")


def immutable(path: str, url: str) -> bool:
    """Whether the name changes with the content, so that it can be kept for good."""
    return HASHED.search(url) is not None


class Static:
    """ASGI application in front of another: files below STATIC_URL, everything else passed on."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.gzipped: dict[tuple[str, str, int], bytes] = {}
        self.files = WhiteNoise(
            None, max_age=60, immutable_file_test=immutable, autorefresh=settings.DEBUG
        )
        # Where the assets have been built but not yet collected, they are served from there.
        for folder in (settings.STATIC_DIST, settings.STATIC_ROOT):
            if folder.is_dir():
                self.files.add_files(str(folder), prefix=settings.STATIC_URL)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        found = self._find(scope["path"])
        if found is None:
            await self.app(scope, receive, send)
        else:
            await self._serve(found, scope, send)

    def _find(self, path: str) -> Any:
        if not path.startswith(settings.STATIC_URL):
            return None
        if settings.DEBUG:
            return self.files.find_file(path)
        return self.files.files.get(path)

    async def _serve(self, file: Any, scope: dict[str, Any], send: Any) -> None:
        asked = {
            f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
            for name, value in scope["headers"]
        }
        response = file.get_response(scope["method"], asked)
        body = _content(response.file)
        headers = {name.lower(): value for name, value in response.headers}
        headers["x-content-type-options"] = "nosniff"
        if response.status == 200 and body and "gzip" in asked.get("HTTP_ACCEPT_ENCODING", ""):
            body = self._compressed(scope["path"], body, headers)
        start = {"type": "http.response.start", "status": int(response.status)}
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({**start, "headers": encoded})
        await send({"type": "http.response.body", "body": body})

    def _compressed(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        """The body in gzip where that helps; each file is compressed once."""
        if not path.endswith(TEXTS):
            return body
        key = (path, headers.get("etag", ""), len(body))
        if key not in self.gzipped:
            self.gzipped[key] = gzip.compress(body, 9, mtime=0)
        headers["content-encoding"] = "gzip"
        headers["vary"] = "accept-encoding"
        headers["content-length"] = str(len(self.gzipped[key]))
        return self.gzipped[key]


def _content(file: Any) -> bytes:
    if file is None:
        return b""
    with file:
        content: bytes = file.read()
        return content

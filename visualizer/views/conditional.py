"""Pages that are the same until something of theirs changes: browsers keep them, and ask."""

from __future__ import annotations

import functools
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from visualizer.views.errors import page

__all__ = ["kept_page"]


def kept_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that a browser keeps and asks about; 304 where it has what would be sent.

    The theme is in a cookie and in the page: no one else's copy will do.
    """

    @page
    @functools.wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming:
            return response
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
        answer = get_conditional_response(request, etag=etag, response=response)
        return response if answer is None else answer

    return kept

"""What templates need: built assets, numbers with their units."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

from simcore.scenario.insights import anchor as anchor_of
from visualizer.gallery import topic_of
from visualizer.navigation import Place
from visualizer.navigation import navigation as places

register = template.Library()
log = logging.getLogger(__name__)

NOT_BUILT = "<!-- The front end is not built: make setup -->"
CODE = re.compile(r"`([^`]+)`")
SECOND_STEPS = ((86_400, "d"), (3_600, "h"), (60, "min"))


@register.simple_tag
def assets(entry: str) -> SafeString:
    """Script and style tags of an entry of the front end; a comment where it is not built."""
    try:
        tags = DjangoViteAssetLoader.instance().generate_vite_asset(entry)
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError) as error:
        log.warning("%s", error)
        tags = NOT_BUILT
    return mark_safe(tags)


@register.simple_tag
def icon() -> SafeString:
    """The tab's icon; without one browsers ask for /favicon.ico."""
    try:
        address = DjangoViteAssetLoader.instance().generate_vite_asset_url("core/mark.svg")
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
        return SafeString("")
    return format_html('<link rel="icon" type="image/svg+xml" href="{}">', address)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[Place]:
    """The entries of the navigation, for the page that is shown."""
    request = context.get("request")
    return places(request.path if request is not None else "")


@register.filter
def seconds(value: Any) -> str:
    """A duration in the largest unit that gives a whole number, or in s or ms: "10 min"."""
    number = float(value)
    for size, unit in SECOND_STEPS:
        if number >= size and number % size == 0:
            return f"{number / size:,.0f} {unit}"
    return f"{number * 1000:.4g} ms" if 0 < number < 1 else f"{number:,.6g} s"


@register.filter
def topic(words: Iterable[str]) -> str:
    """The topic of the gallery that a lesson belongs to."""
    return topic_of(words)


@register.filter
def code_marked(text: str) -> SafeString:
    """A text with what stands in backticks as code."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))


@register.filter
def anchor(key: str) -> str:
    """Where a row or a heading is on its page."""
    return anchor_of(key)


@register.filter
def attr(value: Any, name: str) -> Any:
    """What a filter gave, further in: `rows|last|attr:"value"`."""
    return getattr(value, name)


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that is broken into lines for an editor."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


@register.filter
def shown(knob: dict[str, Any], which: str) -> str:
    """A knob's `value` or `default` with its unit: "3/s", "512 MB", "1.5 %"."""
    value = knob[which]
    number = quantity(value, knob["kind"])
    if isinstance(value, bool) or value is None or not isinstance(value, int | float):
        return number
    return f"{number} {knob['unit']}" if knob["unit"] in UNITS else number


@register.filter
def quantity(value: Any, kind: str = "") -> str:
    """A value in base units, as a person reads it; `kind` is that of a knob, or a unit."""
    if value is None:
        return "off"
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, int | float) or not math.isfinite(value):
        return str(value)
    if kind in ("duration", "s"):
        return seconds(value)
    if kind == "percent":
        return f"{value * 100:,.4g} %"
    if kind == "rate":
        return f"{value:,.6g}/s"
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
    return f"{number} {kind}" if kind in UNITS else number


UNITS = frozenset({"MB", "bytes", "USD", "per min"})

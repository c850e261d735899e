"""Charts as pictures: SVG, and PNG that is made from it."""

from simcore.reporting.drawing.raster import png
from simcore.reporting.drawing.vector import svg

__all__ = ["png", "svg"]

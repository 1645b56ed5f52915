"""A document as one html page that needs nothing else, for the screen, the phone, the screen reader and the printer."""

from __future__ import annotations

from base64 import b64encode

from qualcode import __version__
from qualcode.export.charts import chart_bytes
from qualcode.export.document.blocks import Document, Picture
from qualcode.export.pages import rendered
from qualcode.messages import _


def html_bytes(document: Document) -> bytes:
    """Return the page; pictures are svg inside it, and everything that people wrote is escaped."""
    page = rendered("document.html", document=document, version=__version__, data=_data, contents=_("Contents"))
    return page.encode()


def _data(picture: Picture) -> str:
    """Return a picture as an address that holds it: an image of its own, whose names clash with no other's."""
    return "data:image/svg+xml;base64," + b64encode(chart_bytes(picture.draw, ".svg")).decode()

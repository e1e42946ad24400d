"""Documents to print: a page's layout and its values in, PDF out. Knows nothing of what is printed."""

from huopan.infra.documents.codes import bars_drawing, qr_drawing
from huopan.infra.documents.fonts import NoChineseFontError
from huopan.infra.documents.pictures import picture_for_print
from huopan.infra.documents.rendering import NoPrinterError, pdf, png

__all__ = ["NoChineseFontError", "NoPrinterError", "bars_drawing", "pdf", "picture_for_print", "png", "qr_drawing"]

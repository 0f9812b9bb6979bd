"""Finished files: a report's HTML page, its Word edition, the workbook to send out, and the index of a year's."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""One report: its page, section by section, and the run of the notebook that makes the finished, sealed file."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

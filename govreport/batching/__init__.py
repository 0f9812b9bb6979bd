"""Many reports: warm workers, what need not be done again, the manifest and the index; and an invented district."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

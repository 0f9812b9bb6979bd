"""govreport: the 政府信息公开工作年度报告 of every bureau, entered, checked and published from Jupyter.

Everything a command does, a function here does: `load`, `counts`, `check`, `render`, `batch`,
`import_file`, `write_notices`, `write_workbooks`; `EntryForm` is the form.
"""

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

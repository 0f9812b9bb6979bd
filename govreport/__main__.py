"""`python -m govreport`: the command, where its script is not on the path."""

import sys

if not sys.flags.safe_path:
    # the working folder: a project may have brought modules of any name
    del sys.path[0]

from govreport.cli import main

main()

"""`python -m govreport`: the command, where its script is not on the path."""

from govreport.cli import main

main()

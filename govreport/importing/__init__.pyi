from .block import read_block
from .compare import compare_reading
from .container import read_content
from .doubt_questions import questions
from .excel import read_own_workbook, read_workbook
from .figures import COUNTING, Unreadable, in_one_line, read_figure, words_behind
from .importer import IMPORT_OUTCOMES, Imported, import_file, import_files, list_files
from .paste import Laid, Target, lay_block
from .readers import read_file
from .reading import Doubt, Hints, Reading
from .roster import read_roster_workbook
from .text_lines import TextLine, read_lines
from .word import read_word

__all__ = [
    "COUNTING",
    "IMPORT_OUTCOMES",
    "Doubt",
    "Hints",
    "Imported",
    "Laid",
    "Reading",
    "Target",
    "TextLine",
    "Unreadable",
    "compare_reading",
    "import_file",
    "import_files",
    "in_one_line",
    "lay_block",
    "list_files",
    "questions",
    "read_block",
    "read_content",
    "read_figure",
    "read_file",
    "read_lines",
    "read_own_workbook",
    "read_roster_workbook",
    "read_word",
    "read_workbook",
    "words_behind",
]

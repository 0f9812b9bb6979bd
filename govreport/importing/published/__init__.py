"""What is already published, read by its labels: a page, a PDF, a Word file, a workbook, a text."""

"""What turns a document into a file: typst for PDF, python-docx for Word, and the fonts both must know."""

"""
What offices print, send and open: lists as CSV and XLSX, documents as PDF and Word, charts as SVG.

Owns the model of a document (``blocks``), how it becomes a file, and the pictures that stand in it. Does not
know what an organisation is: a page above says what stands in a document or in a column, in the reader's
words. Nothing here asks the database, and nothing is fetched from anywhere: the fonts come with packages of
the lock.
"""

"""Lists as files, row by row: however long a list is, no more of it than a few hundred rows is in memory."""

"""What a backup is made with: the file itself, a copy of the database, rows carried to another one."""

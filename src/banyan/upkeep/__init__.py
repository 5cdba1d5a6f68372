"""
What keeps a centre's machine in order: backups and putting them back, and clearing away what is over.

Owns the backup file – what is in it, how it is made while everything runs, how it is checked and put back, on
either database – and the permissions of looking after jobs. The queue and the recurring jobs themselves are
`core`'s; each package declares its own. Knows no record: tables and files are found through Django's models.
"""

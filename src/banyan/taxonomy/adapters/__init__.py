"""Reading the data files of taxonomy."""

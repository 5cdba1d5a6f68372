"""What a page asks for: a document as a file, a chart as a drawing."""

"""The mail server, and the reports it sends back."""

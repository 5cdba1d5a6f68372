"""The assembly: settings, addresses, the web server's entry point. Owns no rule."""

"""What reads the outside world: pages, files, addresses, and the engines that find names in a text."""

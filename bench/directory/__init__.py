"""The directory, measured against the libraries that sites of this kind use."""

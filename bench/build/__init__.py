"""The build, measured against other site generators on invented practices of any size."""

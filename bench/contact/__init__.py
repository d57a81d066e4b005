"""The contact path, measured: `python -m bench.contact` writes its part of docs/benchmarks.md."""

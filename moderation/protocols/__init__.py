"""Wire formats: pure functions that parse requests and render answers, one protocol a file."""

"""Long work that somebody asks for: exports and runs, done by workers, with progress and cancel."""

"""Why a mail came to its ticket and its text was told apart so, and what lost; `explain` asks for it."""

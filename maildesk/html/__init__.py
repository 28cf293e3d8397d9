"""HTML of strangers: made safe to be shown, and read as the text a person would see."""

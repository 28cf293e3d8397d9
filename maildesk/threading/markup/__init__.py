"""What of the HTML of an answer is new: by what mail programs mark, and by the words of its text."""

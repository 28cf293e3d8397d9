"""Takes mail over SMTP and LMTP, also from agents who submit it: sessions, what may be said in them, and every answer."""

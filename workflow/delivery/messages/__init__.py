"""Messages to people: daily digest, mail choices, and the log of mails."""

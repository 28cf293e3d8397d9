"""How well the sender of a mail is proven: signatures, the policy of a domain, and servers of the house."""

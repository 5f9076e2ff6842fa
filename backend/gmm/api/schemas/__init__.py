"""What travels in requests and answers, one file per resource; `openapi.json` is made from these classes."""

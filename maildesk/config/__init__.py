"""The admin's files as frozen values: one desk.yaml, validated once, passed down, never imported."""

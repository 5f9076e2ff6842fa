"""The engine over HTTP: routes named after URLs, schemas, errors, streaming and the model store."""

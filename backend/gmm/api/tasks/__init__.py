"""From a request to the engine, and from what the engine finds to the answer: one file a resource."""

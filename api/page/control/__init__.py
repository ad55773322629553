"""The audit of rotas made elsewhere: files uploaded, questions answered, findings read."""

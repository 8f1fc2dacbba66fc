"""The Web API: one function a method, and the table that names them."""

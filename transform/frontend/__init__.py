"""The frontend: live RPython functions become typed graphs."""

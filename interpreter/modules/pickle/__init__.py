"""Optimized C implementation for the Python pickle module."""

"""A send: whom it is for, its states, its batches, its pace. The sender imports it."""

"""AWS policy documents, read as AWS reads them."""

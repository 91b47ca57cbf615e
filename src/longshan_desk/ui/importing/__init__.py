"""The import wizard: file, columns, preview, result, for every kind of sheet."""

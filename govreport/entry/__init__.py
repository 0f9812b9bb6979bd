"""The entry form: widgets in which a bureau's report is typed, pasted, checked and saved."""

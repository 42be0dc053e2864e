terraform {
  source = "../modules/audit-trail"
}

inputs = {
  name   = "branches"
  bucket = "acme-data-logs"
}

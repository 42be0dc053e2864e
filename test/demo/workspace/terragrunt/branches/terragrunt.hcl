terraform {
  source = "../../terraform/modules/audit"
}

inputs = {
  name   = "branches"
  bucket = "acme-data-logs"
}

# The trails of the stores, a component for each deployment.
required_providers {
  aws = {
    source  = "hashicorp/aws"
    version = "~> 6.0"
  }
}

provider "aws" "this" {
  config {
    region = "eu-west-1"
  }
}

component "audit" {
  source = "../modules/audit-trail"

  inputs = {
    name   = "stores"
    bucket = "acme-data-logs"
  }

  providers = {
    aws = provider.aws.this
  }
}

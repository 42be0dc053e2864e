terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-audit-logs"
}

# The trail of the application accounts.
resource "aws_cloudtrail" "app_audit" {
  name                       = "app-audit"
  s3_bucket_name             = aws_s3_bucket.logs.id
  enable_log_file_validation = true
}

variable "name" {
  type = string
}

variable "bucket" {
  type = string
}

variable "kms_key_id" {
  description = "ARN of the key that encrypts the log files."
  type        = string
  default     = null
}

resource "aws_cloudtrail" "this" {
  name                       = var.name
  s3_bucket_name             = var.bucket
  kms_key_id                 = var.kms_key_id
  enable_log_file_validation = true
}

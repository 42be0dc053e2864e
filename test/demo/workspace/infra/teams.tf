resource "aws_kms_key" "logs" {
  description         = "Encrypts the log files of the payments trail"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.logs.json
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "CloudTrailUsesKey"
    actions   = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

module "payments_audit" {
  source     = "./modules/audit-trail"
  name       = "payments"
  bucket     = "acme-payments-logs"
  kms_key_id = aws_kms_key.logs.arn
}

module "orders_audit" {
  source = "./modules/audit-trail"
  name   = "orders"
  bucket = "acme-payments-logs"
}

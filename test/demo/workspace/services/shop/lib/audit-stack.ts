import * as cdk from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The trails of the shop: one for orders, one for returns. */
export class AuditStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const key = kms.Key.fromKeyArn(
      this,
      'Key',
      'arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    );

    new cloudtrail.Trail(this, 'Orders', {
      encryptionKey: key,
      enableFileValidation: true,
    });

    new cloudtrail.Trail(this, 'Returns', {
      enableFileValidation: true,
    });
  }
}

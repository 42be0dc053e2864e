package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudtrail"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The trail of the parcels.
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := cloudtrail.NewTrail(ctx, "parcels", &cloudtrail.TrailArgs{
			Name:         pulumi.String("parcels"),
			S3BucketName: pulumi.String("acme-data-logs"),
		})
		if err != nil {
			return err
		}
		return nil
	})
}

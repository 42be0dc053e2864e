package com.acme.payments;

import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudtrail.Trail;
import software.constructs.Construct;

/** The trail of the payments. */
public class AuditStack extends Stack {
    public AuditStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        Trail.Builder.create(this, "Payments")
                .trailName("payments-audit")
                .enableFileValidation(true)
                .build();
    }
}

using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Constructs;

namespace Acme.Loyalty;

/// <summary>The trail of the loyalty programme.</summary>
public sealed class AuditStack : Stack
{
    public AuditStack(Construct scope, string id, IStackProps? props = null) : base(scope, id, props)
    {
        _ = new Trail(this, "Points", new TrailProps
        {
            TrailName = "loyalty-points",
            EnableFileValidation = true,
        });
    }
}

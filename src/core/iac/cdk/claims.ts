import { mayDeploy } from '../programs/deploys.ts';

/*
 * Which texts are programs of the AWS CDK that may declare a trail: a plain search comes first, since nearly every text ends
 * there, and then the module of CloudTrail in one of its spellings.
 */

/** Whether a text imports the constructs of CloudTrail, and names a trail. */
export function mayDeclareTrail(uri: string, text: string): boolean {
  const isNamed = text.includes('Trail') && moduleOfTrails.test(text) && frameworks.test(text);
  const mayBeImported = uri.endsWith('.cs') && byGlobalUsing.test(text);
  return (isNamed || mayBeImported) && mayDeploy(uri);
}

/** In C#, another file of the project may import the constructs of CloudTrail. */
const byGlobalUsing = /\bnew\s+(?:\w+\.)*(?:Cfn)?Trail\s*\(\s*\w|\b(?:Cfn)?TrailProps\b/;

const moduleOfTrails = /aws[-_]?cloudtrail|services\.cloudtrail|AWS\.CloudTrail\b/;

const frameworks =
  /(?:from|require\s*\(|import)\s*\(?\s*["']?(?:@aws-cdk\/|aws-cdk-lib\b|aws_cdk\b)|\bsoftware\.amazon\.awscdk\b|\bAmazon\.CDK\b|"github\.com\/aws\/aws-cdk-go\//;

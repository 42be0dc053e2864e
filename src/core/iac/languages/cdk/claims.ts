import { handsKeysOn } from '../../languageTable.ts';
import { dialectOf, mayDeploy } from '../programs/dialects.ts';

/*
 * Which texts are programs of the AWS CDK that may declare a trail: a plain search comes first, since nearly every text ends
 * there, and then the module of CloudTrail in one of its spellings.
 */

/** Whether a text imports the constructs of CloudTrail and names a trail, or makes one by a class of another file. */
export function namesTrail(uri: string, text: string): boolean {
  if (!text.includes('Trail')) {
    return false;
  }
  const isNamed = moduleOfTrails.test(text) && frameworks.test(text);
  const mayBeImported = byGlobalUsing.test(text) && dialectOf(uri)?.importsOfProject !== undefined;
  const mayBeHandedOn = ofOthers.test(text) && frameworks.test(text);
  return (isNamed || mayBeImported || mayBeHandedOn) && mayDeploy(uri);
}

/** The same, or it may hand a key to a class of another file, which says nothing of trails in its name. */
export function mayDeclareTrail(uri: string, text: string): boolean {
  return namesTrail(uri, text) || (withKeys.test(text) && frameworks.test(text) && mayDeploy(uri));
}

/** A class for trails that another file of the program hands on, or that extends one of them. */
const ofOthers = /(?:^|[\s.(=])(?:new\s+(?:[\w$]+\.)*)?\w*Trail\s*\(\s*\w/;

const withKeys = new RegExp(handsKeysOn);

/** Another file of the project may import the constructs of CloudTrail, as in C#. */
const byGlobalUsing = /\bnew\s+(?:\w+\.)*(?:Cfn)?Trail\s*\(\s*\w|\b(?:Cfn)?TrailProps\b/;

const moduleOfTrails = /aws[-_]?cloudtrail|services\.cloudtrail|AWS\.CloudTrail\b/;

const frameworks =
  /(?:from|require\s*\(|import)\s*\(?\s*["']?(?:@aws-cdk\/|aws-cdk-lib\b|aws_cdk\b)|\bsoftware\.amazon\.awscdk\b|\bAmazon\.CDK\b|"github\.com\/aws\/aws-cdk-go\//;

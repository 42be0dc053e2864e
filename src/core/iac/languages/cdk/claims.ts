import { handsKeysOn } from '../../languageTable.ts';
import { dialectOf, mayDeploy } from '../programs/dialects.ts';

/*
 * Which texts are programs of the AWS CDK that may declare a trail: a plain search comes first, since nearly every text ends
 * there, and then the module of CloudTrail in one of its spellings.
 */

/** Whether a text imports the constructs of CloudTrail and names a trail, or makes one by a class of another file. */
export function namesTrail(uri: string, text: string): boolean {
  if (!mayDeploy(uri) || !text.includes('Trail')) {
    return false;
  }
  const mayBeImported = () => dialectOf(uri)?.importsOfProject !== undefined && byGlobalUsing.test(text);
  return ((moduleOfTrails.test(text) || ofOthers.test(text)) && frameworks.test(text)) || mayBeImported();
}

/** The same, or it may hand a key to a class of another file, which says nothing of trails in its name. */
export function mayDeclareTrail(uri: string, text: string): boolean {
  return mayDeploy(uri) && (namesTrail(uri, text) || (withKeys.test(text) && frameworks.test(text)));
}

/** A class for trails that another file of the program hands on, or that extends one of them. */
const ofOthers = /(?:^|[\s.(=])(?:new\s+(?:[\w$]+\.)*)?\w*Trail\s*\(\s*\w/;

const withKeys = new RegExp(handsKeysOn);

/** Another file of the project may import the constructs of CloudTrail, as in C#. */
const byGlobalUsing = /\bnew\s+(?:\w+\.)*(?:Cfn)?Trail\s*\(\s*\w|\b(?:Cfn)?TrailProps\b/;

const moduleOfTrails = /aws[-_]?cloudtrail|services\.cloudtrail|AWS\.CloudTrail\b/;

const frameworks =
  /(?:from|require\s*\(|import)\s*\(?\s*["']?(?:@aws-cdk\/|aws-cdk-lib\b|aws_cdk\b)|\bsoftware\.amazon\.awscdk\b|\bAmazon\.CDK\b|"github\.com\/aws\/aws-cdk-go\//;

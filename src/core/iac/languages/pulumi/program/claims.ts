import { handsKeysOn, namesInputOfKey } from '../../../languageTable.ts';
import { dialectOf, mayDeploy } from '../../programs/dialects.ts';

/** Whether a text may be a program of Pulumi, or of SST, that makes a trail. */
export function namesTrail(uri: string, text: string): boolean {
  return (
    mayDeploy(uri) &&
    text.includes('Trail') &&
    ((/cloudtrail|CloudTrail/.test(text) && (packages.test(text) || ofSst.test(text))) ||
      (dialectOf(uri)?.importsOfProject !== undefined && byGlobalUsing.test(text)))
  );
}

/** The same, or it may hand a key to a component of another file; asked of every text. */
export function mayDeclareTrail(uri: string, text: string): boolean {
  const handsKeys = () =>
    withKeys.test(text) && (packages.test(text) || ofPulumi.test(text) || importsOwnFilesAlone(text));
  return mayDeploy(uri) && (namesTrail(uri, text) || handsKeys());
}

const withKeys = new RegExp(`${handsKeysOn}|${namesInputOfKey}`);

/** A program that makes components alone needs no package of a provider. */
const ofPulumi =
  /["']@pulumi\/pulumi["']|^\s*(?:import|from)\s+pulumi\b|\bcom\.pulumi\.|"github\.com\/pulumi\/pulumi\/sdk\/|^\s*using\s+Pulumi\b/m;

/** Another file of the project may import the resources of CloudTrail, as in C#. */
const byGlobalUsing = /\bnew\s+(?:\w+\.)*Trail\s*\(\s*[$@"]|\bTrailArgs\b/;

const packages =
  /["']@pulumi\/aws(?:-native|x)?(?:\/[\w/-]+)?["']|\bpulumi_aws(?:_native|x)?\b|\bpulumi_awsx\b|\bcom\.pulumi\.aws(?:native|x)?\b|"github\.com\/pulumi\/pulumi-aws(?:-native|x)?\/|\bPulumi\.Aws(?:Native|x)?\b/;

/**
 * A global of SST, or what another file hands on: no import of the package names it. Its name comes first; in the AWS CDK, the scope
 * does, and a name behind it: such a program is not to be read twice.
 */
const ofSst = /\bcloudtrail\.Trail\s*\(\s*(?:f?["'`]|[\w$.]+\s*,(?!\s*(?:f?["'`]|id\s*=|[\w$]+\s*,)))/;

/** A program in TypeScript that leaves all of Pulumi to its own files. */
function importsOwnFilesAlone(text: string): boolean {
  return /\bfrom\s+['"]\.{1,2}\//.test(text) && !/\bfrom\s+['"][^.'"]/.test(text);
}

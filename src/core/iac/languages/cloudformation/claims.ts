import { mayNest } from './surroundings.ts';
import { trailType } from './trail.ts';

/** The template macro of SAM. */
export const samTransform = 'AWS::Serverless-2016-10-31';

/**
 * Whether a text may be a template that declares a trail, or one that nests such a template. A plain search comes
 * first: nearly every text ends there.
 */
export function mayDeclareTrail(text: string): boolean {
  return text.includes(trailType) || (mayNest(text) && nestsLocally(text));
}

/** A `Resources` key, quoted or not, at the start of a line or of an object. */
export function hasResources(text: string): boolean {
  return /(?:^|[\s{,\\])["']?Resources\\?["']?\s*:/.test(text);
}

/** Variables of the Serverless Framework; CloudFormation's own start with a capital letter or a logical id. */
export function hasServerlessVariables(text: string): boolean {
  return /\$\{\s*(?:(?:self|opt|sls|env|param|ssm|cf|s3|aws)(?:\([^()]*\))?:|file\()/.test(text);
}

/** Whether a text may have a key `service`, without which it is no service of the Serverless Framework. */
export function mayHaveService(text: string): boolean {
  return text.includes('service') && /(?:^|[\s{,\uFEFF])["']?service["']?\s*:/.test(text);
}

/** `service:` beside `provider:` is a service of the Serverless Framework. */
export function isServerlessService(text: string): boolean {
  return (
    text.includes('provider') &&
    /^[ \t{]*["']?provider["']?\s*:/m.test(text) &&
    /^\uFEFF?[ \t{]*["']?service["']?\s*:/m.test(text)
  );
}

function nestsLocally(text: string): boolean {
  return /\b(?:TemplateURL|Location|aws:asset:path)["']?\s*:\s*["']?(?![a-z][a-z0-9+.-]+:)[\w.~-][\w./ ~-]*\.(?:ya?ml|json|template)\b/i.test(
    text,
  );
}

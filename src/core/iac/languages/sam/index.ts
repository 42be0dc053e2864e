import type { Language } from '../../language.ts';
import { hasResources, mayDeclareTrail, samTransform } from '../cloudformation/claims.ts';
import { templateLanguage } from '../cloudformation/language.ts';

/**
 * AWS SAM: a CloudFormation template that runs through the Serverless macro. The macro leaves trails as they are, and
 * its `Globals` know none of their properties; `AWS::Serverless::Application` nests a template as a stack does.
 */
export function createSam(): Language {
  return templateLanguage(
    'sam',
    text => mayDeclareTrail(text) && text.includes(samTransform) && hasResources(text),
  );
}
